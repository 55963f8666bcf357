"""Resolution of schemas: references and wrappers without effect are replaced by their targets."""

from __future__ import annotations

from stubwright.lower.schemas.all_of_parts import conjuncts, gather
from stubwright.lower.schemas.merge import kinds_of, merged
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.scalars import ANY
from stubwright.lower.schemas.shaping_keywords import COMPOSED, REFERENCE, TYPE_ONLY
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Schema, SchemaId


def canonical(table: SchemaTable, schema: SchemaId) -> SchemaId:
    """Return the schema that determines the type of a schema (memoised); itself if it has shaping keywords."""
    chain: list[SchemaId] = []
    seen: set[SchemaId] = set()
    end = table.first_of.get(schema, schema)
    if end != schema:
        chain.append(schema)
    while end not in table.canonical_of:
        chain.append(end)
        seen.add(end)
        following = step(table, end)
        if following is None or following in seen:
            break
        end = following
    end = table.canonical_of.get(end, end)
    for passed in chain:
        table.canonical_of[passed] = end
    return end


def raw_id(table: SchemaTable, sid: SchemaId) -> TypeId:
    """Return the id of the type of a schema; any value if there is no such schema."""
    return type_id(table, canonical(table, sid)) if sid in table.schemas else ANY


def step(table: SchemaTable, sid: SchemaId) -> SchemaId | None:
    """Return the schema one step closer to the canonical one; None at the end."""
    if not table.facets(sid) & COMPOSED:
        return None
    schema = table.schemas[sid]
    if sid in table.derived:
        twin = table.keys.get(_key_of(table, sid), sid)
        if twin != sid:
            table.twins.setdefault(twin, []).append(sid)
            return twin
    single = only_part(table, schema)
    own = table.facets(sid) - COMPOSED
    if (
        single is None
        or adds_null(table, schema)
        or not are_idle(table, schema, single)
        or (sid in table.components and has_own_name(table, schema, single))
        or (table.has_name(sid) and is_kind(table, schema, single))
        or checks_more(table, sid, single)
    ):
        pass
    elif not own or (
        own <= {"types"} and "null" not in schema.types and adds_nothing(table, schema, single)
    ):
        return single
    remember(table, sid)
    return None


def checks_more(table: SchemaTable, sid: SchemaId, single: SchemaId) -> bool:
    """Return whether constraints are beside a reference to a scalar or an array; these are documented separately."""
    schema = table.schemas[sid]
    beside = (schema, *(table.schemas[part] for part in conjuncts(table, schema) if part != single))
    if not any(one.checks for one in beside):
        return False
    found = merged(table, single)
    named = found.schema.enum or found.groups or found.schema.const is not MISSING
    return not named and kinds_of(table, single) not in ((), ("object",))


def remember(table: SchemaTable, sid: SchemaId) -> None:
    """Record a composition by its parts, so that equal parts produce the same type."""
    if table.facets(sid) & COMPOSED:
        table.keys.setdefault(_key_of(table, sid), sid)


def _key_of(table: SchemaTable, sid: SchemaId) -> tuple[object, ...]:
    parts = gather(table, sid)
    groups = tuple((group.owner, group.keyword) for group in parts.groups)
    return (tuple(sorted(set(parts.leaves))), groups)


def only_part(table: SchemaTable, schema: Schema) -> SchemaId | None:
    """Return the only schema that another wraps; None if it wraps none or several."""
    most = 1 if schema.discriminator is None else 0
    if len(schema.one_of) > most or len(schema.any_of) > most:
        return None
    parts = [part for part in conjuncts(table, schema) if table.facets(part)]
    if schema.ref is not None and schema.ref in table.schemas:
        parts.append(schema.ref)
    shaping = [part for part in parts if part not in schema.all_of or not _is_idle(table, part)]
    parts = shaping or parts
    return parts[0] if len(parts) == 1 else None


def _is_idle(table: SchemaTable, part: SchemaId) -> bool:
    """Return whether a schema states only that a value is an object or null."""
    types = table.schemas[part].types
    return table.facets(part) <= TYPE_ONLY and set(types) <= {"object", "null"}


def adds_null(table: SchemaTable, schema: Schema) -> bool:
    """Return whether a part of ``allOf`` states only ``nullable``; strictly, this allows nothing."""
    return any(table.facets(part) == frozenset({"nullable"}) for part in schema.all_of)


def are_idle(table: SchemaTable, schema: Schema, single: SchemaId) -> bool:
    """Return whether the other parts of ``allOf`` state only the types of the shaping part."""
    parts = (
        table.schemas[part] for part in schema.all_of if part != single and part in table.schemas
    )
    return all(not part.types or adds_nothing(table, part, single) for part in parts)


def has_own_name(table: SchemaTable, schema: Schema, part: SchemaId) -> bool:
    """Return whether a component is more than an alias of its only part.

    It is if it has a description for an inline part, if one of its parts has a description, or if it is a kind of another component.
    """
    if any(table.schemas[one].description for one in schema.all_of if one != part):
        return True
    if part != schema.ref and table.facets(part) != REFERENCE:
        return bool(schema.description or schema.title)
    return is_kind(table, schema, part)


def is_kind(table: SchemaTable, schema: Schema, part: SchemaId) -> bool:
    """Return whether a schema extends another through ``allOf``, and a discriminator distinguishes it."""
    base = table.schemas[part].ref
    if not schema.all_of or base is None or base not in table.schemas:
        return False
    return schema.id in table.tagged() or _has_discriminator(table, base)


def _has_discriminator(table: SchemaTable, base: SchemaId) -> bool:
    """Return whether a schema or one that it extends has a discriminator."""
    parts = (base, *gather(table, base).leaves)
    return any("discriminator" in table.facets(part) for part in parts)


def adds_nothing(table: SchemaTable, schema: Schema, part: SchemaId) -> bool:
    """Return whether the types stated beside a reference are those of its target."""
    kinds = kinds_of(table, part)
    return bool(kinds) and set(kinds) <= set(schema.types)


def is_nullable_wrapper(table: SchemaTable, sid: SchemaId) -> SchemaId | None:
    """Return the schema to which this one adds null and nothing else; None if there is none."""
    schema = table.schemas[sid]
    own = table.facets(sid) - COMPOSED
    single = only_part(table, schema)
    if single is None or not own <= TYPE_ONLY or not are_idle(table, schema, single):
        return None
    if not (schema.nullable or "null" in schema.types or adds_null(table, schema)):
        return None
    stated = set(schema.types) - {"null"}
    return single if not stated or set(kinds_of(table, single)) <= stated else None
