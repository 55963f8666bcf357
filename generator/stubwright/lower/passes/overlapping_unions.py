"""``anyOf`` of objects: a value may match several members (JSON Schema 2020-12, 10.2.1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from stubwright.base.records import replace
from stubwright.lower.passes.tag_values import Types, properties_of, property_values
from stubwright.lower.schemas.scalars import ANY, SHARED
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId


def keep_overlap(
    types: Mapping[TypeId, Type],
    joined: Mapping[TypeId, tuple[TypeId, ...]],
    overlapping: frozenset[TypeId],
) -> dict[TypeId, Type]:
    """Return the types; an object keeps the properties of other members of its union, so that nothing is lost."""
    found = dict(types)
    extended = _bases_of_open(types)
    for id_, type_ in types.items():
        if not isinstance(type_.shape, ir.Union) or type_.shape.tags:
            continue
        if overlapping.isdisjoint(joined.get(id_, ())):
            continue
        objects = [one for one in type_.shape.members if isinstance(types[one].shape, ir.Object)]
        for member in _overlapping(types, objects) - extended:
            found[member] = _keeping(found, member)
            found.setdefault(ANY, SHARED[ANY])
    return found


def _bases_of_open(types: Types) -> set[TypeId]:
    """Return the objects that are extended by one that declares its additional properties."""
    found: set[TypeId] = set()
    for type_ in types.values():
        shape = type_.shape
        is_open = isinstance(shape, ir.Object) and shape.extra is not None
        while isinstance(shape, ir.Object) and is_open and shape.base not in {None, *found}:
            assert shape.base is not None
            found.add(shape.base)
            shape = types[shape.base].shape
    return found


def _overlapping(types: Types, objects: Iterable[TypeId]) -> set[TypeId]:
    """Return the objects that a value can match together with another that declares more members."""
    found: set[TypeId] = set()
    declared = {one: properties_of(types, one) for one in objects}
    for one, other in combinations(declared, 2):
        ours, theirs = declared[one], declared[other]
        shared = ours.keys() & theirs.keys()
        if any(_exclude(types, ours[name], theirs[name]) for name in shared):
            continue
        found.update({one} if theirs.keys() - ours.keys() else ())
        found.update({other} if ours.keys() - theirs.keys() else ())
    return found


def _exclude(types: Types, one: ir.Property, other: ir.Property) -> bool:
    ours, theirs = property_values(types, one), property_values(types, other)
    return bool(ours and theirs) and not {*ours} & {*theirs}


def _keeping(types: Types, id_: TypeId) -> Type:
    type_ = types[id_]
    shape = type_.shape
    assert isinstance(shape, ir.Object)
    at: TypeId | None = id_
    seen: set[TypeId] = set()
    while at is not None and at not in seen and isinstance(above := types[at].shape, ir.Object):
        if above.extra is not None:
            return type_
        seen.add(at)
        at = above.base
    return replace(type_, shape=replace(shape, extra=ANY))
