"""Nesting of schemas, and the ids derived from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stubwright.base.place import escape
from stubwright.base.records import replace
from stubwright.lower.schemas.keywords import MEMBER_KEYWORDS, inner_schemas
from stubwright.lower.schemas.table import Origin, SchemaTable
from stubwright.lower.schemas.union_member_names import member_keys, member_words
from stubwright.types.ir import TypeId
from stubwright.types.spec import RelativePlace, Schema, SchemaId


def origins(
    schemas: Mapping[SchemaId, Schema], repeats: Mapping[SchemaId, tuple[RelativePlace, ...]]
) -> tuple[dict[SchemaId, Origin], dict[SchemaId, tuple[Origin, ...]]]:
    """Return the location of each inner schema, and all locations of those with several.

    The outermost schemas are not included.
    """
    found: dict[SchemaId, Origin] = {}
    ways: dict[tuple[SchemaId, SchemaId, str], Origin] = {}
    for schema in schemas.values():
        for child, words, keyword, name in children(schema, schemas):
            if child == schema.id:
                continue
            rest = child[len(schema.id) :] if child.startswith(f"{schema.id}/") else ""
            origin = Origin(parent=schema.id, words=words, keyword=keyword, rest=rest)
            if child in repeats:
                ways.setdefault((child, schema.id, ""), origin)
                ways[child, schema.id, f"/{keyword}/{escape(name)}"] = origin
            else:
                found.setdefault(child, origin)
    several: dict[SchemaId, tuple[Origin, ...]] = {}
    for child, places in repeats.items():
        several[child] = tuple(
            replace(ways.get((child, *place)) or ways[child, place[0], ""], rest=place[1])
            for place in places
        )
        found[child] = next(one for one in several[child] if one.parent + one.rest == child)
    return found, several


def children(
    schema: Schema, schemas: Mapping[SchemaId, Schema]
) -> Iterator[tuple[SchemaId, str, str, str]]:
    """Yield the schemas directly inside another, each with words for its name, its keyword and its name there."""
    members = {
        "oneOf": member_words(schema.one_of, schemas) if schema.one_of else (),
        "anyOf": member_words(schema.any_of, schemas) if schema.any_of else (),
    }
    for keyword, name, child in inner_schemas(schema):
        if words := members.get(keyword.keyword):
            yield child, words[int(name)], keyword.keyword, name
        elif keyword.keyword == "properties":
            yield child, name, keyword.keyword, name
        elif keyword.keyword == "prefixItems":
            yield child, f"{keyword.words} {int(name) + 1}", keyword.keyword, name
        else:
            yield child, keyword.words, keyword.keyword, name


def type_id(table: SchemaTable, schema: SchemaId) -> TypeId:
    """Return the id of the type at a schema's place.

    It is the text of the place, except that members of ``oneOf``, ``anyOf`` and ``allOf`` are identified by their
    content, so that adding a sibling changes no id.
    """
    if (known := table.ids.get(schema)) is not None:
        return known
    chain = [schema]
    while (last := chain[-1]) not in table.ids:
        origin = table.origins.get(last)
        if origin is None:
            table.ids[last] = TypeId(last)
            break
        chain.append(origin.parent)
    for outer, inner in zip(reversed(chain), reversed(chain[:-1]), strict=False):
        if inner not in table.ids:
            _settle_id(table, outer, inner)
    return table.ids[schema]


def _settle_id(table: SchemaTable, outer: SchemaId, inner: SchemaId) -> None:
    origin = table.origins[inner]
    if origin.keyword not in MEMBER_KEYWORDS or inner in table.derived:
        suffix = inner[len(outer) :] if inner.startswith(outer) else f"/{inner}"
        table.ids[inner] = TypeId(table.ids[outer] + suffix)
        return
    for member, key in keys_of(table, outer, origin.keyword).items():
        table.ids.setdefault(member, TypeId(f"{table.ids[outer]}/{origin.keyword}/{key}"))


def members_of(table: SchemaTable, schema: SchemaId, keyword: str) -> tuple[SchemaId, ...]:
    """Return the members of a composition as in the document."""
    found = table.document.get(schema) or table.schemas[schema]
    members = {"oneOf": found.one_of, "anyOf": found.any_of, "allOf": found.all_of}
    return members[keyword]


def keys_of(table: SchemaTable, schema: SchemaId, keyword: str) -> Mapping[SchemaId, str]:
    """Return the key of each member of a composition (memoised)."""
    if (known := table.member_keys.get((schema, keyword))) is None:
        members = members_of(table, schema, keyword)
        known = table.member_keys[schema, keyword] = member_keys(members, table.document)
    return known


def equal_to(table: SchemaTable, schema: SchemaId) -> tuple[SchemaId, ...]:
    """Return the schemas that are the same type as this one, including itself, the first place first.

    They are equal, or composed of the same parts.
    """
    twins = table.twins.get(schema, ()) if schema in table.derived else ()
    equals = table.equals_of.get(schema, (schema,))
    if not twins:
        return equals
    ids = dict.fromkeys((*equals, *twins))
    return tuple(sorted(ids, key=lambda sid: (len(type_id(table, sid)), type_id(table, sid))))
