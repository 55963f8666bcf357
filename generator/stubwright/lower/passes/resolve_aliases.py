"""Settle raw types: follow aliases, flatten unions, take null out of them, join what is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from stubwright.base import ids
from stubwright.lower.passes.tags import tag_unions
from stubwright.lower.schemas.scalars import ANY, SHARED, scalar_id
from stubwright.lower.schemas.work import Work
from stubwright.types import ir
from stubwright.types.ir import ScalarKind, Type, TypeId
from stubwright.types.ir_walk import rewrite, rewrite_shape

NULL = scalar_id(ScalarKind.NULL)
STRING = scalar_id(ScalarKind.STRING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Types by id, what each raw id has become, and what each was made of."""

    types: dict[TypeId, Type]
    final: dict[TypeId, TypeId]

    def of(self, raw: TypeId) -> TypeId:
        """Return what a raw id has become where it is referred to."""
        return self.final.get(raw, raw)


def settle(work: Work) -> Settled:
    """Return the types with every reference settled; a base keeps the object's own id."""
    raw = {**SHARED, **work.types}
    settled: dict[TypeId, Type] = {}
    nested: dict[TypeId, tuple[TypeId, ...]] = {}
    for id_, type_ in raw.items():
        if isinstance(type_.shape, ir.Union):
            for made in settle_union(work, raw, type_):
                settled[made.id] = made
                nested[made.id] = unions_in(work, raw, id_)
        else:
            settled[id_] = type_
    final = {id_: follow(work, settled, id_) for id_ in (*raw, *work.aliases, *settled)}
    use = {id_: work.heirs.get(found, found) for id_, found in final.items()}
    types = {
        id_: rewrite(type_, use=lambda ref: use.get(ref, ref), base=lambda ref: final.get(ref, ref))
        for id_, type_ in strip_nulls(settled, final).items()
    }
    return Settled(types=tag_unions(work, types, final, nested), final=use)


def follow(work: Work, settled: dict[TypeId, Type], raw: TypeId) -> TypeId:
    """Follow aliases, and nullable types whose value turned out to be anything or null."""
    seen: set[TypeId] = set()
    found = raw
    while found in work.aliases:
        if found in seen:
            return ANY
        seen.add(found)
        found = work.aliases[found]
    shape = settled[found].shape if found in settled else None
    if isinstance(shape, ir.Nullable):
        value = value_of(work, settled, shape.type)
        if value in (ANY, NULL) or value not in settled:
            return value if value in settled else ANY
        if isinstance(settled[value].shape, ir.Anything):
            return value
    return found if found in settled else ANY


def value_of(work: Work, settled: dict[TypeId, Type], id_: TypeId) -> TypeId:
    """Return what is left of a type without null."""
    seen: set[TypeId] = set()
    while id_ not in seen:
        seen.add(id_)
        if id_ in work.aliases:
            id_ = work.aliases[id_]
        elif id_ in settled and isinstance(shape := settled[id_].shape, ir.Nullable):
            id_ = shape.type
        else:
            return id_
    return ANY


def strip_nulls(settled: dict[TypeId, Type], final: dict[TypeId, TypeId]) -> dict[TypeId, Type]:
    """Make each nullable type one of a value that is not nullable itself, and drop what nothing needs."""
    types: dict[TypeId, Type] = {}
    for id_, type_ in settled.items():
        if final[id_] != id_:
            continue
        if isinstance(type_.shape, ir.Nullable):
            value = final.get(type_.shape.type, ANY)
            seen = {id_}
            while isinstance(shape := settled[value].shape, ir.Nullable) and value not in seen:
                seen.add(value)
                value = final.get(shape.type, ANY)
            type_ = replace(type_, shape=ir.Nullable(type=value))
        types[id_] = type_
    return types


def settle_union(work: Work, raw: dict[TypeId, Type], union: Type) -> Iterator[Type]:
    """Yield what a union becomes; what it is an alias of is written down."""
    assert isinstance(union.shape, ir.Union)
    only = single_member(work, raw, union.shape.members)
    if only is not None:
        if only == NULL or NULL not in (resolved(work, one) for one in union.shape.members):
            work.aliases[union.id] = only
        else:
            yield replace(union, shape=ir.Nullable(type=only), component="")
        return
    members, null, anything, _ = expand(work, raw, union.id)
    if anything:
        if members and union.id in work.sources:
            work.note(
                "union-approximated",
                work.sources[union.id].schema,
                "a member of the union takes any value; so does the union",
            )
        work.aliases[union.id] = ANY
        return
    kept = open_enumeration(raw, join_members(work, raw, members))
    made = enumeration_of(raw, kept)
    value_id = TypeId(ids.derived(union.id, ids.VALUE)) if null else union.id
    if made is not None:
        value = replace(union, id=value_id, shape=made)
    elif len(kept) <= 1:
        only = kept[0] if kept else NULL
        if not null or only == NULL:
            work.aliases[union.id] = only
            return
        yield replace(union, shape=ir.Nullable(type=only), component="")
        return
    else:
        value = replace(union, id=value_id, shape=ir.Union(members=kept, open=is_open(raw, kept)))
    yield value
    if null:
        if union.id in work.sources:
            work.sources.setdefault(value_id, replace(work.sources[union.id], id=value_id))
        if union.id in work.tags:
            work.tags[value_id] = work.tags[union.id]
        nullable = ir.Nullable(type=value_id)
        yield replace(
            value, id=union.id, shape=nullable, component="", constraints=ir.UNCONSTRAINED
        )


