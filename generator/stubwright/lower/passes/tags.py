"""Tags: how a union's member is told by one property (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from stubwright.lower.schemas.work import RawTag, Work
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
    objects = tagged_members(types, union)
    tag = stated_tag(types, final, objects, raws) if raws and objects else None
    if tag is not None:
        _note_strangers(work, type_.id, tag, raws)
        return replace(union, tag=tag, open=tag.fallback is None)
    if raws:
        _ignored(work, type_.id)
    return replace(union, tag=implicit_tag(types, objects))


def tagged_members(types: Types, union: ir.Union) -> tuple[TypeId, ...]:
    """Return the members that a tag can tell apart: the objects, if no mapping is among them."""
    shapes = [(member, types[member].shape) for member in union.members]
    if any(isinstance(shape, ir.Mapping_) for _, shape in shapes):
        return ()
    return tuple(member for member, shape in shapes if isinstance(shape, ir.Object))


def _ignored(work: Work, id_: TypeId) -> None:
    task = work.sources.get(id_)
    if task is not None:
        work.note(
            "discriminator-ignored",
            task.schema,
            "the discriminator does not tell the members of this union apart; their shapes decide",
            "let each member be an object that the discriminator's mapping or its component's name names",
        )


def _note_strangers(work: Work, id_: TypeId, tag: ir.Tag, raws: Iterable[RawTag]) -> None:
    """Say which values of a discriminator's mapping lead to no member of the union."""
    known = dict(tag.mapping)
    stated = dict.fromkeys(value for raw in raws for value, _ in raw.explicit)
    strangers = [value for value in stated if value not in known]
    task = work.sources.get(id_)
    if strangers and task is not None:
        names = ", ".join(f"'{value}'" for value in strangers[:5])
        message = (
            f"the discriminator's mapping leads from {names} to what is no member of this union"
        )
        hint = "add the schemas to the union, or remove the entries"
        work.note("discriminator-ignored", task.schema, message, hint)


def stated_tag(
    types: Types, final: Final, members: tuple[TypeId, ...], raws: Iterable[RawTag]
) -> ir.Tag | None:
    """Return the tag that a discriminator states, with those of unions joined into this one."""
    raws = tuple(raws)
    name = raws[0].property
    same = [raw for raw in raws if raw.property == name]
    mapping: dict[str, TypeId] = {}
    for raw in same:
        for value, target in raw.explicit:
            found = value_id(types, final, target)
            if found in members:
                mapping.setdefault(value, found)
    for member in members:
        if member not in mapping.values():
            for value in values_of(types, member, name):
                mapping.setdefault(value, member)
    for raw in same:
        for value, target in raw.named:
            found = value_id(types, final, target)
            if found in members and found not in mapping.values():
                mapping.setdefault(value, found)
    for member in members:
        component = types[member].component
        if component and member not in mapping.values():
            mapping.setdefault(component, member)
    if set(mapping.values()) != set(members):
        return None
    default = value_id(types, final, raws[0].default) if raws[0].default else None
    return ir.Tag(
        property=name,
        mapping=tuple(mapping.items()),
        fallback=default if default in members else None,
    )


def value_id(types: Types, final: Final, id_: TypeId) -> TypeId:
    """Return the settled id of a type without null."""
    found = final.get(id_, id_)
    type_ = types.get(found)
    return type_.shape.type if type_ is not None and isinstance(type_.shape, ir.Nullable) else found


def implicit_tag(types: Types, members: tuple[TypeId, ...]) -> ir.Tag | None:
    """Return a tag where each member requires the same property with one constant of its own."""
    if len(members) < 2:
        return None
    for name in properties_of(types, members[0]):
        values = [only_value(types, member, name) for member in members]
        if None not in values and len(set(values)) == len(values):
            pairs = zip(values, members, strict=True)
            mapping = tuple((value, member) for value, member in pairs if value is not None)
            return ir.Tag(property=name, mapping=mapping)
    return None


def only_value(types: Types, member: TypeId, name: str) -> str | None:
    """Return the text of the one value that a member requires of a property."""
    found = properties_of(types, member).get(name)
    if found is None or not isinstance(found.presence, ir.Required):
        return None
    values = values_of(types, member, name)
    return values[0] if len(values) == 1 else None


def values_of(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the values that a member allows for a property, as text; empty where any."""
    found = properties_of(types, member).get(name)
    match types[found.type].shape if found is not None else ir.Anything():
        case ir.Constant(value=value):
            return (text_of(value),)
        case ir.Enumeration(members=members):
            return tuple(text_of(one.value) for one in members)
        case _:
            return ()


def text_of(value: str | int | bool) -> str:
    """Write a tag's value as the runtime looks it up: ``1``, ``true``."""
    return str(value).lower() if isinstance(value, int) else value


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
