"""Default values for tags that a class fixes, so that users need not write discriminator values."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.records import replace
from stubwright.lower.passes.tag_values import Types, own_values, properties_of, text_of
from stubwright.types import ir
from stubwright.types.ir import ScalarKind, Type, TypeId

Fills = dict[TypeId, dict[str, str]]


def fill_tags(
    types: Mapping[TypeId, Type], explicit: Mapping[TypeId, set[str]]
) -> dict[TypeId, Type]:
    """Return the types with a default value for the tag of each object that has one value for it; its constant is closed.

    ``explicit`` contains the values that the document states, by union: a base gets only such a value. A child repeats
    an inherited tag with the base's type and its own value. An object with several tag values gets none; the codec
    writes the tag when it encodes the union.
    """
    found = dict(types)
    fills = _fills(types, explicit)
    for id_, values in fills.items():
        for name, value in values.items():
            property_ = properties_of(types, id_)[name]
            shape = found[property_.type].shape
            if isinstance(shape, ir.Constant) and shape.open:
                closed = replace(shape, open=False)
                found[property_.type] = replace(found[property_.type], shape=closed)
            typed = _typed(types, property_, value)
            if typed is None and not own_values(types, id_, name):
                typed = _unlisted(types, property_, value)
            if typed is not None and value != _inherited(types, fills, id_, name):
                found[id_] = _with_filled(found[id_], replace(property_, filled=typed))
    return found


def _fills(types: Types, explicit: Mapping[TypeId, set[str]]) -> Fills:
    """Return the only value of each tag that an object declares."""
    values: dict[TypeId, dict[str, set[str]]] = {}
    for id_, type_ in types.items():
        for tag in type_.shape.tags if isinstance(type_.shape, ir.Union) else ():
            for value, target in _default_pairs(tag, explicit.get(id_, set())):
                shape = types[target].shape
                for member in shape.members if isinstance(shape, ir.Union) else (target,):
                    values.setdefault(member, {}).setdefault(tag.property, set()).add(value)
    fills: Fills = {}
    for id_, tags in values.items():
        declared = properties_of(types, id_)
        one = {name: min(known) for name, known in tags.items() if len(known) == 1}
        if kept := {name: value for name, value in one.items() if name in declared}:
            fills[id_] = kept
    return _without_inherited(types, fills)


def _default_pairs(tag: ir.Tag, explicit: set[str]) -> list[tuple[str, TypeId]]:
    """Return the values that may be defaults of their targets.

    For a fallback, and for a target for which the document states values, these are only the stated ones.
    """
    stated = {target for value, target in tag.mapping if value in explicit} | {tag.fallback}
    return [pair for pair in tag.mapping if pair[0] in explicit or pair[1] not in stated]


def _without_inherited(types: Types, fills: Fills) -> Fills:
    """Remove the tags that a child would inherit but for which it has no value."""
    found = {id_: dict(values) for id_, values in fills.items()}
    for id_, type_ in types.items():
        base = type_.shape.base if isinstance(type_.shape, ir.Object) else None
        seen: set[TypeId] = set()
        while base is not None and base not in seen:
            seen.add(base)
            for name in list(found.get(base, ())):
                if name not in fills.get(id_, ()):
                    del found[base][name]
            above = types[base].shape
            base = above.base if isinstance(above, ir.Object) else None
    return found


def _inherited(types: Types, fills: Fills, id_: TypeId, name: str) -> str | None:
    """Return the value of a tag that an object inherits, None if it declares the tag itself."""
    seen: set[TypeId] = set()
    while id_ not in seen:
        seen.add(id_)
        shape = types[id_].shape
        if not isinstance(shape, ir.Object) or shape.base is None:
            return None
        if any(one.name == name for one in shape.properties):
            return None
        id_ = shape.base
        if name in fills.get(id_, ()):
            return fills[id_][name]
        above = properties_of(types, id_).get(name)
        if above is not None and above.filled is not None:
            return text_of(above.filled)
    return None


def _typed(types: Types, property_: ir.Property, value: str) -> str | int | bool | None:
    """Return a tag's value in the property's type; None if the type differs or allows null."""
    match types[property_.type].shape:
        case ir.Constant(value=stated):
            return stated if text_of(stated) == value else None
        case ir.Enumeration(members=members):
            known = (one.value for one in members)
            return next((one for one in known if text_of(one) == value), None)
        case ir.Scalar(kind=ScalarKind.STRING):
            return value
        case ir.Scalar(kind=ScalarKind.INTEGER) if value.lstrip("-").isdecimal():
            return int(value)
        case _:
            return None


def _unlisted(types: Types, property_: ir.Property, value: str) -> str | None:
    """Return a value that is missing in the base's enumeration of strings, if that is open."""
    shape = types[property_.type].shape
    if not isinstance(shape, ir.Enumeration):
        return None
    return value if all(isinstance(one.value, str) for one in shape.members) else None


def _with_filled(type_: Type, property_: ir.Property) -> Type:
    """Return an object with a property replaced by name, or inserted as the first one."""
    shape = type_.shape
    assert isinstance(shape, ir.Object)
    names = [one.name for one in shape.properties]
    if property_.name not in names:
        repeated = replace(property_, description="")
        return replace(type_, shape=replace(shape, properties=(repeated, *shape.properties)))
    properties = tuple(property_ if one.name == property_.name else one for one in shape.properties)
    return replace(type_, shape=replace(shape, properties=properties))
