"""Bases with a discriminator: a reference to one means any of its kinds (OpenAPI 3.1.1, section 4.8.25.4)."""

from __future__ import annotations

from stubwright.base import ids
from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.objects import is_object, object_id
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.unions import tag_name
from stubwright.lower.schemas.work import RawTag, Work
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId
from stubwright.types.spec import SchemaId


def add_hierarchies(work: Work) -> None:
    """Add a union of a base and its children for each base that has some."""
    for base, children in children_of(work).items():
        base_id = object_id(work, base)
        type_ = work.types.get(base_id)
        if type_ is None or not isinstance(type_.shape, ir.Object):
            continue
        ids = [object_id(work, child) for child in children]
        ids = [id_ for id_ in ids if id_ in work.types and id_ != base_id]
        if ids:
            _add_hierarchy(work, base, base_id, tuple(dict.fromkeys(ids)))


def children_of(work: Work) -> dict[SchemaId, list[SchemaId]]:
    """Return the components that extend a schema with a discriminator, by allOf at any depth."""
    found: dict[SchemaId, list[SchemaId]] = {}
    for component in work.components:
        if component not in work.schemas or not work.facets(component) & {"ref", "all_of"}:
            continue
        child = canonical(work, component)
        if not is_object(work, child):
            continue
        for part in gather(work, child).visited:
            if part == child or work.schemas[part].discriminator is None:
                continue
            if is_object(work, part):
                found.setdefault(part, []).append(child)
    return found


def _add_hierarchy(
    work: Work, base: SchemaId, base_id: TypeId, children: tuple[TypeId, ...]
) -> None:
    discriminator = work.schemas[base].discriminator
    assert discriminator is not None
    union_id = TypeId(ids.derived(type_id(work, base), ids.UNION))
    members = (*children, base_id)
    work.types[union_id] = Type(
        id=union_id,
        shape=ir.Union(members=members, open=False),
        place=str(work.schemas[base].place),
    )
    names = ((tag_name(work, work.sources[member].schema), member) for member in members)
    explicit = (
        (value, object_id(work, canonical(work, sid)))
        for value, sid in discriminator.mapping
        if sid in work.schemas
    )
    default = discriminator.default or base
    work.tags[union_id] = RawTag(
        property=discriminator.property,
        explicit=tuple(explicit),
        named=tuple((name, member) for name, member in names if name),
        default=object_id(work, canonical(work, default)) if default in work.schemas else base_id,
    )
    work.sources[union_id] = work.sources[base_id]
    work.heirs[base_id] = union_id
