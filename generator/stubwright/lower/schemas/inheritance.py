"""Base classes: the object that a schema extends without narrowing it (OpenAPI 3.1.1, section 4.8.24.3)."""

from __future__ import annotations

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.canonical import canonical, is_nullable_wrapper
from stubwright.lower.schemas.merge import kinds_of, merged
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.shaping_keywords import COMPOSED, OBJECT, extra_of
from stubwright.lower.schemas.table import Gathered, SchemaTable
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Schema, SchemaId


def object_id(table: SchemaTable, sid: SchemaId) -> TypeId:
    """Return the id of an object's type, even where its schema also allows null."""
    found = type_id(table, sid)
    return TypeId(ids.derived(found, ids.VALUE)) if merged(table, sid).nullable else found


def base_of(table: SchemaTable, sid: SchemaId) -> SchemaId | None:
    """Return the one referenced object that a schema extends and narrows nowhere, or None."""
    if not table.facets(sid) & {"ref", "all_of"}:
        return None
    inline = gather(table, sid, inline=True)
    if len(inline.bases) != 1 or merged(table, sid).groups:
        return None
    base = canonical(table, inline.bases[0])
    while (inner := is_nullable_wrapper(table, base)) is not None:
        base = canonical(table, inner)
    if base == sid or not is_object(table, base) or gather(table, sid).loops:
        return None
    return base if extends(table, inline, merged(table, base).schema) else None


def is_object(table: SchemaTable, sid: SchemaId) -> bool:
    """Tell whether a schema becomes an object with members of its own."""
    parts = merged(table, sid)
    named = bool(parts.schema.properties or parts.schema.required)
    shaped = kinds_of(table, sid) == ("object",) and parts.schema.types != ("null",)
    return named and shaped and not parts.groups and _is_free(parts.schema)


def _is_free(schema: Schema) -> bool:
    return not schema.enum and schema.const is MISSING and schema.boolean_schema is not False


def extends(table: SchemaTable, inline: Gathered, base: Schema) -> bool:
    """Tell whether inline parts only add to a base."""
    inherited = dict(base.properties)
    for leaf in inline.leaves:
        schema = table.schemas[leaf]
        if table.facets(leaf) - COMPOSED - OBJECT - {"types", "nullable"} or not _is_free(schema):
            return False
        if set(schema.types) - {"object", "null"}:
            return False
        for name, child in schema.properties:
            narrowed = inherited.get(name) if name in inherited or name in base.required else child
            if not says_the_same(table, child, narrowed):
                return False
        if any(name in inherited and name not in base.required for name in schema.required):
            return False
        if not extra_extends(table, schema, base):
            return False
    return True


def extra_extends(table: SchemaTable, schema: Schema, base: Schema) -> bool:
    """Tell whether a part says nothing else than a base of members under other names, if that says anything."""
    own, inherited = extra_of(schema, table.schemas), extra_of(base, table.schemas)
    if not names_extra(table, schema) or not names_extra(table, base):
        return True
    if schema.pattern_properties or own is None or inherited is None:
        return False
    return says_the_same(table, own, inherited)


def names_extra(table: SchemaTable, schema: Schema) -> bool:
    """Tell whether a schema describes members under other names."""
    return bool(schema.pattern_properties) or extra_of(schema, table.schemas) is not None


def says_the_same(table: SchemaTable, child: SchemaId, inherited: SchemaId | None) -> bool:
    """Tell whether a property that is named again is not changed by it; None was only required."""
    if not table.facets(child):
        return True
    if inherited is None:
        return False
    again, before = (table.schemas[canonical(table, each)] for each in (child, inherited))
    alike = replace(
        again,
        id=before.id,
        place=before.place,
        description=again.description or before.description,
        examples=before.examples,
    )
    return alike == before
