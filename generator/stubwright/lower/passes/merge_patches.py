"""Merge patches: types in bodies of ``application/merge-patch+json`` (RFC 7396, section 1).

Each member of an object may be absent (it is not changed), null (it is removed) or a value. Nested objects are
patched by the same rules; all other values, including arrays, are replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stubwright.base import ids
from stubwright.base.records import dataclass, replace
from stubwright.types import ir
from stubwright.types.ir import Hint, Type, TypeId
from stubwright.types.ir_walk import reachable, references


@dataclass(frozen=True, slots=True, kw_only=True)
class Patched:
    """Types including those of merge patches, and the ids of the latter; ``used`` lists the types of all uses."""

    types: dict[TypeId, Type]
    patches: Mapping[TypeId, TypeId]
    used: tuple[TypeId, ...]

    def of(self, id_: TypeId) -> TypeId:
        """Return the id of a type in a merge patch."""
        return self.patches.get(id_, id_)


def with_patches(
    types: dict[TypeId, Type], uses: Sequence[tuple[TypeId, bool]], components: Iterable[TypeId]
) -> Patched:
    """Create the types of merge patches; a type without other uses is changed itself.

    ``uses`` contains the types that operations use, and whether each use is a merge patch.
    """
    merged = _merged(types, (id_ for id_, is_patch in uses if is_patch))
    if not merged:
        return Patched(types=types, patches={}, used=tuple(id_ for id_, _ in uses))
    others = (id_ for id_, is_patch in uses if not is_patch)
    replaced = (ref for id_ in merged for ref in references(types[id_].shape) if ref not in merged)
    outside = (id_ for id_ in components if id_ not in merged)
    used = reachable(types, (*others, *replaced, *outside))
    # A type for requests that only patches use is named after the type from which it was made.
    apart = {id_ for id_ in merged if id_ in used or ids.has_role(id_, ids.INPUT)}
    ids_of = {id_: TypeId(ids.derived(id_, ids.PATCH)) if id_ in apart else id_ for id_ in merged}
    made = dict(types)
    for id_, new in ids_of.items():
        patch = replace(types[id_], shape=_patch(types[id_].shape, made, ids_of))
        made[new] = patch if new == id_ else _renamed(patch, new)
    final = (ids_of.get(id_, id_) if is_patch else id_ for id_, is_patch in uses)
    return Patched(types=made, patches=ids_of, used=tuple(final))


def _merged(types: Mapping[TypeId, Type], roots: Iterable[TypeId]) -> dict[TypeId, None]:
    """Return the types into whose values a patch is merged, member by member."""
    found: dict[TypeId, None] = {}
    stack = list(roots)
    while stack:
        id_ = stack.pop()
        if id_ not in found and id_ in types and _has_members(types, id_):
            found[id_] = None
            stack.extend(references(types[id_].shape))
    return found


def _has_members(types: Mapping[TypeId, Type], id_: TypeId) -> bool:
    """Return whether a value of a type may be an object whose members have types."""
    match types[id_].shape:
        case ir.Object():
            return True
        case ir.Mapping_(values=values):
            return not isinstance(types[values].shape, ir.Anything)
        case ir.Nullable(type=inner):
            return _has_members(types, inner)
        case ir.Union(members=members):
            return any(_has_members(types, one) for one in members)
        case _:
            return False


def _patch(shape: ir.Shape, made: dict[TypeId, Type], ids_of: Mapping[TypeId, TypeId]) -> ir.Shape:
    """Return a shape for a merge patch; new types are added to ``made``."""

    def merged(id_: TypeId) -> TypeId:
        return ids_of.get(id_, id_)

    def removable(id_: TypeId) -> TypeId:
        return _nullable(made, id_, merged(id_))

    match shape:
        case ir.Object():
            return ir.Object(
                properties=tuple(
                    replace(one, type=removable(one.type), presence=ir.Optional(), filled=None)
                    for one in shape.properties
                ),
                base=None if shape.base is None else merged(shape.base),
                extra=None if shape.extra is None else removable(shape.extra),
            )
        case ir.Mapping_(values=values):
            return replace(shape, values=removable(values))
        case ir.Union(members=members):
            # The property that distinguishes the members may be absent, so the class of a value decides.
            return replace(shape, members=tuple(map(merged, members)), tags=())
        case ir.Nullable(type=inner):
            return ir.Nullable(type=merged(inner))
        case _:
            return shape


def _nullable(made: dict[TypeId, Type], whole: TypeId, patch: TypeId) -> TypeId:
    """Return the nullable type of a member, from its types without and with a patch."""
    match made[whole].shape:
        case ir.Nullable() | ir.Anything() | ir.Scalar(kind=ir.ScalarKind.NULL):
            return patch
        case _:
            id_ = TypeId(ids.derived(whole, ids.PATCH, ids.NULL))
            made[id_] = Type(id=id_, shape=ir.Nullable(type=patch), place=made[whole].place)
            return id_


def _renamed(type_: Type, id_: TypeId) -> Type:
    hint = type_.hint
    if hint is not None:
        of_input = ids.has_role(type_.id, ids.INPUT)
        words = hint.words.removesuffix(" input") if of_input else hint.words
        hint = Hint(rank=hint.rank, words=f"{words} patch", parent=hint.parent)
    places = tuple(TypeId(ids.derived(place, ids.PATCH)) for place in type_.places)
    return replace(type_, id=id_, hint=hint, component="", places=places)
