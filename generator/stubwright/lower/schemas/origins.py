"""Nesting of schemas, and the ids derived from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stubwright.lower.schemas.keywords import MEMBER_KEYWORDS, inner_schemas
from stubwright.lower.schemas.table import Origin, SchemaTable
from stubwright.lower.schemas.union_member_names import member_keys, member_words
from stubwright.types.ir import TypeId
from stubwright.types.spec import Schema, SchemaId


def origins(schemas: Mapping[SchemaId, Schema]) -> dict[SchemaId, Origin]:
    """Return where each inner schema is; the outermost ones are missing."""
    found: dict[SchemaId, Origin] = {}
    for schema in schemas.values():
        for child, words, keyword in children(schema, schemas):
            if child != schema.id:
                found.setdefault(child, Origin(parent=schema.id, words=words, keyword=keyword))
    return found


def children(
    schema: Schema, schemas: Mapping[SchemaId, Schema]
) -> Iterator[tuple[SchemaId, str, str]]:
    """Yield the schemas that are directly in one, each with what it might be called, and its keyword."""
    members = {
        "oneOf": member_words(schema.one_of, schemas) if schema.one_of else (),
        "anyOf": member_words(schema.any_of, schemas) if schema.any_of else (),
    }
    for keyword, name, child in inner_schemas(schema):
        if words := members.get(keyword.keyword):
            yield child, words[int(name)], keyword.keyword
        elif keyword.keyword == "properties":
            yield child, name, keyword.keyword
        elif keyword.keyword == "prefixItems":
            yield child, f"{keyword.words} {int(name) + 1}", keyword.keyword
        else:
            yield child, keyword.words, keyword.keyword


def type_id(table: SchemaTable, schema: SchemaId) -> TypeId:
    """Return the id of what is at a schema's place.

    It is the place's text, but a member of ``oneOf``, ``anyOf`` or ``allOf`` is addressed by what it is, so that
    one more sibling changes no id.
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
    schema = table.document.get(outer) or table.schemas[outer]
    members = {"oneOf": schema.one_of, "anyOf": schema.any_of, "allOf": schema.all_of}
    keys = member_keys(members[origin.keyword], table.document)
    for member, key in keys.items():
        table.ids.setdefault(member, TypeId(f"{table.ids[outer]}/{origin.keyword}/{key}"))


def equal_to(table: SchemaTable, schema: SchemaId) -> tuple[SchemaId, ...]:
    """Return the schemas that are one type with this one, itself among them; the first place leads.

    They are equal, or compositions of the same parts.
    """
    twins = table.twins.get(schema, ()) if schema in table.derived else ()
    equals = table.equals_of.get(schema, (schema,))
    if not twins:
        return equals
    ids = dict.fromkeys((*equals, *twins))
    return tuple(sorted(ids, key=lambda sid: (len(type_id(table, sid)), type_id(table, sid))))


def places_of(table: SchemaTable, schema: SchemaId) -> tuple[TypeId, ...]:
    """Return the ids that a schema has at each of its places, the shortest first.

    Compositions in compositions count only where there is no other place: one of itself would have places without end.
    """
    equals = equal_to(table, schema)
    found: list[str] = []
    for sid in [sid for sid in equals if not _is_nested(table, sid)] or equals[:1]:
        own = type_id(table, sid)
        if sid not in table.derived:
            found.append(own)
            continue
        above = table.origins[sid].parent
        rest = own[len(type_id(table, above)) :]
        found += (place + rest for place in places_of(table, above))
    return tuple(
        TypeId(id_) for id_ in sorted(dict.fromkeys(found), key=lambda id_: (len(id_), id_))
    )


def _is_nested(table: SchemaTable, schema: SchemaId) -> bool:
    return schema in table.derived and table.origins[schema].parent in table.derived
