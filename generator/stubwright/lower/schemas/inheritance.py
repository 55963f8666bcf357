"""Base classes: the object that a schema extends without narrowing it (OpenAPI 3.1.1, section 4.8.24.3)."""

from __future__ import annotations

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.canonical import canonical, is_nullable_wrapper
from stubwright.lower.schemas.defaults import allows
from stubwright.lower.schemas.merge import kinds_of, merged
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.shaping_keywords import COMPOSED, OBJECT, extra_of
from stubwright.lower.schemas.table import Gathered, SchemaTable
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Discriminator, Schema, SchemaId


def object_id(table: SchemaTable, sid: SchemaId) -> TypeId:
    """Return the id of an object's type, even where its schema also allows null."""
    found = type_id(table, sid)
    return TypeId(ids.derived(found, ids.VALUE)) if merged(table, sid).nullable else found


def base_of(table: SchemaTable, sid: SchemaId) -> SchemaId | None:
    """Return the only referenced object that a schema extends without narrowing it, or None."""
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
    tag = discriminator_of(table, base)
    property_ = tag.property if tag is not None else ""
    return base if extends(table, inline, merged(table, base).schema, property_) else None


def discriminator_of(table: SchemaTable, base: SchemaId) -> Discriminator | None:
    """Return a schema's discriminator; a component inherits that of the nearest schema that it extends."""
    named = base in table.components or base in table.tagged()
    visited = gather(table, base).visited if named else (base,)
    return next(
        (found for one in reversed(visited) if (found := table.schemas[one].discriminator)), None
    )


def is_object(table: SchemaTable, sid: SchemaId) -> bool:
    """Return whether a schema becomes an object with its own members."""
    parts = merged(table, sid)
    named = bool(parts.schema.properties or parts.schema.required)
    shaped = kinds_of(table, sid) == ("object",) and parts.schema.types != ("null",)
    return named and shaped and not parts.groups and _is_free(parts.schema)


def _is_free(schema: Schema) -> bool:
    return not schema.enum and schema.const is MISSING and schema.boolean_schema is not False


def extends(table: SchemaTable, inline: Gathered, base: Schema, tag: str) -> bool:
    """Return whether inline parts only add to a base, or fix the value of its ``tag``."""
    inherited = dict(base.properties)
    for leaf in inline.leaves:
        schema = table.schemas[leaf]
        if table.facets(leaf) - COMPOSED - OBJECT - {"types", "nullable"} or not _is_free(schema):
            return False
        if set(schema.types) - {"object", "null"}:
            return False
        for name, child in schema.properties:
            narrowed = inherited.get(name) if name in inherited or name in base.required else child
            fixed = name == tag and fixed_value(table, child, narrowed) is not None
            if not fixed and not says_the_same(table, child, narrowed):
                return False
        optional = inherited.keys() - set(base.required) - {tag}
        if optional.intersection(schema.required):
            return False
        if not extra_extends(table, schema, base):
            return False
    return True


def fixed_value(
    table: SchemaTable, child: SchemaId, inherited: SchemaId | None
) -> str | int | bool | None:
    """Return the value to which a schema fixes a property that a base leaves open, None if it does not."""
    if inherited is None or not {child, inherited} <= table.schemas.keys():
        return None
    value = only_value(merged(table, child).schema)
    base = merged(table, inherited).schema
    return value if only_value(base) is None and allows(base, value) else None


def only_value(schema: Schema) -> str | int | bool | None:
    """Return the value of a constant or of an enumeration with one value; None if several values are allowed."""
    value = schema.const
    if value is MISSING and schema.enum is not None and len(schema.enum) == 1:
        value = schema.enum[0]
    return value if isinstance(value, (str, int, bool)) else None


def extra_extends(table: SchemaTable, schema: Schema, base: Schema) -> bool:
    """Return whether a part declares the same additional properties as the base, or none."""
    own, inherited = extra_of(schema, table.schemas), extra_of(base, table.schemas)
    if not names_extra(table, schema) or not names_extra(table, base):
        return True
    if schema.pattern_properties or own is None or inherited is None:
        return False
    return says_the_same(table, own, inherited)


def names_extra(table: SchemaTable, schema: Schema) -> bool:
    """Return whether a schema describes additional properties."""
    return bool(schema.pattern_properties) or extra_of(schema, table.schemas) is not None


def says_the_same(table: SchemaTable, child: SchemaId, inherited: SchemaId | None) -> bool:
    """Return whether a repeated property is unchanged; None means that it was only listed as required."""
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
