"""Names of types by place; an inline type may have many places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from stubwright.base.ids import key
from stubwright.name.settle import Fixed
from stubwright.types.ir import Type, TypeId


def places_of(type_: Type) -> tuple[TypeId, ...]:
    """Return the ids of a type at all of its places, including its own."""
    return type_.places or (type_.id,)


def fixed_types(types: Iterable[Type], names: Mapping[str, str]) -> dict[str, str]:
    """Return the fixed names of types, found through their places, by the types' keys.

    If a type was split into two, the one with more places keeps its name, otherwise the one with the first place. If
    types were merged, the name that most of the places have is kept.
    """
    if not names:
        return {}
    votes: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for type_ in types:
        for place in places_of(type_):
            if (name := names.get(key(place))) is not None:
                vote = (key(type_.id), name)
                votes[vote] += 1
                first.setdefault(vote, place)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for own, name in sorted(votes, key=lambda vote: (-votes[vote], len(first[vote]), first[vote])):
        if own not in found and name not in taken:
            found[own] = name
            taken.add(name)
    return found


def fixed_parts(type_: Type, name: str, parts: Iterable[str], fixed: Fixed) -> Fixed:
    """Return the fixed names of a type's fields or members, found through its places, by the type's keys."""
    if not fixed:
        return fixed
    places = sorted(places_of(type_), key=lambda place: fixed.get(key(place)) != name)
    wanted = tuple(parts)
    return Fixed(
        chosen=_parts(type_, places, wanted, fixed.chosen),
        pinned=_parts(type_, places, wanted, fixed.pinned),
    )


def _parts(
    type_: Type, places: Iterable[TypeId], parts: Iterable[str], names: Mapping[str, str]
) -> dict[str, str]:
    if not names:
        return {}
    found: dict[str, str] = {}
    for part in parts:
        given = (names.get(key(place, part)) for place in places)
        if (own := next(filter(None, given), None)) is not None:
            found[key(type_.id, part)] = own
    return found


def at_places(type_: Type, *parts: str) -> Iterator[str]:
    """Yield the keys of a type, or of a part of it, at all its places."""
    for place in places_of(type_):
        yield key(place, *parts)
