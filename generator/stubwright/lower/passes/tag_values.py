"""Values that an object allows for a property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from stubwright.types import ir
from stubwright.types.ir import Type, TypeId

Types: TypeAlias = Mapping[TypeId, Type]


def own_values(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the values that a member itself allows for a property, without those that its base lists."""
    shape = types[member].shape
    own = (
        (one for one in shape.properties if one.name == name)
        if isinstance(shape, ir.Object)
        else ()
    )
    return next((property_values(types, one) for one in own), ())


def values_of(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the values that a member allows for a property, as strings; empty if it allows any."""
    found = properties_of(types, member).get(name)
    return property_values(types, found) if found is not None else ()


def property_values(types: Types, property_: ir.Property) -> tuple[str, ...]:
    """Return the values that a property allows, as text; empty if any."""
    if property_.filled is not None:
        return (text_of(property_.filled),)
    shape = types[property_.type].shape
    if isinstance(shape, ir.Nullable):
        shape = types[shape.type].shape
    match shape:
        case ir.Constant(value=value):
            return (text_of(value),)
        case ir.Enumeration(members=members):
            return tuple(text_of(one.value) for one in members)
        case _:
            return ()


def text_of(value: str | int | bool) -> str:
    """Return a tag's value as the key that the runtime looks up: ``1``, ``true``."""
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
