"""Merging of ``allOf``: combine a schema with all schemas of which it is composed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from stubwright.base import ids
from stubwright.base.place import escape
from stubwright.base.records import replace
from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.keywords import KEYWORDS, Join
from stubwright.lower.schemas.shaping_keywords import derived_kinds, extra_of, facets, without_null
from stubwright.lower.schemas.table import Gathered, Merged, Origin, SchemaTable
from stubwright.types.documents import Json
from stubwright.types.spec import MISSING, Kind, Missing, Schema, SchemaId

Stated = TypeVar("Stated")
_NULLABLE: Final = frozenset({"nullable"})


def merged(table: SchemaTable, sid: SchemaId) -> Merged:
    """Merge a schema with its references and ``allOf`` (memoised)."""
    if (known := table.merged_of.get(sid)) is None:
        parts = gather(table, sid)
        if parts.loops:
            table.note(
                "all-of-loop",
                sid,
                "the schema is composed of itself; the repeated part is skipped",
                "remove the reference back to this schema from allOf",
            )
        known = table.merged_of[sid] = merge_parts(table, sid, parts)
    return known


def merge_parts(table: SchemaTable, sid: SchemaId, parts: Gathered) -> Merged:
    """Unite properties and required names, intersect types and enums, and take the last value of other keywords."""
    leaves = [table.schemas[leaf] for leaf in parts.leaves]
    own = table.schemas[sid]
    schema = bare(leaves[0]) if len(leaves) == 1 else _combine(table, own, leaves)
    if not parts.leaves == parts.visited == (sid,):
        schema = annotate(table, schema, own)
    return Merged(
        schema=schema,
        nullable=nullable(own, leaves)
        or any(table.facets(leaf) == _NULLABLE for leaf in parts.leaves),
        groups=parts.groups,
        leaves=parts.leaves,
        visited=parts.visited,
    )


def bare(schema: Schema) -> Schema:
    """Return a schema without its composition keywords."""
    if schema.ref is None and not (schema.all_of or schema.one_of or schema.any_of):
        return schema
    return replace(schema, ref=None, all_of=(), one_of=(), any_of=())


def annotate(table: SchemaTable, schema: Schema, own: Schema) -> Schema:
    """Add the annotations at a merged schema's own place, otherwise those of its inline parts."""
    visited = (own.id,) if own.id in table.derived else gather(table, own.id, inline=True).visited
    inline = [table.schemas[part] for part in visited]
    return replace(
        schema,
        id=own.id,
        place=own.place,
        title=own.title,
        description=next((part.description for part in reversed(inline) if part.description), ""),
        deprecated=own.deprecated,
        discriminator=own.discriminator,
        extensions=own.extensions,
    )


def nullable(own: Schema, leaves: Sequence[Schema]) -> bool:
    """Return whether null is allowed: by the schema itself, or by all of its parts.

    Strictly, ``nullable`` beside ``allOf``, as a part of it, or beside an enumeration without null allows nothing
    that these forbid. Documents that contain it intend to allow null, so it is respected.
    """
    if allows_null(own):
        return True
    stating = [leaf for leaf in leaves if leaf.types or leaf.enum or leaf.const is not MISSING]
    return bool(stating or leaves) and all(map(allows_null, stating or leaves))


def allows_null(schema: Schema) -> bool:
    """Return whether a schema's own keywords allow null explicitly."""
    if schema.nullable or "null" in schema.types or schema.const is None:
        return True
    return schema.enum is not None and None in schema.enum


def _combine(table: SchemaTable, own: Schema, leaves: Sequence[Schema]) -> Schema:
    stated: dict[str, Any] = {
        field: _JOINS[keyword.join](table, own, leaves, field)
        for field, keyword in KEYWORDS.items()
        if keyword.join is not Join.NOTHING
    }
    return Schema(id=own.id, place=own.place, **stated)


def last_stated(values: Iterable[Stated], nothing: Stated) -> Stated:
    """Return the last value that is not empty."""
    found = nothing
    for value in values:
        found = value or found
    return found


def _join_types(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], _field: str
) -> tuple[Kind, ...]:
    stated = [leaf.types for leaf in leaves if set(leaf.types) - {"null"}]
    if not stated:
        return last_stated((leaf.types for leaf in leaves), ())
    kinds = stated[0]
    for more in stated[1:]:
        common = intersect(kinds, more)
        if not set(common) - {"null"}:
            _conflict(table, own, f"type {_listed(kinds)} and type {_listed(more)}")
            common = more
        kinds = common
    return kinds


