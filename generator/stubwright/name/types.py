"""Names of types, and of what is inside them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

from stubwright.base.ids import key
from stubwright.name.identifier_words import constant, pascal, shorten, snake
from stubwright.name.settle import MOST, Claim, Fixed, settle
from stubwright.types.backend import Reserved
from stubwright.types.ir import (
    Array,
    Enumeration,
    Hint,
    Mapping_,
    Object,
    Rank,
    Type,
    TypeId,
    Union,
)

_SHARES = (0.25, 0.75, 0.0)
"""The fractions of a shortened name that are its front, tried if half of it results in the name of another type."""


_KINDS = (
    (Enumeration, "Enum"),
    (Object, "Object"),
    (Union, "Union"),
    (Array, "List"),
    (Mapping_, "Map"),
)


def name_types(types: Mapping[TypeId, Type], fixed: Fixed, reserved: Reserved) -> dict[TypeId, str]:
    """Name every type with a hint: components, then types of operations, then inline types after their parents."""
    hinted = {id_: type_.hint for id_, type_ in types.items() if type_.hint is not None}
    names: dict[TypeId, str] = {}
    for generation in _generations(hinted):
        # Names that are fixed for other types are not available.
        others = hinted.keys() - names.keys() - set(generation)
        taken = {*names.values(), *_fixed_names(others, fixed)}
        # The shortest id chooses first, regardless of the order in the document.
        ordered = sorted(generation, key=lambda id_: (len(id_), id_))
        claims = [_claim(types[id_], hinted[id_], names) for id_ in ordered]
        own = settle(claims, reserved=reserved.types, prefix="Schema", fixed=fixed, taken=taken)
        names.update((id_, own[key(id_)]) for id_ in generation)
    return names


def _fixed_names(types: Iterable[TypeId], fixed: Fixed) -> Iterator[str]:
    """Yield the fixed names of types; a pin does not apply if the user chose the name for another type."""
    chosen = set(fixed.chosen.values())
    for id_ in types:
        if (own := fixed.chosen.get(key(id_))) is not None or (
            (own := fixed.pinned.get(key(id_))) is not None and own not in chosen
        ):
            yield own


def _generations(hinted: Mapping[TypeId, Hint]) -> list[list[TypeId]]:
    """Group ids so that parents precede their children and better ranks come first."""
    depths: dict[TypeId, tuple[int, int]] = {}
    for id_ in hinted:
        chain = [id_]
        while chain[-1] not in depths:
            parent = hinted[chain[-1]].parent
            if parent is None or parent not in hinted or parent in chain:
                depths[chain[-1]] = (hinted[chain[-1]].rank, 0)
                break
            chain.append(parent)
        for below in reversed(chain[:-1]):
            above = hinted[below].parent
            depth = depths[above][1] + 1 if above is not None else 0
            depths[below] = (max(hinted[below].rank, Rank.INLINE), depth)
    grouped: dict[tuple[int, int], list[TypeId]] = {}
    for id_ in hinted:
        grouped.setdefault(depths[id_], []).append(id_)
    return [grouped[depth] for depth in sorted(grouped)]


def _claim(type_: Type, hint: Hint, names: Mapping[TypeId, str]) -> Claim:
    own = pascal(hint.words)
    above = names.get(hint.parent, "") if hint.parent is not None else ""
    whole = above + own
    others = [shorten(whole, MOST, share) for share in _SHARES] if len(whole) > MOST else []
    if suffix := _suffix(type_):
        others.append(shorten(whole + suffix, MOST))
    exact = own == hint.words and not above
    return Claim(
        key=key(type_.id), proposal=shorten(whole, MOST), exact=exact, others=tuple(others)
    )


def _suffix(type_: Type) -> str:
    """Return the suffix that distinguishes a type from another with its name: its location, or else its kind."""
    if "/parameters/" in type_.id:
        return "Parameter"
    return next((word for shape, word in _KINDS if isinstance(type_.shape, shape)), "")


def name_fields(
    id_: TypeId,
    shape: Object,
    inherited: set[str],
    reserved: Container[str],
    fixed: Fixed,
) -> dict[str, str]:
    """Name an object's own properties; ``inherited`` names are those of its base."""
    plain = {item.name: item.name for item in shape.properties if _is_plain(item.name)}
    apart = len(plain) == len(shape.properties) and inherited.isdisjoint(plain)
    if apart and not fixed and not any(name in reserved for name in plain):
        return plain
    claims = [
        Claim(
            key=key(id_, item.name),
            proposal=shorten(snake(item.name), MOST),
            exact=snake(item.name) == item.name,
        )
        for item in shape.properties
    ]
    given = settle(
        claims,
        reserved=reserved,
        prefix="field_",
        fixed=fixed,
        taken=set(inherited),
    )
    return {item.name: given[key(id_, item.name)] for item in shape.properties}


@lru_cache(maxsize=8192)
def _is_plain(name: str) -> bool:
    """Return whether a property's name can be used for the field unchanged."""
    return len(name) <= MOST and name.isidentifier() and snake(name) == name


def name_members(
    id_: TypeId, shape: Enumeration, fixed: Fixed, reserved: Reserved
) -> tuple[str, ...]:
    """Name the members of an enum, in order."""
    keys = [key(id_, f"={member.value}") for member in shape.members]
    claims = [
        Claim(
            key=own,
            proposal=shorten(constant(member.words), MOST),
            exact=constant(member.words) == str(member.value).upper(),
        )
        for own, member in zip(keys, shape.members, strict=True)
    ]
    given = settle(claims, reserved=reserved.words, prefix="VALUE_", fixed=fixed, taken=set())
    return tuple(given[own] for own in keys)


def name_modules(
    types: Mapping[TypeId, Type], names: Mapping[TypeId, str], reserved: Reserved
) -> dict[TypeId, str]:
    """Name the modules of the split layout: one per root type and its inline classes.

    An alias has a separate module, because it is evaluated on import and loads the types to which it refers.
    """
    roots = {id_: _root(id_, types, names) for id_ in names}
    claims = [
        Claim(key=root, proposal=shorten(snake(names[root]), 60))
        for root in dict.fromkeys(roots.values())
    ]
    given = settle(
        claims,
        reserved=reserved.modules,
        prefix="schema_",
        fixed=Fixed(),
        taken=set(),
        fold=str.lower,
    )
    return {id_: given[root] for id_, root in roots.items()}


def _root(id_: TypeId, types: Mapping[TypeId, Type], names: Mapping[TypeId, str]) -> TypeId:
    seen = {id_}
    while isinstance(types[id_].shape, Object | Enumeration):
        hint = types[id_].hint
        parent = hint.parent if hint is not None else None
        if parent is None or parent not in names or parent in seen:
            return id_
        if not isinstance(types[parent].shape, Object | Enumeration):
            return id_
        seen.add(parent)
        id_ = parent
    return id_
