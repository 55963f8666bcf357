"""Where schemas stand in each other, and the ids that follow from it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from stubwright.lower.words import shorten, value_words
from stubwright.lower.work import Origin, Work
from stubwright.place import escape
from stubwright.types.documents import Json
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Schema, SchemaId

DEPTH = 3
MEMBER_KEYWORDS = frozenset({"oneOf", "anyOf", "allOf"})


def origins(schemas: Mapping[SchemaId, Schema]) -> dict[SchemaId, Origin]:
    """Return where each inner schema stands; the outermost ones are missing."""
    found: dict[SchemaId, Origin] = {}
    for schema in schemas.values():
        for child, words, keyword in children(schema, schemas):
            if child != schema.id:
                found.setdefault(child, Origin(parent=schema.id, words=words, keyword=keyword))
    return found


def children(
    schema: Schema, schemas: Mapping[SchemaId, Schema]
) -> Iterator[tuple[SchemaId, str, str]]:
    """Yield the schemas that stand directly in one, each with its words and keyword."""
    for name, child in schema.properties:
        yield child, name, "properties"
    for _, child in schema.pattern_properties:
        yield child, "value", "patternProperties"
    for extra in (schema.additional_properties, schema.unevaluated_properties):
        if extra is not None:
            yield extra, "value", "additionalProperties"
    for rest in (schema.items, schema.unevaluated_items):
        if rest is not None:
            yield rest, "item", "items"
    for position, child in enumerate(schema.prefix_items, 1):
        yield child, f"item {position}", "prefixItems"
    for child in schema.all_of:
        yield child, "", "allOf"
    for keyword, members in (("oneOf", schema.one_of), ("anyOf", schema.any_of)):
        for child in members:
            yield child, member_words(child, schemas), keyword


def member_words(member: SchemaId, schemas: Mapping[SchemaId, Schema]) -> str:
    """Say what a member of a union might be called: its title, const, telling property or kind."""
    schema = schemas.get(member)
    if schema is None:
        return "option"
    if schema.title:
        return shorten(schema.title)
    if isinstance(schema.const, (str, int)):
        return shorten(value_words(schema.const))
    for _, child in schema.properties:
        if (value := only_value(child, schemas)) is not None:
            return shorten(value_words(value))
    return schema.types[0] if schema.types and schema.types[0] != "object" else "option"


def only_value(schema: SchemaId, schemas: Mapping[SchemaId, Schema]) -> Json:
    """Return the string a schema fixes by ``const`` or an enumeration of one, else None."""
    found = schemas.get(schema)
    if found is None:
        return None
    if isinstance(found.const, str):
        return found.const
    if found.enum and len(found.enum) == 1 and isinstance(found.enum[0], str):
        return found.enum[0]
    return None


def type_id(work: Work, schema: SchemaId) -> TypeId:
    """Return the id of what stands at a schema's place.

    It is the place's text, but a member of ``oneOf``, ``anyOf`` or ``allOf`` is addressed by what it is, so that
    one more sibling changes no id.
    """
    chain = [schema]
    while (last := chain[-1]) not in work.ids:
        origin = work.origins.get(last)
        if origin is None:
            work.ids[last] = TypeId(last)
            break
        chain.append(origin.parent)
    for outer, inner in zip(reversed(chain), reversed(chain[:-1]), strict=False):
        if inner not in work.ids:
            settle_id(work, outer, inner)
    return work.ids[schema]


def settle_id(work: Work, outer: SchemaId, inner: SchemaId) -> None:
    origin = work.origins[inner]
    if origin.keyword not in MEMBER_KEYWORDS or inner in work.made:
        suffix = inner[len(outer) :] if inner.startswith(outer) else f"/{inner}"
        work.ids[inner] = TypeId(work.ids[outer] + suffix)
        return
    schema = work.schemas[outer]
    members = {"oneOf": schema.one_of, "anyOf": schema.any_of, "allOf": schema.all_of}
    keys = member_keys(members[origin.keyword], work.schemas)
    for member, key in keys.items():
        work.ids.setdefault(member, TypeId(f"{work.ids[outer]}/{origin.keyword}/{key}"))


def member_keys(
    members: tuple[SchemaId, ...], schemas: Mapping[SchemaId, Schema]
) -> dict[SchemaId, str]:
    """Return what each member of a composition is known by."""
    plain = {member: member_key(member, schemas) for member in members}
    counts = Counter(plain.values())
    keys: dict[SchemaId, str] = {}
    taken: Counter[str] = Counter()
    for member, key in plain.items():
        if counts[key] > 1:
            key = f"{key}~{digest(member, schemas)}"
            taken[key] += 1
            key = key if taken[key] == 1 else f"{key}.{taken[key]}"
        keys[member] = key
    return keys


def member_key(member: SchemaId, schemas: Mapping[SchemaId, Schema]) -> str:
    schema = schemas.get(member)
    if schema is None:
        return "~missing"
    if schema.ref is not None:
        return "~ref=" + escape(schema.ref.rsplit("/", 1)[-1])
    if schema.const is not MISSING:
        return "~const=" + escape(json.dumps(schema.const, ensure_ascii=False))
    if schema.title:
        return "~title=" + escape(schema.title)
    return "~" + digest(member, schemas)


def digest(schema: SchemaId, schemas: Mapping[SchemaId, Schema]) -> str:
    """Return eight hex digits of a schema's structure, descriptions and order left out."""
    text = json.dumps(outline(schema, schemas, DEPTH), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def outline(schema: SchemaId, schemas: Mapping[SchemaId, Schema], depth: int) -> Any:
    found = schemas.get(schema)
    if found is None:
        return None
    if found.ref is not None:
        return found.ref.partition("#")[2] or found.ref.rsplit("/", 1)[-1]
    parts: dict[str, Any] = {
        "types": sorted(found.types),
        "format": found.format,
        "enum": list(found.enum or ()),
        "const": None if found.const is MISSING else found.const,
        "verdict": found.verdict,
        "title": found.title,
        "required": sorted(found.required),
        "checks": list(found.checks),
    }
    if depth == 0:
        return {**parts, "properties": sorted(name for name, _ in found.properties)}
    inner = [
        (f"{keyword} {words}", outline(child, schemas, depth - 1))
        for child, words, keyword in children(found, schemas)
    ]
    return {**parts, "inner": sorted(inner, key=repr)}
