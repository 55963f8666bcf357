"""Tags: how a union's member is told by one property (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from stubwright.lower.work import RawTag, Work
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId

Types: TypeAlias = Mapping[TypeId, Type]
Final: TypeAlias = Mapping[TypeId, TypeId]


def tag_unions(
    work: Work, types: Types, final: Final, nested: Mapping[TypeId, tuple[TypeId, ...]]
) -> dict[TypeId, Type]:
    """Return the types with a tag on each union that has one: stated, or one constant in each member."""
    return {
        id_: replace(type_, shape=tagged(work, types, final, nested.get(id_, ()), type_))
        if isinstance(type_.shape, ir.Union)
        else type_
        for id_, type_ in types.items()
    }


def tagged(
    work: Work, types: Types, final: Final, nested: Iterable[TypeId], type_: Type
) -> ir.Union:
    """Return a union with its tag; without one where members cannot be told by a property."""
    union = type_.shape
    assert isinstance(union, ir.Union)
    raws = [work.tags[id_] for id_ in dict.fromkeys((type_.id, *nested)) if id_ in work.tags]
    objects = all(isinstance(types[member].shape, ir.Object) for member in union.members)
    if not raws:
        tag = implicit_tag(types, union) if objects else None
        return replace(union, tag=tag)
    tag = stated_tag(types, final, union, raws) if objects else None
    if tag is None:
        ignored(work, type_.id)
        return replace(union, tag=implicit_tag(types, union) if objects else None)
    return replace(union, tag=tag, open=tag.fallback is None)


def ignored(work: Work, id_: TypeId) -> None:
    task = work.sources.get(id_)
    if task is not None:
        work.note(
            "discriminator-ignored",
            task.schema,
            "the discriminator does not tell the members of this union apart; their shapes decide",
            "let each member be an object that the discriminator's mapping or its component's name names",
        )


def stated_tag(
    types: Types, final: Final, union: ir.Union, raws: Iterable[RawTag]
) -> ir.Tag | None:
    """Return the tag that a discriminator states, with those of unions joined into this one."""
    raws = tuple(raws)
    name = raws[0].property
    same = [raw for raw in raws if raw.property == name]
    mapping: dict[str, TypeId] = {}
    for raw in same:
        for value, target in raw.explicit:
            found = value_id(types, final, target)
            if found in union.members:
                mapping.setdefault(value, found)
    for member in union.members:
        if member not in mapping.values():
            for value in values_of(types, member, name):
                mapping.setdefault(value, member)
    for raw in same:
        for value, target in raw.named:
            found = value_id(types, final, target)
            if found in union.members and found not in mapping.values():
                mapping.setdefault(value, found)
    for member in union.members:
        component = types[member].component
        if component and member not in mapping.values():
            mapping.setdefault(component, member)
    if set(mapping.values()) != set(union.members):
        return None
    default = value_id(types, final, raws[0].default) if raws[0].default else None
    return ir.Tag(
        property=name,
        mapping=tuple(mapping.items()),
        fallback=default if default in union.members else None,
    )


def value_id(types: Types, final: Final, id_: TypeId) -> TypeId:
    """Return the settled id of a type without null."""
    found = final.get(id_, id_)
    type_ = types.get(found)
    return type_.shape.type if type_ is not None and isinstance(type_.shape, ir.Nullable) else found


def implicit_tag(types: Types, union: ir.Union) -> ir.Tag | None:
    """Return a tag where each member requires the same property with one constant of its own."""
    if len(union.members) < 2:
        return None
    for name, _ in properties_of(types, union.members[0]).items():
        values = [only_value(types, member, name) for member in union.members]
        if None not in values and len(set(values)) == len(values):
            pairs = zip(values, union.members, strict=True)
            mapping = tuple((value, member) for value, member in pairs if value is not None)
            return ir.Tag(property=name, mapping=mapping)
    return None


def only_value(types: Types, member: TypeId, name: str) -> str | None:
    """Return the one string that a member requires of a property."""
    found = properties_of(types, member).get(name)
    if found is None or not isinstance(found.presence, ir.Required):
        return None
    values = strings_of(types, found.type)
    return values[0] if len(values) == 1 else None


def values_of(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the strings that a member allows for a property; empty where any."""
    found = properties_of(types, member).get(name)
    return strings_of(types, found.type) if found is not None else ()


def strings_of(types: Types, id_: TypeId) -> tuple[str, ...]:
    match types[id_].shape:
        case ir.Constant(value=str() as value):
            return (value,)
        case ir.Enumeration(members=members):
            return tuple(one.value for one in members if isinstance(one.value, str))
        case _:
            return ()


def properties_of(types: Types, id_: TypeId) -> dict[str, ir.Property]:
    """Return an object's properties with those of its bases, by name."""
    found: dict[str, ir.Property] = {}
    seen: set[TypeId] = set()
    at: TypeId | None = id_
    while at is not None and at not in seen and at in types:
        seen.add(at)
        shape = types[at].shape
        if not isinstance(shape, ir.Object):
            break
        for one in shape.properties:
            found.setdefault(one.name, one)
        at = shape.base
    return found
