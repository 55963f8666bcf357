"""The places of schemas that are the same type, each with the id of the type there and the outer places."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.lower.schemas.keywords import MEMBER_KEYWORDS
from stubwright.lower.schemas.origins import equal_to, keys_of, type_id
from stubwright.lower.schemas.table import Occurrence, Origin, SchemaTable
from stubwright.types.ir import TypeId
from stubwright.types.spec import SchemaId


def occurrences(table: SchemaTable, schema: SchemaId) -> tuple[Occurrence, ...]:
    """Return the places of all schemas that are the same type as this one, beginning with those of the first schema."""
    found: list[Occurrence] = []
    for sid in equal_to(table, schema):
        found += (_first(table, sid),) if sid in table.derived else _all(table, sid)
    return tuple(found)


def _first(table: SchemaTable, schema: SchemaId) -> Occurrence:
    origin = table.origins.get(schema)
    return Occurrence(
        place=schema,
        type=type_id(table, schema),
        words=origin.words if origin is not None else "",
        parent=_first(table, origin.parent) if origin is not None else None,
    )


def _all(table: SchemaTable, schema: SchemaId) -> tuple[Occurrence, ...]:
    """Return each place of a schema in the document, for each place of the schemas that contain it (memoised)."""
    if (known := table.occurrences.get(schema)) is None:
        known = table.occurrences[schema] = tuple(_ways(table, schema))
    return known


def _ways(table: SchemaTable, schema: SchemaId) -> Iterator[Occurrence]:
    origin = table.origins.get(schema)
    if origin is None:
        yield Occurrence(place=schema, type=type_id(table, schema))
        return
    for way in table.repeats.get(schema, (origin,)):
        role = _role(table, schema, way)
        for parent in _all(table, way.parent):
            yield Occurrence(
                place=SchemaId(parent.place + way.rest) if way.rest else schema,
                type=TypeId(parent.type + role),
                words=way.words,
                parent=parent,
            )


def _role(table: SchemaTable, schema: SchemaId, way: Origin) -> str:
    """Return the part of a type's id that follows the id of the outer type."""
    if schema not in table.repeats:
        return type_id(table, schema)[len(type_id(table, way.parent)) :]
    if way.keyword not in MEMBER_KEYWORDS:
        return way.rest
    return f"/{way.keyword}/{keys_of(table, way.parent, way.keyword)[schema]}"


def places_of(table: SchemaTable, schema: SchemaId) -> tuple[TypeId, ...]:
    """Return the ids of a schema at all of its places, the shortest first.

    Compositions inside compositions are included only if there is no other place, since a schema composed of itself
    would have infinitely many.
    """
    equals = equal_to(table, schema)
    found: list[str] = []
    for sid in [sid for sid in equals if not _is_nested(table, sid)] or equals[:1]:
        if sid not in table.derived:
            found += (one.type for one in _all(table, sid))
            continue
        above = table.origins[sid].parent
        rest = type_id(table, sid)[len(type_id(table, above)) :]
        found += (place + rest for place in places_of(table, above))
    return tuple(
        TypeId(id_) for id_ in sorted(dict.fromkeys(found), key=lambda id_: (len(id_), id_))
    )


def _is_nested(table: SchemaTable, schema: SchemaId) -> bool:
    return schema in table.derived and table.origins[schema].parent in table.derived
