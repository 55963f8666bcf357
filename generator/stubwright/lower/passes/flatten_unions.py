"""Flatten unions: include the members of inner unions, extract null, and join equal members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TypeAlias

from stubwright.base import ids
from stubwright.base.records import dataclass, replace
from stubwright.lower.schemas.conversion import RawTypes, Task
from stubwright.lower.schemas.enums import enumerated
from stubwright.lower.schemas.scalars import ANY, SHARED, scalar_id
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.ir import ScalarKind, Type, TypeId
from stubwright.types.ir_walk import rewrite_shape

Types: TypeAlias = Mapping[TypeId, Type]

NULL = scalar_id(ScalarKind.NULL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flattened:
    """Types whose unions are flat; unions that are replaced by other types are aliases.

    ``joined`` maps each remaining union to the raw unions that were included in it.
    """

    types: Types
    aliases: Mapping[TypeId, TypeId]
    tasks: Mapping[TypeId, Task]
    joined: Mapping[TypeId, tuple[TypeId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """A union's members after expanding inner unions and null, and what the expansion found."""

    members: tuple[TypeId, ...]
    null: bool
    anything: bool
    unions: tuple[TypeId, ...]


def flatten_unions(table: SchemaTable, raw: RawTypes) -> Flattened:
    """Return the types with every union flat; inner unions are flattened first."""
    aliases, tasks = dict(raw.aliases), dict(raw.tasks)
    known = replace(raw, types={**SHARED, **raw.types}, aliases=aliases)
    types: dict[TypeId, Type] = {}
    joined: dict[TypeId, tuple[TypeId, ...]] = {}
    for id_ in inner_unions_first(known):
        type_ = known.types[id_]
        if not isinstance(type_.shape, ir.Union):
            types[id_] = type_
            continue
        found = flatten(table, known, type_, type_.shape)
        if isinstance(found, str):
            aliases[id_] = found
            continue
        unions = expand(known, id_).unions
        for made in found:
            types[made.id] = made
            joined[made.id] = unions
            if id_ in tasks:
                tasks.setdefault(made.id, replace(tasks[id_], id=made.id))
    return Flattened(types=types, aliases=aliases, tasks=tasks, joined=joined)


def inner_unions_first(raw: RawTypes) -> Iterable[TypeId]:
    """Return all types, each union after the unions that are its members, so that their order has no effect."""
    done: dict[TypeId, None] = {}
    entered: set[TypeId] = set()
    for start in raw.types:
        stack = [(start, False)]
        while stack:
            id_, leaving = stack.pop()
            if leaving:
                done[id_] = None
            elif id_ not in entered:
                entered.add(id_)
                if id_ in raw.types:
                    stack.append((id_, True))
                stack.extend((member, False) for member in reversed(_members_of(raw, id_)))
    return done


def _members_of(raw: RawTypes, id_: TypeId) -> tuple[TypeId, ...]:
    """Return the types to which a union's members, a nullable's value or an alias refer."""
    if id_ in raw.aliases:
        return (raw.aliases[id_],)
    match raw.types[id_].shape if id_ in raw.types else None:
        case ir.Union(members=members):
            return members
        case ir.Nullable(type=value):
            return (value,)
        case _:
            return ()


def flatten(
    table: SchemaTable, raw: RawTypes, union: Type, shape: ir.Union
) -> tuple[Type, ...] | TypeId:
    """Return the result for a union: a type, with that of its value if nullable, or the id of another type."""
    only = single_member(raw, shape.members) if union.id not in raw.tags else None
    if only is not None:
        nullable = only != NULL and NULL in {resolved(raw.aliases, one) for one in shape.members}
        return _or_null(union, only) if nullable else only
    found = expand(raw, union.id)
    if found.anything:
        if found.members and union.id in raw.tasks:
            message = "a member of the union accepts any value, and so does the union"
            table.note("union-approximated", raw.tasks[union.id].schema, message)
        return ANY
    kept = open_enumeration(raw.types, join_members(table, raw, found.members))
    kept = open_constants(raw.types, kept)
    made = enumeration_of(raw.types, kept)
    if made is None and len(kept) <= 1 and not (union.id in raw.tags and is_open(raw.types, kept)):
        only = kept[0] if kept else NULL
        return _or_null(union, only) if found.null and only != NULL else only
    made = made or ir.Union(members=kept, open=is_open(raw.types, kept))
    if not found.null:
        return (replace(union, shape=made),)
    value = replace(union, id=TypeId(ids.derived(union.id, ids.VALUE)), shape=made)
    return (value, *_or_null(replace(union, constraints=ir.UNCONSTRAINED), value.id))


def _or_null(union: Type, value: TypeId) -> tuple[Type]:
    return (replace(union, shape=ir.Nullable(type=value), component=""),)


def single_member(raw: RawTypes, members: Iterable[TypeId]) -> TypeId | None:
    """Return the only member besides null if it is itself a union, so that no copy of it is created."""
    found = {resolved(raw.aliases, member): None for member in members}
    rest = [member for member in found if member != NULL]
    if len(rest) != 1 or rest[0] not in raw.types:
        return None
    is_union = rest[0] in raw.families or isinstance(raw.types[rest[0]].shape, ir.Union)
    return rest[0] if is_union else None


