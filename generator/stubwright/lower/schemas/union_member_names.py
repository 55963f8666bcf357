"""Keys and words for the members of unions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stubwright.base.digests import sha256
from stubwright.base.hint_words import place_words, shorten, value_words
from stubwright.base.place import escape
from stubwright.lower.schemas.keywords import MEMBER_KEYWORDS, Keyword, inner_schemas
from stubwright.types.spec import MISSING, Schema, SchemaId

DEPTH = 3
"""The number of levels of inline schemas that a digest includes."""


def member_words(
    members: Sequence[SchemaId], schemas: Mapping[SchemaId, Schema]
) -> tuple[str, ...]:
    """Return words for each member of a union: its title, const, distinguishing property or kind.

    The only member that can have a name has the name of the union (empty words).
    """
    found = [schemas.get(member) for member in members]
    if sum(schema is None or not is_nameless(schema) for schema in found) == 1:
        return tuple("" for _ in members)
    parts = [tuple(_parts(schema, schemas)) for schema in found]
    constants = Counter(one for own in parts for part in own for one in constants_of(part, schemas))
    names = Counter(
        name for schema in found if schema for name, _ in allowed_properties(schema, schemas)
    )
    bases = Counter(base for schema in found for base in _bases(schema, schemas))
    return tuple(
        words_of(own, schemas, constants, names, bases) if own else "option" for own in parts
    )


def _parts(schema: Schema | None, schemas: Mapping[SchemaId, Schema]) -> Iterable[Schema]:
    """Yield a schema and the inline parts of its ``allOf``."""
    if schema is not None:
        yield schema
        inline = (schemas[part] for part in schema.all_of if part in schemas)
        yield from (part for part in inline if part.ref is None)


def _bases(schema: Schema | None, schemas: Mapping[SchemaId, Schema]) -> Iterable[str]:
    """Yield the words of the schemas to which a schema's ``allOf`` refers."""
    for part in schema.all_of if schema is not None else ():
        if part in schemas and (ref := schemas[part].ref) is not None and ref in schemas:
            yield place_words(schemas[ref].place)


def words_of(
    parts: Sequence[Schema],
    schemas: Mapping[SchemaId, Schema],
    constants: Counter[tuple[str, str]],
    names: Counter[str],
    bases: Counter[str],
) -> str:
    """Return words for a member that distinguish it from the others; ``parts`` begin with the member itself."""
    schema = parts[0]
    own_base = next(iter(_bases(schema, schemas)), "")
    if bases[own_base] == 1 and not schema.title and not _fixed(parts[:1], schemas, constants):
        return own_base
    if title := next((part.title for part in parts if part.title), ""):
        return shorten(title)
    if isinstance(schema.const, (str, int)):
        return shorten(value_words(schema.const))
    if fixed := _fixed(parts, schemas, constants):
        return shorten(value_words(fixed))
    if own_base:
        return own_base
    if schema.types and schema.types[0] != "object":
        return schema.types[0]
    own = [name for name, _ in allowed_properties(schema, schemas) if names[name] == 1]
    required = [name for name in schema.required if name in own or name not in names]
    telling = next(iter((*required, *own)), "")
    return f"with {telling}" if telling else "option"


def _fixed(
    parts: Iterable[Schema],
    schemas: Mapping[SchemaId, Schema],
    constants: Counter[tuple[str, str]],
) -> str:
    """Return the constant of a property that no other member has, empty if there is none."""
    every = (one for part in parts for one in constants_of(part, schemas))
    return next((value for name, value in every if constants[name, value] == 1), "")


def allowed_properties(
    schema: Schema, schemas: Mapping[SchemaId, Schema]
) -> Iterable[tuple[str, SchemaId]]:
    """Yield the properties that a schema does not forbid."""
    for name, child in schema.properties:
        if child not in schemas or schemas[child].boolean_schema is not False:
            yield name, child


def constants_of(schema: Schema, schemas: Mapping[SchemaId, Schema]) -> Iterable[tuple[str, str]]:
    """Yield the properties that a schema fixes by ``const`` or an enumeration of one string."""
    for name, child in schema.properties:
        found = schemas.get(child)
        if found is None:
            continue
        if isinstance(found.const, str):
            yield name, found.const
        elif found.enum and len(found.enum) == 1 and isinstance(found.enum[0], str):
            yield name, found.enum[0]


def is_nameless(schema: Schema) -> bool:
    """Return whether a schema is null or a plain scalar."""
    if schema.enum or schema.ref is not None or not schema.types:
        return schema.const is None or schema.enum == (None,)
    return not {"array", "object"} & set(schema.types)


def member_keys(
    members: tuple[SchemaId, ...], schemas: Mapping[SchemaId, Schema]
) -> dict[SchemaId, str]:
    """Return the key of each member of a composition."""
    plain = {member: _member_key(member, schemas) for member in members}
    counts = Counter(plain.values())
    keys: dict[SchemaId, str] = {}
    taken: Counter[str] = Counter()
    for member, key in plain.items():
        if counts[key] > 1:
            mark = f"~{digest(member, schemas)}"
            key = key if key == mark else key + mark
            taken[key] += 1
            key = key if taken[key] == 1 else f"{key}.{taken[key]}"
        keys[member] = key
    return keys


def _member_key(member: SchemaId, schemas: Mapping[SchemaId, Schema]) -> str:
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
    """Return eight hex digits of a digest of a schema's structure, without descriptions and order."""
    text = json.dumps(_outline(schema, schemas, DEPTH), sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass"))[:8]


def _outline(schema: SchemaId, schemas: Mapping[SchemaId, Schema], depth: int) -> Any:
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
        "boolean_schema": found.boolean_schema,
        "title": found.title,
        "required": sorted(found.required),
        "checks": list(found.checks),
    }
    if depth == 0:
        return {**parts, "properties": sorted(name for name, _ in found.properties)}
    inner = [
        (_where(keyword, name), _outline(child, schemas, depth - 1))
        for keyword, name, child in inner_schemas(found)
    ]
    return {**parts, "inner": sorted(inner, key=repr)}


def _where(keyword: Keyword, name: str) -> str:
    """Return the location of a schema, without the positions that a sibling changes."""
    known_by_name = name and keyword.keyword not in MEMBER_KEYWORDS
    return f"{keyword.keyword} {name}" if known_by_name else keyword.keyword