def intersect(left: tuple[Kind, ...], right: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Intersect JSON types; an integer is a number."""
    found: list[Kind] = [
        kind for kind in left if kind in right or (kind == "integer" and "number" in right)
    ]
    if "number" in left and "integer" in right and "integer" not in found:
        found = [*(kind for kind in found if kind != "number"), "integer"]
    return tuple(found)


def _listed(values: Iterable[object]) -> str:
    return " or ".join(str(value) for value in values)


def _join_enum(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], _field: str
) -> tuple[Json, ...] | None:
    stated = [leaf.enum for leaf in leaves if leaf.enum]
    if not stated:
        return None
    values = stated[0]
    for more in stated[1:]:
        common = tuple(value for value in values if value in more)
        if not common:
            _conflict(table, own, "two enumerations with no value in common")
        values = common or more
    return values


def _join_const(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], _field: str
) -> Json | Missing:
    stated = [leaf.const for leaf in leaves if leaf.const is not MISSING]
    if any(value != stated[0] for value in stated):
        _conflict(table, own, "two different values of const")
    elif stated and any(leaf.enum and stated[0] not in leaf.enum for leaf in leaves):
        _conflict(table, own, "const with an enumeration that lacks its value")
    return stated[-1] if stated else MISSING


def _join_properties(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], _field: str
) -> tuple[tuple[str, SchemaId], ...]:
    found: dict[str, list[SchemaId]] = {}
    for leaf in leaves:
        for name, child in leaf.properties:
            found.setdefault(name, []).append(child)
    return tuple(
        (name, merge_children(table, own, f"properties/{escape(name)}", name, children))
        for name, children in found.items()
    )


def _join_positions(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], _field: str
) -> tuple[SchemaId, ...]:
    stated = [leaf.prefix_items for leaf in leaves]
    return tuple(
        merge_children(
            table,
            own,
            f"prefixItems/{n}",
            f"item {n + 1}",
            [one[n] for one in stated if n < len(one)],
        )
        for n in range(max(map(len, stated), default=0))
    )


def _join_extra(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], _field: str
) -> SchemaId | None:
    found = [extra_of(leaf, table.schemas) for leaf in leaves]
    return merge_optional(table, own, "additionalProperties", "value", found)


def _join_child(
    table: SchemaTable, own: Schema, leaves: Sequence[Schema], field: str
) -> SchemaId | None:
    keyword, found = KEYWORDS[field], [getattr(leaf, field) for leaf in leaves]
    return merge_optional(table, own, keyword.keyword, keyword.words, found)


def _last(_table: SchemaTable, own: Schema, leaves: Sequence[Schema], field: str) -> Any:
    nothing = type(getattr(own, field))()
    return last_stated((getattr(leaf, field) for leaf in leaves), nothing)


def _all(
    _table: SchemaTable, _own: Schema, leaves: Sequence[Schema], field: str
) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(one for leaf in leaves for one in getattr(leaf, field)))


def _never(_table: SchemaTable, _own: Schema, leaves: Sequence[Schema], _field: str) -> bool | None:
    return False if any(leaf.boolean_schema is False for leaf in leaves) else None


def _join_checks(
    _table: SchemaTable, _own: Schema, leaves: Sequence[Schema], _field: str
) -> tuple[tuple[str, Json], ...]:
    return tuple(sorted({key: value for leaf in leaves for key, value in leaf.checks}.items()))


_JOINS: Final[Mapping[Join, Callable[[SchemaTable, Schema, Sequence[Schema], str], Any]]] = {
    Join.LAST: _last,
    Join.ALL: _all,
    Join.TYPES: _join_types,
    Join.ENUM: _join_enum,
    Join.CONST: _join_const,
    Join.NEVER: _never,
    Join.CHECKS: _join_checks,
    Join.PROPERTIES: _join_properties,
    Join.POSITIONS: _join_positions,
    Join.EXTRA: _join_extra,
    Join.CHILD: _join_child,
}


def merge_optional(
    table: SchemaTable, own: Schema, keyword: str, words: str, found: Sequence[SchemaId | None]
) -> SchemaId | None:
    """Merge the schemas that exist; None if there is none."""
    stated = [child for child in found if child is not None]
    return merge_children(table, own, keyword, words, stated) if stated else None


def merge_children(
    table: SchemaTable, own: Schema, path: str, words: str, children: Sequence[SchemaId]
) -> SchemaId:
    """Return a schema that combines all of these: one of them if the others add nothing."""
    distinct = tuple(dict.fromkeys(children))
    if len(distinct) == 1:
        return distinct[0]
    made = SchemaId(ids.derived(own.id, ids.JOINED, path))
    if made in table.schemas:
        return made
    if not table.has_room(own.id):
        _conflict(table, own, f"compositions that expand endlessly at {words}")
        return distinct[-1]
    parts = [table.schemas[child] for child in distinct if child in table.schemas]
    return table.add(
        Schema(
            id=made,
            place=parts[-1].place if parts else own.place,
            all_of=tuple(part.id for part in parts),
            description=last_stated((part.description for part in parts), ""),
            deprecated=any(part.deprecated for part in parts),
            read_only=any(part.read_only for part in parts),
            write_only=any(part.write_only for part in parts),
        ),
        Origin(parent=own.id, words=words, keyword="properties"),
    )


def _conflict(table: SchemaTable, own: Schema, what: str) -> None:
    at, path = table.stated(own.id)
    inside = f" in '{path}'" if path else ""
    table.note(
        "all-of-conflict",
        at,
        f"allOf combines {what}{inside}; the last one is used",
        "no value matches this schema; make the parts consistent",
    )


def kinds_of(table: SchemaTable, sid: SchemaId) -> tuple[Kind, ...]:
    """Return the JSON types that a schema allows, without null; empty if it allows all."""
    schema = merged(table, sid).schema
    if kinds := without_null(schema.types):
        return kinds
    return derived_kinds(schema, facets(schema, table.schemas))
