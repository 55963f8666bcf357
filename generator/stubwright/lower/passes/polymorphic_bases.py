"""Bases with a discriminator: a reference to one means any of its children (OpenAPI 3.1.1, section 4.8.25.4)."""

from __future__ import annotations

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.conversion import RawTag, RawTypes
from stubwright.lower.schemas.inheritance import discriminator_of, is_object, object_id
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.table import SchemaTable
from stubwright.lower.schemas.unions import extension_value
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId
from stubwright.types.spec import SchemaId


def with_families(table: SchemaTable, raw: RawTypes) -> RawTypes:
    """Return the types with a union of each such base and its children."""
    unions: dict[TypeId, Type] = {}
    tags: dict[TypeId, RawTag] = {}
    families: dict[TypeId, TypeId] = {}
    for base, children in children_of(table).items():
        base_id = object_id(table, base)
        type_ = raw.types.get(base_id)
        if type_ is None or not isinstance(type_.shape, ir.Object):
            continue
        found = [object_id(table, child) for child in children]
        kinds = tuple(dict.fromkeys(id_ for id_ in found if id_ in raw.types and id_ != base_id))
        if kinds:
            made = TypeId(ids.derived(type_id(table, base), ids.UNION))
            place = str(table.schemas[base].place)
            members = (*kinds, base_id)
            unions[made] = Type(id=made, shape=ir.Union(members=members, open=False), place=place)
            tags[made] = _tag_of(table, raw, base, members)
            families[base_id] = made
    return replace(
        raw,
        types={**raw.types, **unions},
        tags={**raw.tags, **tags},
        tasks={**raw.tasks, **{made: raw.tasks[base] for base, made in families.items()}},
        families=families,
    )


def children_of(table: SchemaTable) -> dict[SchemaId, list[SchemaId]]:
    """Return the schemas that extend a base with a discriminator through allOf, at any depth.

    They are components, including those of other files, and the targets of a discriminator's mapping.
    """
    found: dict[SchemaId, list[SchemaId]] = {}
    tagged: dict[SchemaId, bool] = {}  # computed once, since chains of bases may be long
    for component in dict.fromkeys((*table.components, *table.elsewhere(), *table.tagged())):
        if component not in table.schemas or not table.facets(component) & {"ref", "all_of"}:
            continue
        child = canonical(table, component)
        if not is_object(table, child):
            continue
        for part in gather(table, child).visited:
            if part not in tagged:
                tagged[part] = bool(discriminator_of(table, part)) and is_object(table, part)
            if part != child and tagged[part]:
                found.setdefault(part, []).append(child)
    return found


def _tag_of(
    table: SchemaTable, raw: RawTypes, base: SchemaId, members: tuple[TypeId, ...]
) -> RawTag:
    discriminator = discriminator_of(table, base)
    assert discriminator is not None
    schemas = {member: raw.tasks[member].schema for member in members}
    extension = ((extension_value(table, sid), member) for member, sid in schemas.items())
    explicit = (
        (value, object_id(table, canonical(table, sid)))
        for value, sid in discriminator.mapping
        if sid in table.schemas
    )
    inherited = table.schemas[base].discriminator is None
    default = base if inherited else discriminator.default or base
    return RawTag(
        property=discriminator.property,
        explicit=tuple(pair for pair in explicit if not inherited or pair[1] in members),
        extension=tuple((value, member) for value, member in extension if value is not None),
        named=tuple((_name_of(table, sid), member) for member, sid in schemas.items()),
        default=object_id(table, canonical(table, default if default in table.schemas else base)),
    )


def _name_of(table: SchemaTable, sid: SchemaId) -> str:
    """Return the name of a schema as a component, also in another file."""
    keys = table.schemas[sid].place.keys()
    return table.components.get(sid) or (keys[-1] if keys else "")
