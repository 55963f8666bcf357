"""Objects and mappings (JSON Schema 2020-12, section 10.3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.conversion import Access, Conversion, Task
from stubwright.lower.schemas.defaults import allows, beside_null, presence_of
from stubwright.lower.schemas.inheritance import (
    base_of,
    fixed_value,
    names_extra,
    object_id,
    only_value,
)
from stubwright.lower.schemas.merge import merge_parts, merged
from stubwright.lower.schemas.scalars import ANY
from stubwright.lower.schemas.shaping_keywords import REFERENCE, extra_of
from stubwright.lower.schemas.table import Merged, Origin, SchemaTable
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import Schema, SchemaId


def object_shape(conversion: Conversion, task: Task, parts: Merged) -> ir.Shape:
    """Return an object with its own properties, or a mapping if it declares none."""
    table = conversion.table
    base = base_of(table, task.schema) if task.kind is None or len(parts.visited) > 1 else None
    own = parts
    if base is not None:
        inline = gather(table, task.schema, inline=True)
        own = merge_parts(table, task.schema, inline)
    schema = own.schema
    inherited = merged(table, base).schema if base is not None else None
    properties = own_properties(conversion, task, schema, inherited)
    extra = None
    if inherited is None or not names_extra(table, inherited):
        extra = extra_type(conversion, schema)
    if not schema.properties and not properties and base is None:
        return ir.Mapping_(values=extra or ANY, keys=key_names(table, schema))
    if schema.property_names is not None and schema.property_names in table.schemas:
        note_property_names(table, schema.property_names)
    if base is not None:
        conversion.type_of(base)
    return ir.Object(
        properties=tuple(properties),
        base=object_id(table, base) if base is not None else None,
        extra=extra,
    )


def key_names(table: SchemaTable, schema: Schema) -> tuple[str, ...]:
    """Return the keys that ``propertyNames`` lists (JSON Schema 2020-12, 10.3.2.4); none if all are allowed."""
    if schema.property_names is None or schema.property_names not in table.schemas:
        return ()
    names = merged(table, schema.property_names).schema
    if names.enum is None and isinstance(names.const, str):
        return (names.const,)
    keys = tuple(key for key in names.enum or () if isinstance(key, str))
    if not keys:
        note_property_names(table, schema.property_names)
    return keys


def note_property_names(table: SchemaTable, names: SchemaId) -> None:
    """Note that ``propertyNames`` is not enforced."""
    message = "'propertyNames' has an effect only as an 'enum', on an object without 'properties'"
    table.note("keyword-ignored", names, message)


def named_in(schema: Schema) -> frozenset[str]:
    """Return the names of the properties that a schema describes or requires."""
    return frozenset((*(name for name, _ in schema.properties), *schema.required))


def own_properties(
    conversion: Conversion, task: Task, schema: Schema, inherited: Schema | None
) -> list[ir.Property]:
    """Return the properties that an object adds, in the document's order, then those only required."""
    table = conversion.table
    taken = named_in(inherited) if inherited is not None else frozenset[str]()
    required = set(schema.required)
    found: list[ir.Property] = []
    access: dict[str, Access] = {}
    for name, child in schema.properties:
        if name in taken:
            found.extend(_fixed_tag(conversion, name, child, inherited))
            continue
        if child in table.schemas and merged(table, child).schema.boolean_schema is False:
            message = f"property {name} is forbidden by its schema; it is skipped"
            table.note("property-forbidden", child, message, inside=task.schema)
            continue
        one, flags = _described(conversion, name, child, name in required)
        found.append(one)
        if flags is not None:
            access[name] = flags
    named = taken.union(name for name, _ in schema.properties)
    rest = extra_of(schema, table.schemas)
    for name in dict.fromkeys(schema.required):
        if name not in named:
            kind = conversion.type_of(rest) if rest is not None else ANY
            found.append(ir.Property(name=name, type=kind, presence=ir.Required()))
    if access:
        conversion.access[task.id] = access
    return found