def resolved(aliases: Mapping[TypeId, TypeId], id_: TypeId) -> TypeId:
    """Follow aliases; a loop is a type of any value."""
    seen: set[TypeId] = set()
    while id_ in aliases and id_ not in seen:
        seen.add(id_)
        id_ = aliases[id_]
    return ANY if id_ in seen else id_


def expand(raw: RawTypes, start: TypeId) -> Expansion:
    """Collect a union's members through unions and null, without recursion."""
    found: dict[TypeId, None] = {}
    null = anything = False
    seen: set[TypeId] = set()
    unions: list[TypeId] = []
    stack = [start]
    while stack:
        id_ = stack.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        if id_ in raw.aliases:
            stack.append(raw.aliases[id_])
            continue
        family = raw.families.get(id_)
        if family is not None and family != start and family not in seen:
            seen.discard(id_)
            stack.append(family)
            continue
        match raw.types[id_].shape if id_ in raw.types else ir.Anything():
            case ir.Union(members=members):
                unions.append(id_)
                stack.extend(reversed(members))
            case ir.Nullable(type=value):
                null = True
                stack.append(value)
            case ir.Scalar(kind=ScalarKind.NULL):
                null = True
            case ir.Anything():
                anything = True
            case _:
                found[id_] = None
    return Expansion(members=tuple(found), null=null, anything=anything, unions=tuple(unions))


def join_members(
    table: SchemaTable, raw: RawTypes, members: Iterable[TypeId]
) -> tuple[TypeId, ...]:
    """Keep one of several equal members; a component takes precedence.

    Objects that are components, also of other files, and those that a discriminator names are kept: each may have its own tag.
    """
    kept: dict[object, TypeId] = {}
    change = partial(resolved, raw.aliases)
    for member in members:
        type_ = raw.types[member]
        shape = rewrite_shape(type_.shape, change, change)
        key: object = (type(shape).__name__, shape)
        if isinstance(type_.shape, ir.Constant):
            key = (type(type_.shape.value), type_.shape.value)
        task = raw.tasks.get(member)
        named = type_.component or (task is not None and table.has_name(task.schema))
        if isinstance(type_.shape, ir.Object) and named:
            key = member
        if key not in kept or (type_.component and not raw.types[kept[key]].component):
            kept[key] = member
    return tuple(kept.values())


def open_enumeration(types: Types, members: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    """Return the only enum beside a plain scalar of its type, since enums are open anyway."""
    named = [member for member in members if isinstance(types[member].shape, ir.Enumeration)]
    if len(named) != 1:
        return members
    shape = types[named[0]].shape
    assert isinstance(shape, ir.Enumeration)
    is_text = isinstance(shape.members[0].value, str)
    plain = ScalarKind.STRING if is_text else ScalarKind.INTEGER
    others = [types[member].shape for member in members if member != named[0]]
    alike = all(isinstance(other, ir.Scalar) and other.kind is plain for other in others)
    return (named[0],) if alike else members


def open_constants(types: Types, members: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    """Add the plain types of constants of several JSON types: together they are an enumeration, and enumerations are open."""
    shapes = [types[member].shape for member in members]
    named = {type(shape.value) for shape in shapes if isinstance(shape, ir.Constant)}
    named |= {type(one.members[0].value) for one in shapes if isinstance(one, ir.Enumeration)}
    closed = {type(one.value) for one in shapes if isinstance(one, ir.Constant) and not one.open}
    if len(named) < 2 or not all(map(_is_value, shapes)):
        return members
    plain = (scalar_id(kind) for kind, of in _PLAIN_KINDS.items() if of in closed)
    return tuple(dict.fromkeys((*members, *plain)))


def _is_value(shape: ir.Shape) -> bool:
    return isinstance(shape, (ir.Constant, ir.Enumeration, ir.Scalar))


_PLAIN_KINDS = {
    ScalarKind.STRING: str,
    ScalarKind.INTEGER: int,
    ScalarKind.BOOLEAN: bool,
}


def is_open(types: Types, members: Iterable[TypeId]) -> bool:
    """Return whether unknown values are kept: if a member is an object."""
    return any(isinstance(types[member].shape, ir.Object) for member in members)


def enumeration_of(types: Types, members: tuple[TypeId, ...]) -> ir.Shape | None:
    """Return the enum that combines constants and inline enums.

    A plain string among them has no effect, because enumerations are open; None if there are
    other members.
    """
    named: list[ir.Member] = []
    plain: set[type] = set()
    inline = 0
    for member in members:
        type_ = types[member]
        match type_.shape:
            case ir.Constant(value=value):
                named.append(_constant_member(type_, value))
                inline += 1
            case ir.Enumeration(members=more) if not type_.component:
                named.extend(more)
                inline += 1
            case ir.Scalar(kind=ScalarKind.STRING):
                plain.add(str)
            case ir.Scalar(kind=ScalarKind.INTEGER):
                plain.add(int)
            case _:
                return None
    kinds = {type(member.value) for member in named}
    if kinds == {bool}:
        return ir.Scalar(kind=ScalarKind.BOOLEAN) if len(named) > 1 and not plain else None
    if len(kinds) != 1 or not plain <= kinds or inline + len(plain) < 2:
        return None
    distinct = {member.value: member for member in reversed(named)}
    return enumerated(tuple(reversed(distinct.values())))


def _constant_member(type_: Type, value: str | int | bool) -> ir.Member:
    words = type_.title or (value or "empty" if isinstance(value, str) else str(value))
    return ir.Member(value=value, words=words, description=type_.description)
