"""Tags: how a union's member is told by one property (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from stubwright.lower.schemas.conversion import RawTag, Task
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId
from stubwright.types.spec import SchemaId

Types: TypeAlias = Mapping[TypeId, Type]
Final: TypeAlias = Mapping[TypeId, TypeId]


def tag_unions(
    table: SchemaTable,
    tasks: Mapping[TypeId, Task],
    types: Types,
    final: Final,
    stated: Mapping[TypeId, tuple[RawTag, ...]],
) -> dict[TypeId, Type]:
    """Return the types with a tag on each union that has one: stated, or one constant in each member."""
    tagged: dict[TypeId, Type] = dict(types)
    for id_, type_ in types.items():
        if isinstance(type_.shape, ir.Union):
            raws = stated.get(id_, ())
            objects = tagged_members(types, type_.shape)
            tag = stated_tag(types, final, objects, raws) if raws and objects else None
            if raws and id_ in tasks:
                _note_unused(table, tasks[id_].schema, tag, raws)
            tagged[id_] = replace(type_, shape=with_tag(types, type_.shape, tag, objects))
    return tagged


def with_tag(
    types: Types, union: ir.Union, tag: ir.Tag | None, objects: tuple[TypeId, ...]
) -> ir.Union:
    """Return a union with the tag that is stated, else with one that its members imply."""
    if tag is not None:
        return replace(union, tag=tag, open=tag.fallback is None)
    return replace(union, tag=implicit_tag(types, objects))


def tagged_members(types: Types, union: ir.Union) -> tuple[TypeId, ...]:
    """Return the members that a tag can tell apart: the objects, if no mapping is among them."""
    shapes = [(member, types[member].shape) for member in union.members]
    if any(isinstance(shape, ir.Mapping_) for _, shape in shapes):
        return ()
    return tuple(member for member, shape in shapes if isinstance(shape, ir.Object))


def _note_unused(
    table: SchemaTable, schema: SchemaId, tag: ir.Tag | None, raws: tuple[RawTag, ...]
) -> None:
    """Note a discriminator that is not used, else the values of its mapping that lead to no member."""
    if tag is None:
        message = (
            "the discriminator does not tell the members of this union apart; their shapes decide"
        )
        hint = "let each member be an object that the discriminator's mapping or its component's name names"
        table.note("discriminator-ignored", schema, message, hint)
        return
    known = dict(tag.mapping)
    values = dict.fromkeys(value for raw in raws for value, _ in raw.explicit)
    strangers = [value for value in values if value not in known]
    if strangers:
        names = ", ".join(f"'{value}'" for value in strangers[:5])
        message = (
            f"the discriminator's mapping leads from {names} to what is no member of this union"
        )
        table.note(
            "discriminator-ignored",
            schema,
            message,
            "add the schemas to the union, or remove the entries",
        )


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