def _described(
    conversion: Conversion, name: str, child: SchemaId, required: bool
) -> tuple[ir.Property, Access | None]:
    """Return a property and its access (memoised, since many objects have the same members)."""
    key = (name, child, required)
    if (known := conversion.members.get(key)) is None:
        one = _property_of(conversion, name, child, required)
        known = conversion.members[key] = one, access_of(conversion.table, child)
    return known


def _property_of(conversion: Conversion, name: str, child: SchemaId, required: bool) -> ir.Property:
    table = conversion.table
    if child not in table.schemas:
        presence: ir.Presence = ir.Required() if required else ir.Optional()
        return ir.Property(name=name, type=ANY, presence=presence)
    schema = table.schemas[child]
    return ir.Property(
        name=name,
        type=conversion.type_of(child),
        presence=presence_of(table, child, required),
        filled=filled_value(table, child, required),
        description=own_description(table, child),
        deprecated=schema.deprecated,
    )


def _fixed_tag(
    conversion: Conversion, name: str, child: SchemaId, base: Schema | None
) -> Iterator[ir.Property]:
    """Yield a tag of the base with its only value in this schema; its type is that of the base, including null.

    Type checkers do not allow a field to have another type than in the base, even a narrower one.
    """
    inherited = dict(base.properties).get(name) if base is not None else None
    value = fixed_value(conversion.table, child, inherited)
    if base is not None and inherited is not None and value is not None:
        again = _property_of(conversion, name, inherited, name in base.required)
        description = own_description(conversion.table, child)
        yield replace(again, filled=value, description=description)


def filled_value(table: SchemaTable, child: SchemaId, required: bool) -> str | int | bool | None:
    """Return the only value of a property, if the property is required or the value is its default."""
    found = merged(table, child)
    value = only_value(found.schema)
    if found.nullable or value is None or not allows(found.schema, value):
        return None
    presence = presence_of(table, child, required)
    is_default = isinstance(presence, ir.Default) and presence.value == value
    return value if required or is_default else None


def own_description(table: SchemaTable, child: SchemaId) -> str:
    """Return the description at the use of a type, not that of its own schema."""
    schema = table.schemas[child]
    if schema.description or table.facets(child) == REFERENCE:
        return schema.description or alias_description(table, schema)
    parts = gather(table, child, inline=True)
    inline = [
        *parts.visited,
        *(one for one in beside_null(table, parts) if not is_named(table, one)),
    ]
    return next((found for one in inline if (found := table.schemas[one].description)), "")


def alias_description(table: SchemaTable, schema: Schema) -> str:
    """Return the description of a component that is only an alias, and therefore has no docstring."""
    target = schema.ref
    if target is None or target not in table.schemas or canonical(table, target) == target:
        return ""
    return table.schemas[target].description


def is_named(table: SchemaTable, child: SchemaId) -> bool:
    """Return whether a schema is described elsewhere: a component, or a reference."""
    return child in table.components or table.facets(child) == REFERENCE


def access_of(table: SchemaTable, child: SchemaId) -> Access | None:
    """Return the access to a property, stated beside the reference or at its target; None if unrestricted."""
    if child not in table.schemas:
        return None
    visited = [table.schemas[part] for part in merged(table, child).visited]
    flags = Access(
        read_only=any(part.read_only for part in visited),
        write_only=any(part.write_only for part in visited),
    )
    return flags if flags.read_only or flags.write_only else None


def extra_type(conversion: Conversion, schema: Schema) -> TypeId | None:
    """Return the type of additional properties: those of all patterns, and all others."""
    table = conversion.table
    found = [child for _, child in schema.pattern_properties]
    rest = extra_of(schema, table.schemas)
    if rest is not None:
        found.append(rest)
    distinct = tuple(dict.fromkeys(child for child in found if child in table.schemas))
    if not distinct:
        return None
    if len(distinct) == 1:
        return conversion.type_of(distinct[0])
    made = SchemaId(ids.derived(schema.id, ids.EXTRA))
    if made not in table.schemas:
        table.add(
            Schema(id=made, place=schema.place, any_of=distinct),
            Origin(parent=schema.id, words="value", keyword="additionalProperties"),
        )
    return conversion.type_of(made)