def single_member(work: Work, raw: dict[TypeId, Type], members: Iterable[TypeId]) -> TypeId | None:
    """Return the only member beside null where it is itself a union, which is then not repeated."""
    found = {resolved(work, member): None for member in members}
    rest = [member for member in found if member != NULL]
    if len(rest) != 1 or rest[0] not in raw:
        return None
    is_union = rest[0] in work.heirs or isinstance(raw[rest[0]].shape, ir.Union)
    return rest[0] if is_union else None


def resolved(work: Work, id_: TypeId) -> TypeId:
    """Follow aliases; a loop is anything."""
    seen: set[TypeId] = set()
    while id_ in work.aliases and id_ not in seen:
        seen.add(id_)
        id_ = work.aliases[id_]
    return ANY if id_ in seen else id_


def unions_in(work: Work, raw: dict[TypeId, Type], start: TypeId) -> tuple[TypeId, ...]:
    """Return a union and those that are joined into it."""
    return expand(work, raw, start)[3]


def expand(
    work: Work, raw: dict[TypeId, Type], start: TypeId
) -> tuple[list[TypeId], bool, bool, tuple[TypeId, ...]]:
    """Return a union's members through unions and null, and what was met on the way.

    That is: whether null and anything are among them, and the unions that are joined.
    """
    found: dict[TypeId, None] = {}
    null = anything = False
    seen: set[TypeId] = set()
    passed: list[TypeId] = []
    stack = [start]
    while stack:
        id_ = stack.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        if id_ in work.aliases:
            stack.append(work.aliases[id_])
            continue
        heir = work.heirs.get(id_)
        if heir is not None and heir != start and heir not in seen:
            seen.discard(id_)
            stack.append(heir)
            continue
        match raw[id_].shape if id_ in raw else ir.Anything():
            case ir.Union(members=members):
                passed.append(id_)
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
    return list(found), null, anything, tuple(passed)


def join_members(
    work: Work, raw: dict[TypeId, Type], members: Iterable[TypeId]
) -> tuple[TypeId, ...]:
    """Keep one of the members that are the same; a component stands for the rest."""
    kept: dict[object, TypeId] = {}
    for member in members:
        type_ = raw[member]
        shape = rewrite_shape(type_.shape, partial(resolved, work), partial(resolved, work))
        key: object = (type(shape).__name__, shape)
        if isinstance(type_.shape, ir.Constant):
            key = (type(type_.shape.value), type_.shape.value)
        if isinstance(type_.shape, ir.Object) and type_.component:
            key = member
        if key not in kept or (type_.component and not raw[kept[key]].component):
            kept[key] = member
    return tuple(kept.values())


def open_enumeration(raw: dict[TypeId, Type], members: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    """Return the one enumeration beside a plain scalar of its type, as it is open anyway."""
    named = [member for member in members if isinstance(raw[member].shape, ir.Enumeration)]
    if len(named) != 1:
        return members
    shape = raw[named[0]].shape
    assert isinstance(shape, ir.Enumeration)
    is_text = isinstance(shape.members[0].value, str)
    plain = ScalarKind.STRING if is_text else ScalarKind.INTEGER
    others = [raw[member].shape for member in members if member != named[0]]
    alike = all(isinstance(other, ir.Scalar) and other.kind is plain for other in others)
    return (named[0],) if alike else members


def is_open(raw: dict[TypeId, Type], members: Iterable[TypeId]) -> bool:
    """Tell whether values that no member fits are kept: wherever a member is an object."""
    return any(isinstance(raw[member].shape, ir.Object) for member in members)


def enumeration_of(raw: dict[TypeId, Type], members: tuple[TypeId, ...]) -> ir.Shape | None:
    """Return the enumeration that constants and inline enumerations make together.

    A plain string among them changes nothing, an enumeration is open anyway; None where there is
    more than these.
    """
    named: list[ir.Member] = []
    plain: set[type] = set()
    inline = 0
    for member in members:
        type_ = raw[member]
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
    return ir.Enumeration(members=tuple(reversed(distinct.values())))


def _constant_member(type_: Type, value: str | int | bool) -> ir.Member:
    words = type_.title or (value or "empty" if isinstance(value, str) else str(value))
    return ir.Member(value=value, words=words, description=type_.description)
