"""readOnly and writeOnly: separate types if the directions differ (OpenAPI 3.1.1, 4.8.24; JSON Schema validation, 9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from stubwright.base import ids
from stubwright.base.records import dataclass, replace
from stubwright.lower.schemas.conversion import Access
from stubwright.types import ir
from stubwright.types.ir import Hint, Type, TypeId
from stubwright.types.ir_walk import reachable, references, rewrite


class Direction(Enum):
    """Direction of a value; requests that the API sends are output too."""

    INPUT = "input"
    OUTPUT = "output"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed:
    """Types without the properties of the other direction, and the ids that replace others in requests."""

    types: dict[TypeId, Type]
    inputs: Mapping[TypeId, TypeId]

    def of(self, id_: TypeId, direction: Direction) -> TypeId:
        """Return the id of a type in one direction."""
        return self.inputs.get(id_, id_) if direction is Direction.INPUT else id_


def direct(
    types: dict[TypeId, Type],
    access: Mapping[TypeId, Mapping[str, Access]],
    requests: Iterable[TypeId],
    responses: Iterable[TypeId],
) -> Directed:
    """Remove properties that are not sent: readOnly in requests, writeOnly in responses.

    A type that is used in both directions, and differs, gets a second type for requests.
    """
    present = {id_: flags for id_, flags in access.items() if id_ in types}
    if not present:
        return Directed(types=types, inputs={})
    sent, received = set(reachable(types, requests)), set(reachable(types, responses))
    differing = differing_types(types, present)
    inputs = {id_: TypeId(ids.derived(id_, ids.INPUT)) for id_ in sent & received & differing}
    directed: dict[TypeId, Type] = {}
    for id_, type_ in types.items():
        flags = present.get(id_, {})
        if id_ in sent and id_ not in received:
            directed[id_] = _redirect(without(type_, flags, Direction.INPUT), inputs)
            continue
        way = Direction.OUTPUT if id_ in received else Direction.NONE
        directed[id_] = without(type_, flags, way)
        if id_ in inputs:
            made = _redirect(without(type_, flags, Direction.INPUT), inputs)
            directed[inputs[id_]] = _renamed(made, inputs[id_])
    return Directed(types=directed, inputs=inputs)


def differing_types(
    types: Mapping[TypeId, Type], access: Mapping[TypeId, Mapping[str, Access]]
) -> set[TypeId]:
    """Return the types that contain, at any depth, an object with a property that is sent in one direction only."""
    users: dict[TypeId, list[TypeId]] = {}
    for id_, type_ in types.items():
        for ref in references(type_.shape):
            users.setdefault(ref, []).append(id_)
    found: set[TypeId] = set()
    stack = list(access)
    while stack:
        id_ = stack.pop()
        if id_ not in found:
            found.add(id_)
            stack.extend(users.get(id_, ()))
    return found


def without(type_: Type, flags: Mapping[str, Access], direction: Direction) -> Type:
    """Return an object without the properties that are not sent in this direction."""
    if not flags or direction is Direction.NONE or not isinstance(type_.shape, ir.Object):
        return type_
    kept = tuple(one for one in type_.shape.properties if _travels(flags.get(one.name), direction))
    return replace(type_, shape=replace(type_.shape, properties=kept))


def _travels(access: Access | None, direction: Direction) -> bool:
    if access is None or (access.read_only and access.write_only):
        return True
    return not (access.read_only if direction is Direction.INPUT else access.write_only)


def _redirect(type_: Type, inputs: Mapping[TypeId, TypeId]) -> Type:
    if not inputs:
        return type_

    def change(ref: TypeId) -> TypeId:
        return inputs.get(ref, ref)

    return rewrite(type_, use=change, base=change)


def _renamed(type_: Type, id_: TypeId) -> Type:
    hint = type_.hint
    if hint is not None:
        hint = Hint(rank=hint.rank, words=f"{hint.words} input", parent=hint.parent)
    places = tuple(TypeId(ids.derived(place, ids.INPUT)) for place in type_.places)
    return replace(type_, id=id_, hint=hint, component="", places=places)
