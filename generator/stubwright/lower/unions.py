"""Unions as they stand: members with what stands beside them joined in (JSON Schema 2020-12, 10.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from math import prod
from typing import TypeAlias

from stubwright.lower.canonical import canonical
from stubwright.lower.facets import COMPOSED, TYPE_ONLY
from stubwright.lower.gather import OWN
from stubwright.lower.members import member_keys
from stubwright.lower.merge import kinds_of, merged
from stubwright.lower.scalars import scalar_id
from stubwright.lower.words import join, place_words
from stubwright.lower.work import Group, Merged, Origin, RawTag, Task, Work
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import Kind, Schema, SchemaId

Want: TypeAlias = Callable[[Work, SchemaId], TypeId]
Request: TypeAlias = Callable[[Work, Task], TypeId]

MOST = 32
"""How many members may come of several unions that stand side by side."""


def union_shape(work: Work, task: Task, parts: Merged, want: Want, request: Request) -> ir.Shape:
    """Return the union of a schema's ``oneOf`` or ``anyOf``; flattening and tags come later."""
    groups = parts.groups
    if prod(len(group.members) for group in groups) > MOST and len(groups) > 1:
        work.note(
            "union-approximated",
            task.schema,
            "several unions stand side by side and have too many combinations; the first one counts",
        )
        groups = groups[:1]
    rest = rest_of(work, task, parts)
    members: dict[SchemaId, TypeId] = {}
    for combination in product(*(group.members for group in groups)):
        if not all(member in work.schemas for member in combination):
            continue
        if is_impossible(work, parts, combination):
            continue
        if len(combination) == 1 and is_null_idiom(work, groups[0], combination[0]):
            members[combination[0]] = scalar_id(ir.ScalarKind.NULL)
            continue
        joined = join_member(work, task, parts, rest, groups, combination)
        members[combination[0]] = want(work, joined)
    tagged = next((group for group in groups if group.discriminator is not None), None)
    if tagged is not None and len(groups) == 1:
        work.tags[task.id] = raw_tag(work, tagged, members, want)
    return ir.Union(members=tuple(dict.fromkeys(members.values())), open=False)


def is_impossible(work: Work, parts: Merged, combination: tuple[SchemaId, ...]) -> bool:
    """Tell whether no value can be of a member and of the types that stand beside the union."""
    beside: set[Kind] = {kind for kind in parts.schema.types if kind != "null"}
    if "number" in beside:
        beside.add("integer")
    for member in combination:
        stated = merged(work, member).schema.types
        if beside and stated and not beside & set(stated):
            return True
        if "number" in stated:
            stated = (*stated, "integer")
        beside = (beside & set(stated) if beside else set(stated)) if stated else beside
    return False


def is_null_idiom(work: Work, group: Group, member: SchemaId) -> bool:
    """Tell whether a member is an object of no shape that may be null, beside one that has a shape.

    OpenAPI 3.0 lets no reference be nullable, so generators of documents write
    ``anyOf: [{$ref: X}, {type: object, nullable: true}]`` and mean X or null.
    """
    schema = work.schemas[member]
    if work.facets(member) - {"types", "nullable"} or set(schema.types) != {"object", "null"}:
        return False
    others = [one for one in group.members if one != member]
    if not all("object" in kinds_of(work, one) for one in others):
        return False
    work.note(
        "union-approximated",
        member,
        "an object of no shape that may be null is read as null: the other members say what it is",
    )
    return True


def rest_of(work: Work, task: Task, parts: Merged) -> tuple[SchemaId, ...]:
    """Return what stands beside the unions and shapes their members."""
    found: list[SchemaId] = []
    for leaf in parts.leaves:
        schema = work.schemas[leaf]
        if not work.facets(leaf) - COMPOSED - {"nullable", "discriminator"}:
            continue
        if not work.facets(leaf) & COMPOSED:
            found.append(leaf)
            continue
        own = SchemaId(leaf + OWN)
        if own not in work.schemas:
            bare = replace(schema, id=own, ref=None, all_of=(), one_of=(), any_of=(), nullable=False, discriminator=None, description="", title="")  # fmt: skip
            work.schemas[own] = bare
            if leaf in work.origins:
                work.origins[own] = work.origins[leaf]
        found.append(own)
    return tuple(found)


def join_member(
    work: Work,
    task: Task,
    parts: Merged,
    rest: tuple[SchemaId, ...],
    groups: tuple[Group, ...],
    combination: tuple[SchemaId, ...],
) -> SchemaId:
    """Return one member together with what stands beside the union, or itself where that adds nothing."""
    if len(combination) == 1 and is_complete(work, parts, rest, combination[0]):
        return combination[0]
    keys = [
        member_keys(g.members, work.schemas)[m] for g, m in zip(groups, combination, strict=True)
    ]
    made = SchemaId(f"{task.schema}!{groups[0].keyword}/{'&'.join(keys)}")
    if made not in work.schemas:
        words = join(member_label(work, member) for member in combination)
        last = work.schemas[combination[-1]]
        work.add(
            Schema(
                id=made,
                place=last.place,
                all_of=(*rest, *combination),
                title=last.title,
                description=last.description,
            ),
            Origin(parent=task.schema, words=words, keyword=groups[0].keyword),
        )
    return made


def member_label(work: Work, member: SchemaId) -> str:
    schema = work.schemas[member]
    if schema.ref is not None and schema.ref in work.schemas:
        return work.components.get(schema.ref) or place_words(work.schemas[schema.ref].place)
    origin = work.origins.get(member)
    return origin.words if origin is not None else "option"


def is_complete(work: Work, parts: Merged, rest: tuple[SchemaId, ...], member: SchemaId) -> bool:
    """Tell whether what stands beside a union adds nothing to a member."""
    if not rest or merged(work, member).schema.types == ("null",):
        return True
    inner = merged(work, member)
    if set(parts.leaves) <= set(inner.leaves):
        return True
    stated = kinds_of(work, member)
    beside = tuple(kind for kind in parts.schema.types if kind != "null")
    if beside and not (
        stated and set(stated) <= set(beside) | ({"integer"} if "number" in beside else set())
    ):
        return False
    more = set().union(*(work.facets(leaf) for leaf in rest)) - TYPE_ONLY
    if not more:
        return True
    if inner.groups:
        return False
    tag = {group.discriminator.property for group in parts.groups if group.discriminator}
    return more <= {"properties", "required"} and has_all(parts.schema, inner.schema, tag)


def has_all(beside: Schema, inner: Schema, tag: set[str]) -> bool:
    """Tell whether a member itself has every property and requirement that stands beside the union."""
    names = {name for name, _ in inner.properties}
    if not {name for name, _ in beside.properties} <= names:
        return False
    return set(beside.required) <= set(inner.required) | (tag & names)


def raw_tag(work: Work, group: Group, members: dict[SchemaId, TypeId], want: Want) -> RawTag:
    """Return a union's discriminator: explicit values, and the names of the members that have one."""
    discriminator = group.discriminator
    assert discriminator is not None
    by_schema = {canonical(work, member): made for member, made in members.items()}

    def member_of(sid: SchemaId) -> TypeId:
        if sid not in work.schemas:
            return TypeId("")
        found = by_schema.get(canonical(work, sid))
        return found if found is not None else want(work, sid)

    return RawTag(
        property=discriminator.property,
        explicit=tuple((value, member_of(sid)) for value, sid in discriminator.mapping),
        named=tuple(
            (member_label(work, member), made)
            for member, made in members.items()
            if work.schemas[member].ref is not None
        ),
        default=member_of(discriminator.default) if discriminator.default else None,
    )
