"""Tags: selection of a union's member by one property (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from stubwright.base import ids
from stubwright.base.records import dataclass, field, replace
from stubwright.lower.passes.filled_tags import fill_tags
from stubwright.lower.passes.flatten_unions import Flattened
from stubwright.lower.passes.tag_values import own_values, properties_of, values_of
from stubwright.lower.schemas.conversion import RawTag, RawTypes
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId
from stubwright.types.spec import SchemaId

Types: TypeAlias = Mapping[TypeId, Type]
Final: TypeAlias = Mapping[TypeId, TypeId]


def tag_unions(
    table: SchemaTable,
    raw: RawTypes,
    flat: Flattened,
    types: Types,
    final: Final,
) -> dict[TypeId, Type]:
    """Return the types with a tag on each union that has one: stated, or one constant in each member."""
    tagged: dict[TypeId, Type] = dict(types)
    explicit: dict[TypeId, set[str]] = {}
    for id_, type_ in types.items():
        if not isinstance(type_.shape, ir.Union):
            continue
        raws = tuple(raw.tags[union] for union in flat.joined.get(id_, ()) if union in raw.tags)
        objects = tagged_members(types, type_.shape)
        found = None
        if raws and objects:
            found = state_tag(types, Families(raw=raw, final=final), type_, objects, raws)
        if raws and id_ in flat.tasks:
            _note_unused(table, flat.tasks[id_].schema, found, raws)
        if found is None:
            tagged[id_] = replace(
                type_, shape=replace(type_.shape, tag=implicit_tag(types, objects))
            )
            continue
        tagged.update(found.made)
        explicit[id_] = {value for value, _ in (*_of(raws, "explicit"), *_of(raws, "extension"))}
        is_open = found.tag.fallback is None
        tagged[id_] = replace(type_, shape=replace(type_.shape, tag=found.tag, open=is_open))
    return fill_tags(tagged, explicit)


def tagged_members(types: Types, union: ir.Union) -> tuple[TypeId, ...]:
    """Return the members that a tag can tell apart: the objects, if no mapping is among them."""
    shapes = [(member, types[member].shape) for member in union.members]
    if any(isinstance(shape, ir.Mapping_) for _, shape in shapes):
        return ()
    return tuple(member for member, shape in shapes if isinstance(shape, ir.Object))


def _note_unused(
    table: SchemaTable, schema: SchemaId, found: StatedTag | None, raws: tuple[RawTag, ...]
) -> None:
    """Note a discriminator that is not used, else its values that name no member."""
    if found is None:
        message = "the discriminator does not distinguish the members of this union; they are matched by structure"
        hint = "make each member an object that the discriminator's mapping or its component name identifies"
        table.note("discriminator-ignored", schema, message, hint)
        return
    known = dict(found.tag.mapping)
    name = found.tag.property
    same = (raw for raw in raws if raw.property == name)
    values = dict.fromkeys(value for raw in same for value, _ in raw.explicit)
    if strangers := [value for value in values if value not in known]:
        table.note(
            "discriminator-ignored",
            schema,
            f"the discriminator maps {_listed(strangers)} to schemas that are not members of this union",
            "add the schemas to the union, or remove the entries",
        )
    if found.shared:
        table.note(
            "discriminator-ignored",
            schema,
            f"several members of this union allow {_listed(found.shared)}; they are matched by structure",
            "map each value to one member in the discriminator's mapping",
        )


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values[:5])


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """The unions of bases with their kinds, of which a discriminator may name one as a whole."""

    raw: RawTypes
    final: Final

    def below(self, types: Types, member: TypeId, name: str) -> TypeId | None:
        """Return the union that a member is the base of, if another property than ``name`` tells its kinds apart."""
        family = self.raw.families.get(member)
        if family is None or self.raw.tags[family].property == name:
            return None
        found = self.final.get(family, family)
        return found if isinstance(types[found].shape, ir.Union) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTag:
    """A union's tag, the unions made for values that several members allow, and those values."""

    tag: ir.Tag
    made: Mapping[TypeId, Type]
    shared: tuple[str, ...]


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
        """Let a value name a member, and with it the kinds that a discriminator of its own tells apart."""
        member = value_id(self.types, self.families.final, target)
        if member not in self.members or value in self.mapping:
            return
        below = self.families.below(self.types, member, self.name)
        inner = self.types[below].shape if below is not None else None
        if isinstance(inner, ir.Union) and below is not None:
            self.covered.update(inner.members)
            self.mapping[value] = below
            return
        self.covered.add(member)
        self.mapping[value] = member

    def add_uncovered(self, value: str, target: TypeId, allowed: tuple[str, ...]) -> None:
        """Let a name mean a member that nothing else names, if its property allows that."""
        member = value_id(self.types, self.families.final, target)
        if member not in self.covered and (not allowed or value in allowed):
            self.add(value, target)


