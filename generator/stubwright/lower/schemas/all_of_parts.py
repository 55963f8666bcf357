"""Collect the parts of a schema: its ``$ref``, its ``allOf``, and itself (JSON Schema 2020-12, 8.2.3, 10.2.1.1)."""

from __future__ import annotations

from stubwright.base import ids
from stubwright.lower.schemas.shaping_keywords import CHECKS, COMPOSED, REFERENCE, is_never
from stubwright.lower.schemas.table import Gathered, Group, SchemaTable
from stubwright.types.spec import Schema, SchemaId


def target(table: SchemaTable, schema: SchemaId) -> SchemaId:
    """Follow references without other keywords; stop at a loop."""
    seen = {schema}
    while table.facets(schema) == REFERENCE:
        ref = table.schemas[schema].ref
        if ref is None or ref not in table.schemas or ref in seen:
            return schema
        schema = ref
        seen.add(ref)
    return schema


def gather(table: SchemaTable, start: SchemaId, *, inline: bool = False) -> Gathered:
    """Collect the parts of a schema (memoised); ``inline`` stops at references."""
    memo = table.gathered_inline if inline else table.gathered
    if (known := memo.get(start)) is None:
        composed = not table.facets(start).isdisjoint(COMPOSED)
        known = memo[start] = _walk(table, start, inline) if composed else alone(table, start)
    return known


def _walk(table: SchemaTable, start: SchemaId, inline: bool) -> Gathered:
    """Collect the parts of a composed schema without recursion."""
    order: list[SchemaId] = []
    groups: list[Group] = []
    bases: dict[SchemaId, None] = {}
    entered: set[SchemaId] = set()
    done: set[SchemaId] = set()
    loops = False
    stack: list[tuple[SchemaId, bool]] = [(start, False)]
    while stack:
        sid, leaving = stack.pop()
        if leaving:
            done.add(sid)
            order.append(sid)
            groups.extend(groups_of(table, sid, start))
            continue
        if sid in entered:
            loops = loops or sid not in done
            continue
        entered.add(sid)
        schema = table.schemas[sid]
        stack.append((sid, True))
        parts = list(conjuncts(table, schema))
        if schema.ref is not None and schema.ref in table.schemas:
            bases.setdefault(target(table, schema.ref))
            if not inline:
                parts.insert(0, schema.ref)
        stack.extend((part, False) for part in reversed(parts))
    return Gathered(
        leaves=tuple(leaf(table, sid) for sid in order if says_something(table, sid)),
        visited=tuple(order),
        groups=tuple(groups),
        bases=tuple(bases),
        loops=loops,
    )


def alone(table: SchemaTable, start: SchemaId) -> Gathered:
    """Return the parts of a schema that has no composition."""
    leaves = (leaf(table, start),) if says_something(table, start) else ()
    return Gathered(leaves=leaves, visited=(start,), groups=(), bases=(), loops=False)


def says_something(table: SchemaTable, sid: SchemaId) -> bool:
    """Return whether a schema's own keywords affect the type or the validity of a value."""
    return bool(table.facets(sid) - COMPOSED or table.schemas[sid].checks)


def leaf(table: SchemaTable, sid: SchemaId) -> SchemaId:
    """Return the schema that contains these keywords."""
    origin = table.origins.get(sid)
    return origin.parent if origin is not None and origin.keyword == ids.OWN else sid


def conjuncts(table: SchemaTable, schema: Schema) -> tuple[SchemaId, ...]:
    """Return the schemas that also apply to a value: ``allOf``, and unions with one member without a discriminator."""
    alone = tuple(
        members[0]
        for members in (schema.one_of, schema.any_of)
        if len(members) == 1 and schema.discriminator is None
    )
    return tuple(part for part in (*schema.all_of, *alone) if part in table.schemas)


def groups_of(table: SchemaTable, sid: SchemaId, start: SchemaId) -> tuple[Group, ...]:
    """Return the unions of a schema, without those that only validate or that refer back to it."""
    schema = table.schemas[sid]
    found: list[Group] = []
    for keyword, members in (("oneOf", schema.one_of), ("anyOf", schema.any_of)):
        if len(members) < (2 if schema.discriminator is None else 1):
            continue
        if all(only_checks(table, member) for member in members):
            continue
        if sid != start and any(target(table, member) == start for member in members):
            continue
        found.append(
            Group(
                owner=sid,
                keyword=keyword,
                members=tuple(m for m in members if not is_never(m, table.schemas)),
                discriminator=schema.discriminator,
            )
        )
    return tuple(found)


def only_checks(table: SchemaTable, sid: SchemaId) -> bool:
    """Return whether a member of a union states at most which properties are required."""
    found = table.facets(sid)
    if "required" in found:
        return found <= CHECKS and table.schemas[sid].types in ((), ("object",))
    return not found
