"""Tags stated by discriminators: the member of a union that each value selects (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from stubwright.base import ids
from stubwright.base.records import dataclass, field, replace
from stubwright.lower.passes.tag_values import own_values, values_of
from stubwright.lower.schemas.conversion import RawTag, RawTypes
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId

Types: TypeAlias = Mapping[TypeId, Type]
Final: TypeAlias = Mapping[TypeId, TypeId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """The unions of bases and their children; a discriminator may select such a union as a whole."""

    raw: RawTypes
    final: Final

    def below(self, types: Types, member: TypeId, name: str) -> TypeId | None:
        """Return the union of a member and its children, if another property than ``name`` distinguishes them."""
        family = self.raw.families.get(member)
        if family is None or self.raw.tags[family].property == name:
            return None
        found = self.final.get(family, family)
        return found if isinstance(types[found].shape, ir.Union) else None

    def members(self, types: Types, union: TypeId) -> tuple[TypeId, ...]:
        """Return the members of a union that was joined into another."""
        shape = types[value_id(types, self.final, union)].shape
        return shape.members if isinstance(shape, ir.Union) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTag:
    """A union's tag, the unions made for values that several members allow, and those values.

    ``complete`` is true if the tag reaches all members.
    """

    tag: ir.Tag
    made: Mapping[TypeId, Type]
    shared: tuple[str, ...]
    complete: bool


def stated_tags(
    types: Types,
    families: Families,
    union: Type,
    members: tuple[TypeId, ...],
    unions: Sequence[TypeId],
    *,
    own: bool,
) -> tuple[StatedTag, ...]:
    """Return the tag of a union's own discriminator, otherwise those of the unions that were joined into it.

    The discriminator of a joined union does not apply to the other members. If these cannot be distinguished by their
    own constants, each tag selects the members of its own union, and all others are matched by structure.
    """
    raws = [families.raw.tags[each] for each in unions]
    reached = [families.members(types, each) for each in unions]
    first = [
        part for raw, part in zip(raws, reached, strict=True) if raw.property == raws[0].property
    ]
    inside = members if own else _among(members, first)
    whole = state_tag(types, families, union, members, raws, inside=inside)
    if own or (whole is not None and whole.complete):
        return (whole,) if whole is not None else ()
    found: list[StatedTag] = []
    for name in dict.fromkeys(raw.property for raw in raws):
        pairs = zip(raws, reached, strict=True)
        some = _among(members, [part for raw, part in pairs if raw.property == name])
        same = [raw for raw in raws if raw.property == name]
        if (part := state_tag(types, families, union, some, same, inside=some)) is not None:
            found.append(replace(part, tag=_partial(part.tag, same)))
    return tuple(found)


def _partial(tag: ir.Tag, raws: Sequence[RawTag]) -> ir.Tag:
    """Return a tag without its fallback, which then is an ordinary member that only a stated value selects."""
    stated = {value for value, _ in (*pairs_of(raws, "explicit"), *pairs_of(raws, "extension"))}
    pairs = (pair for pair in tag.mapping if pair[1] != tag.fallback or pair[0] in stated)
    return replace(tag, mapping=tuple(pairs), fallback=None)


def _among(members: Iterable[TypeId], parts: Iterable[Iterable[TypeId]]) -> tuple[TypeId, ...]:
    reached = {one for part in parts for one in part}
    return tuple(one for one in members if one in reached)


@dataclass(slots=True)
class _Naming:
    """Member for each tag value, while a tag is built; the first entry for a value is used."""

    types: Types
    families: Families
    name: str
    members: tuple[TypeId, ...]
    mapping: dict[str, TypeId] = field(default_factory=dict[str, TypeId])
    covered: set[TypeId] = field(default_factory=set[TypeId])

    def add(self, value: str, target: TypeId) -> None:
        """Let a value select a member, or a union of members that have a discriminator of their own."""
        member = value_id(self.types, self.families.final, target)
        shape = self.types[member].shape if member in self.types else None
        inside = isinstance(shape, ir.Union) and set(shape.members) <= set(self.members)
        if not (inside or member in self.members) or value in self.mapping:
            return
        below = member if inside else self.families.below(self.types, member, self.name)
        inner = self.types[below].shape if below is not None else None
        if isinstance(inner, ir.Union) and below is not None:
            self.covered.update(inner.members)
            self.mapping[value] = below
            return
        self.covered.add(member)
        self.mapping[value] = member

    def add_uncovered(self, value: str, target: TypeId, allowed: tuple[str, ...]) -> None:
        """Let a name select a member that no other value selects, if its property allows the name."""
        member = value_id(self.types, self.families.final, target)
        free = member in self.members and member not in self.covered
        if free and (not allowed or value in allowed):
            self.add(value, target)


def state_tag(
    types: Types,
    families: Families,
    union: Type,
    members: tuple[TypeId, ...],
    raws: Sequence[RawTag],
    *,
    inside: tuple[TypeId, ...],
) -> StatedTag | None:
    """Return the tag that a discriminator states, with those of unions joined into this one; None if it reaches no member.

    ``inside`` contains the members of the unions that have discriminators; only their components' names are values.

    A value selects a member only if the document states it: by the mapping, an extension, a constant or an enumeration
    in the member that no other member allows, or the component's name. A value that several members allow selects the
    union of these, which are matched by structure (OpenAPI 3.1.1, section 4.8.25).
    """
    name = raws[0].property
    same = [raw for raw in raws if raw.property == name]
    allowed = {member: values_of(types, member, name) for member in members}
    naming = _name_members(types, families, members, same, inside)
    default = value_id(types, families.final, raws[0].default) if raws[0].default else None
    fallback = default if default in members else None
    made, shared = _share(union, naming, allowed, fallback)
    tag = ir.Tag(property=name, mapping=tuple(naming.mapping.items()), fallback=fallback)
    complete = set(members) <= {*naming.covered, fallback}
    stated = StatedTag(tag=tag, made=made, shared=shared, complete=complete)
    return stated if naming.mapping else None


def _name_members(
    types: Types,
    families: Families,
    members: tuple[TypeId, ...],
    same: Sequence[RawTag],
    inside: tuple[TypeId, ...],
) -> _Naming:
    """Return the members that values select; values that the document states take precedence over names."""
    name = same[0].property
    allowed = {member: values_of(types, member, name) for member in members}
    counts = Counter(value for values in allowed.values() for value in dict.fromkeys(values))
    naming = _Naming(types, families, name, members)
    for value, target in (*pairs_of(same, "explicit"), *pairs_of(same, "extension")):
        naming.add(value, target)
    for member in members:
        for value in own_values(types, member, name):
            if counts[value] == 1 and value not in naming.mapping:
                naming.add(value, member)
    for value, target in pairs_of(same, "named"):
        member = value_id(types, families.final, target)
        naming.add_uncovered(value, target, allowed.get(member, ()))
    for member in inside:
        if component := types[member].component:
            naming.add_uncovered(component, member, allowed[member])
    return naming


def pairs_of(raws: Iterable[RawTag], attribute: str) -> tuple[tuple[str, TypeId], ...]:
    """Return the values and members of one kind (``explicit``, ``extension``, ``named``) of several discriminators."""
    return tuple(pair for raw in raws for pair in getattr(raw, attribute))


def _share(
    union: Type,
    naming: _Naming,
    allowed: Mapping[TypeId, tuple[str, ...]],
    fallback: TypeId | None,
) -> tuple[dict[TypeId, Type], tuple[str, ...]]:
    """Let values that select no single member select the union of the members that no other value selects."""
    rest = [one for one in naming.members if one not in naming.covered and one != fallback]
    values = dict.fromkeys(value for member in rest for value in allowed[member])
    made: dict[TypeId, Type] = {}
    shared: list[str] = []
    for value in values:
        if value in naming.mapping:
            continue
        among = [one for one in naming.members if one in rest and value in allowed[one]]
        if fallback is not None and value in allowed[fallback]:
            among.append(fallback)
        target = among[0]
        if len(among) > 1:
            shared.append(value)
            target = TypeId(ids.derived(union.id, ids.AMONG, *among))
            shape = ir.Union(members=tuple(among), open=True)
            made[target] = Type(id=target, shape=shape, place=union.place)
        naming.mapping[value] = target
        naming.covered.update(among)
    return made, tuple(shared)


def value_id(types: Types, final: Final, id_: TypeId) -> TypeId:
    """Return the settled id of a type without null."""
    found = final.get(id_, id_)
    type_ = types.get(found)
    return type_.shape.type if type_ is not None and isinstance(type_.shape, ir.Nullable) else found
