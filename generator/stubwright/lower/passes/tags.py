"""Tags: selection of a union's member by one property (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from stubwright.base.records import replace
from stubwright.lower.passes.filled_tags import fill_tags
from stubwright.lower.passes.flatten_unions import Flattened
from stubwright.lower.passes.stated_tags import Families, StatedTag, pairs_of, stated_tags
from stubwright.lower.passes.tag_values import properties_of, values_of
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
    """Return the types with the tags of unions: stated ones, or a property with one constant in each member."""
    tagged: dict[TypeId, Type] = dict(types)
    explicit: dict[TypeId, set[str]] = {}
    families = Families(raw=raw, final=final)
    for id_, type_ in types.items():
        if not isinstance(type_.shape, ir.Union):
            continue
        unions = [union for union in flat.joined.get(id_, ()) if union in raw.tags]
        raws = tuple(raw.tags[union] for union in unions)
        objects = tagged_members(types, type_.shape)
        found: tuple[StatedTag, ...] = ()
        if raws and objects:
            own = unions[0] == flat.joined[id_][0]
            found = stated_tags(types, families, type_, objects, unions, own=own)
        if raws and id_ in flat.tasks:
            reached = reached_by({**types, **_made(found)}, [one.tag for one in found])
            left = [member for member in objects if member not in reached]
            _note_unused(table, flat.tasks[id_].schema, found, raws, [types[one] for one in left])
        tags = tuple(one.tag for one in found)
        if not tags:
            implicit = implicit_tag(types, objects)
            tags = () if implicit is None else (implicit,)
            tagged[id_] = replace(type_, shape=replace(type_.shape, tags=tags))
            continue
        tagged.update(_made(found))
        explicit[id_] = {
            value for value, _ in (*pairs_of(raws, "explicit"), *pairs_of(raws, "extension"))
        }
        is_open = tags[0].fallback is None
        tagged[id_] = replace(type_, shape=replace(type_.shape, tags=tags, open=is_open))
    inherit_tags(tagged, {final.get(family, family): None for family in raw.families.values()})
    return fill_tags(tagged, explicit)


def _made(found: Iterable[StatedTag]) -> dict[TypeId, Type]:
    return dict(pair for one in found for pair in one.made.items())


def inherit_tags(types: dict[TypeId, Type], families: Mapping[TypeId, None]) -> None:
    """Add the tag of a base to unions whose members are all children of that base, unless their own tags reach all members.

    The discriminator of a base applies to the schemas that extend it (OpenAPI 3.1.1, section 4.8.25.4), also if a
    union lists some of them.
    """
    by_member: dict[TypeId, list[TypeId]] = {}
    for family in families:
        shape = types[family].shape
        for member in shape.members if isinstance(shape, ir.Union) else ():
            by_member.setdefault(member, []).append(family)
    for id_, type_ in types.items():
        if not isinstance(type_.shape, ir.Union) or id_ in families:
            continue
        objects = tagged_members(types, type_.shape)
        if type_.shape.tags and reached_by(types, type_.shape.tags).issuperset(objects):
            continue
        for family in by_member.get(objects[0], ()) if len(objects) > 1 else ():
            if (tag := part_of_tag(types[family].shape, objects)) is not None:
                types[id_] = replace(type_, shape=replace(type_.shape, tags=(tag,)))
                break


def reached_by(types: Types, tags: Sequence[ir.Tag]) -> set[TypeId]:
    """Return the members that tags select, including their fallbacks."""
    found = {tag.fallback for tag in tags if tag.fallback is not None}
    for tag in tags:
        for _, target in tag.mapping:
            shape = types[target].shape
            found.update(shape.members if isinstance(shape, ir.Union) else (target,))
    return found


def part_of_tag(shape: ir.Shape, members: tuple[TypeId, ...]) -> ir.Tag | None:
    """Return the part of a family's tag that selects these members; None unless it selects all of them."""
    tag = shape.tags[0] if isinstance(shape, ir.Union) and shape.tags else None
    if tag is None:
        return None
    mapping = tuple(pair for pair in tag.mapping if pair[1] in members)
    named = {member for _, member in mapping}
    return ir.Tag(property=tag.property, mapping=mapping) if named == set(members) else None


def tagged_members(types: Types, union: ir.Union) -> tuple[TypeId, ...]:
    """Return the members that a tag can distinguish: the objects, if none of the members is a mapping."""
    shapes = [(member, types[member].shape) for member in union.members]
    if any(isinstance(shape, ir.Mapping_) for _, shape in shapes):
        return ()
    return tuple(member for member, shape in shapes if isinstance(shape, ir.Object))


def _note_unused(
    table: SchemaTable,
    schema: SchemaId,
    found: tuple[StatedTag, ...],
    raws: tuple[RawTag, ...],
    left: Sequence[Type],
) -> None:
    """Note a discriminator that is not used, values that select no member or several, and the members ``left`` without a value."""
    for message, hint in _unused(found, raws, left):
        table.note("discriminator-ignored", schema, message, hint)


def _unused(
    found: tuple[StatedTag, ...], raws: tuple[RawTag, ...], left: Sequence[Type]
) -> Iterator[tuple[str, str]]:
    """Yield a message and a hint for each."""
    if not found:
        yield (
            "the discriminator does not distinguish the members of this union; they are matched by structure",
            "make each member an object that the discriminator's mapping or its component name identifies",
        )
        return
    known = {value for one in found for value, _ in one.tag.mapping}
    names = {one.tag.property for one in found}
    same = (raw for raw in raws if raw.property in names)
    values = dict.fromkeys(value for raw in same for value, _ in raw.explicit)
    if strangers := [value for value in values if value not in known]:
        yield (
            f"the discriminator maps {_listed(strangers)} to schemas that are not members of this union",
            "add the schemas to the union, or remove the entries",
        )
    if unnamed := [one.component or one.title or one.place.partition("#")[2] for one in left]:
        yield (
            f"the discriminator has no value for {_listed(unnamed)}; values that it does not name are matched by structure",
            "add the schemas to the discriminator's mapping",
        )
    if shared := [value for one in found for value in one.shared]:
        yield (
            f"several members of this union allow {_listed(shared)}; they are matched by structure",
            "map each value to one member in the discriminator's mapping",
        )


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values[:5])


def implicit_tag(types: Types, members: tuple[TypeId, ...]) -> ir.Tag | None:
    """Return the tag of a property for which each member has its own constant, otherwise of one with distinct values."""
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
    """Return the only value that a member allows for a property, as a string; empty if it allows several."""
    found = properties_of(types, member).get(name)
    if found is None or isinstance(types[found.type].shape, ir.Nullable):
        return ()
    values = values_of(types, member, name)
    return values if len(values) == 1 else ()


def listed_values(types: Types, member: TypeId, name: str) -> tuple[str, ...]:
    """Return the values that a member allows for a required property, as strings."""
    found = properties_of(types, member).get(name)
    if found is None or not isinstance(found.presence, ir.Required):
        return ()
    return (
        () if isinstance(types[found.type].shape, ir.Nullable) else values_of(types, member, name)
    )