def state_tag(
    types: Types,
    families: Families,
    union: Type,
    members: tuple[TypeId, ...],
    raws: tuple[RawTag, ...],
) -> StatedTag | None:
    """Return the tag that a discriminator states, with those of unions joined into this one.

    A value names a member only if the document says so: by the mapping, an extension, a constant or an enumeration of
    the member's own that no other member allows, or the component's name. A value that several allow leads to their
    union, whose shapes decide. None where a member is not reached (OpenAPI 3.1.1, section 4.8.25).
    """
    name = raws[0].property
    same = [raw for raw in raws if raw.property == name]
    allowed = {member: values_of(types, member, name) for member in members}
    counts = Counter(value for values in allowed.values() for value in dict.fromkeys(values))
    naming = _Naming(types, families, name, members)
    for value, target in (*_of(same, "explicit"), *_of(same, "extension")):
        naming.add(value, target)
    for member in members:
        if member not in naming.covered:
            for value in own_values(types, member, name):
                if counts[value] == 1:
                    naming.add(value, member)
    for value, target in _of(same, "named"):
        member = value_id(types, families.final, target)
        naming.add_uncovered(value, target, allowed.get(member, ()))
    for member in members:
        if component := types[member].component:
            naming.add_uncovered(component, member, allowed[member])
    default = value_id(types, families.final, raws[0].default) if raws[0].default else None
    fallback = default if default in members else None
    made, shared = _share(union, naming, allowed, fallback)
    if {*naming.covered, fallback} < set(members):
        return None
    tag = ir.Tag(property=name, mapping=tuple(naming.mapping.items()), fallback=fallback)
    return StatedTag(tag=tag, made=made, shared=shared) if naming.mapping else None


def _of(raws: Iterable[RawTag], attribute: str) -> tuple[tuple[str, TypeId], ...]:
    return tuple(pair for raw in raws for pair in getattr(raw, attribute))


def _share(
    union: Type,
    naming: _Naming,
    allowed: Mapping[TypeId, tuple[str, ...]],
    fallback: TypeId | None,
) -> tuple[dict[TypeId, Type], tuple[str, ...]]:
    """Let values that name no single member lead to the union of those that nothing else names."""
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


def implicit_tag(types: Types, members: tuple[TypeId, ...]) -> ir.Tag | None:
    """Return a tag where each member has the same property with one constant of its own, else with values of its own."""
    if len(members) < 2:
        return None
    names = tuple(properties_of(types, members[0]))
    for allowed in (only_value, listed_values):
        for name in names:
            values = [allowed(types, member, name) for member in members]
            every = [value for own in values for value in own]
            if all(values) and len(set(every)) == len(every):
                pairs = zip(values, members, strict=True)
                mapping = tuple((value, member) for own, member in pairs for value in own)
                return ir.Tag(property=name, mapping=mapping)
    return None


def only_value(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the text of the one value that a member allows for a property, if that is so."""
    found = properties_of(types, member).get(name)
    if found is None or isinstance(types[found.type].shape, ir.Nullable):
        return ()
    values = values_of(types, member, name)
    return values if len(values) == 1 else ()


def listed_values(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the texts of the values that a member allows for a property which it requires."""
    found = properties_of(types, member).get(name)
    if found is None or not isinstance(found.presence, ir.Required):
        return ()
    return (
        () if isinstance(types[found.type].shape, ir.Nullable) else values_of(types, member, name)
    )
