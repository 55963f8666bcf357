"""Our own reading, from the IR."""

from __future__ import annotations

from stubwright.base.exhaustive import unreachable
from stubwright.base.ids import INPUT, derived
from stubwright.second_opinion.kinds import Kinds, Member, Reading, kinds, merge
from stubwright.types.ir import (
    Anything,
    Array,
    Constant,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Required,
    Scalar,
    ScalarKind,
    Tuple,
    TypeId,
    Union,
)
from stubwright.types.ir_operations import Api

_SCALARS = {
    ScalarKind.INTEGER: "integer",
    ScalarKind.NUMBER: "number",
    ScalarKind.DECIMAL_NUMBER: "number",
    ScalarKind.BOOLEAN: "boolean",
    ScalarKind.NULL: "null",
}


def read(api: Api) -> Reading:
    """Return our reading; an object with two directions has the members of both directions."""
    objects: dict[str, dict[str, Member]] = {}
    roots: dict[str, str] = {}
    for id_, type_ in api.types.items():
        if isinstance(type_.shape, Object):
            objects[id_] = {**_members(id_, api)}
            if type_.component:
                roots.setdefault(type_.component, id_)
    for id_, type_ in api.types.items():
        if id_ in objects:
            objects.update(dict.fromkeys(type_.places, objects[id_]))
    for place in list(objects):
        if (other := derived(place, INPUT)) in objects:
            objects[place] = objects[other] = {**objects[other], **objects[place]}
    return Reading(objects=objects, roots=roots)


def _members(id_: TypeId, api: Api) -> dict[str, Member]:
    found: dict[str, Member] = {}
    current: TypeId | None = id_
    seen: set[TypeId] = set()
    while current is not None and current not in seen:
        seen.add(current)
        shape = api.types[current].shape
        if not isinstance(shape, Object):
            break
        for item in shape.properties:
            member = Member(
                required=isinstance(item.presence, Required),
                kinds=_kinds(item.type, api, frozenset()),
            )
            found.setdefault(item.name, member)
        current = shape.base
    return found


def _kinds(id_: TypeId, api: Api, above: frozenset[TypeId]) -> Kinds:
    if id_ in above:
        return kinds("any")
    above |= {id_}
    match api.types[id_].shape:
        case Anything():
            return kinds("any")
        case Scalar(kind=kind):
            return kinds(_SCALARS.get(kind, "string"))
        case Constant(value=value):
            return kinds(_kind(value))
        case Enumeration(members=members):
            return kinds(_kind(members[0].value))
        case Array(items=items):
            return Kinds(names=frozenset({"array"}), items=_kinds(items, api, above))
        case Tuple(items=items, rest=rest):
            every = (*items, rest) if rest is not None else items
            held = merge(_kinds(item, api, above) for item in every) if every else kinds("any")
            return Kinds(names=frozenset({"array"}), items=held)
        case Mapping_():
            return kinds("object")
        case Object():
            return Kinds(names=frozenset({"object"}), objects=(id_,))
        case Union(members=members):
            return merge(_kinds(member, api, above) for member in members)
        case Nullable(type=inner):
            return merge([_kinds(inner, api, above), kinds("null")])
        case _ as never:
            raise unreachable(never)


def _kind(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "string"
