"""Determine the member of a union to which a JSON value belongs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from ..errors import DecodeError
from ..values import UnknownValue
from .annotations import Number, Tagged
from .codec_compile import Function, Parts, members, part, resolve, split
from .codec_rules import DECODING, ENCODING
from .enums import is_enum
from .tags import name_of, plain, tag_names, with_rest

Make: TypeAlias = Callable[[Any], Function]

_JSON = (str, int, float, bool, NoneType, list, dict)
_SCALARS: dict[Any, tuple[Any, ...]] = {
    int: (int, float),
    float: (float, int),
    bool: (bool,),
    None: (NoneType,),
    NoneType: (NoneType,),
    Any: _JSON,
    object: _JSON,
    list: (list,),
    tuple: (list,),
    dict: (dict,),
}


def kinds(of: Any) -> tuple[Any, ...]:
    """Return the Python classes of the JSON values that a type accepts."""
    if dataclasses.is_dataclass(of):
        return (dict,)
    origin = get_origin(of)
    if origin is Annotated:
        if Number in of.__metadata__:
            return (int, float, part("exact_numbers").ExactNumber)
        return kinds(plain(of))
    if origin is Literal:
        return tuple({type(value): None for value in get_args(of)})
    if is_enum(of):
        return (int, float) if issubclass(of, int) else (str,)
    parts = split(of)
    if parts.null or len(parts.members) > 1:
        found = (NoneType,) if parts.null else ()
        return found + tuple(kind for each in parts.members for kind in kinds(each))
    return _SCALARS.get(origin or of, (str,))


def untagged(parts: Parts, make: Make) -> Function:
    """Return a function that tries members by rank; the first success is the value."""
    names = " or ".join(map(type_name, parts.members))
    table: dict[Any, list[Any]] = {}
    for each in parts.members:
        for kind in dict.fromkeys(kinds(each)):
            table.setdefault(kind, []).append(each)
    for kind, found in table.items():
        found.sort(key=lambda each: _scalar_rank(each, kind))
    rank = _Ranks(table.get(dict, []))

    def decode(value: Any) -> Any:
        found = table.get(value.__class__)
        if found is None:
            plain = _plain(value)
            if plain is not value:
                return decode(plain)
            if parts.open:
                return UnknownValue(value)
            raise DECODING.wrong(names, value)
        if len(found) == 1 and not parts.open:
            return make(found[0])(value)
        if value.__class__ is str and len(value) != 10:  # a date would drop the time
            found = [each for each in found if each is not dt.date] or found
        shaped = value.__class__ is dict
        faults: list[DecodeError] = []
        for each in rank(value) if shaped else found:
            try:
                made = make(each)(value)
                if str not in found or _keeps(each, made, value):
                    return with_rest(made, value) if shaped else made
            except DecodeError as error:
                faults.append(error)
        if parts.open:
            return UnknownValue(value)
        fault = faults[0]  # the error of the best match
        fault.message += f" (it matches none of {names})"
        raise fault

    return decode


def _keeps(of: Any, made: Any, text: Any) -> bool:
    """Return whether a type writes a text as it was, or at least the same moment."""
    return of is dt.datetime or bool(ENCODING.derive(of)(made) == text)


def tagged(parts: Parts, markers: list[Tagged], make: Make) -> Function:
    """Return a function that selects a member by tag, else among the others by shape."""
    other = untagged(parts, make) if parts.members else make(Any)
    first = markers[0]
    spare = [(each, _spare(each)) for each in markers]
    rest: list[Function] = []

    def target(of: Any, marker: Tagged) -> Function:
        return make(resolve(of, marker.module) if isinstance(of, str) else of)

    def decode(value: Any) -> Any:
        if value.__class__ is not dict:
            return other(value)
        for marker, others in spare:
            name = name_of(marker, value)
            if name in marker.mapping:
                made = target(marker.mapping[name], marker)(value)
                if name not in others:
                    return made
                return with_rest(made, {marker.property: value[marker.property]})
        if first.fallback is not None:
            return with_rest(target(first.fallback, first)(value), value)
        if all(value.get(marker.property) is None for marker in markers):
            return other(value)
        if not rest:
            rest.append(_unnamed(parts, markers, make))
        return rest[0](value)

    return decode


def _spare(marker: Tagged) -> set[str]:
    """Return the additional tag values of classes that have several."""
    first = {str(of): name for name, of in reversed([*marker.mapping.items()])}
    return marker.mapping.keys() - first.values()


def _unnamed(parts: Parts, markers: list[Tagged], make: Make) -> Function:
    """Return the function for objects whose tag selects no member."""
    named = {each for marker in markers for each in tag_names(marker)}
    found = tuple(each for each in parts.members if each not in named)
    if parts.open and any(dict in kinds(each) for each in found):
        return untagged(Parts(found, parts.null, parts.open), make)
    if parts.open:
        return UnknownValue
    marker = markers[0]
    known = " or ".join(map(repr, marker.mapping))

    def refuse(value: Any) -> Any:
        tag = value.get(marker.property)
        error = DecodeError(f"expected {known}, got {shorten(tag)}")
        error.under(marker.property)
        raise error

    return refuse


def _scalar_rank(of: Any, kind: Any) -> int:
    """Rank the most specific types first: constants, enums, formats, plain types."""
    origin = get_origin(of)
    if origin is Literal:
        return 0
    if is_enum(of):
        return 1
    if of is Any or of is object:
        return 6
    if of is kind:
        return 3
    if of in (int, float, bytes):
        return 4
    return 2


def _plain(value: Any) -> Any:
    """Return an instance of a subclass as an instance of its JSON base type."""
    kind: Any
    for kind in (str, int, float, list, dict):
        if isinstance(value, kind) and value.__class__ not in (kind, bool):
            return kind(value)
    return value


@dataclasses.dataclass(frozen=True, slots=True)
class _Facts:
    """Properties that distinguish the JSON objects of a dataclass."""

    names: frozenset[str]
    values: Mapping[str, tuple[Any, ...]]

    def score(self, value: dict[str, Any]) -> tuple[int, int, int]:
        """Count known values, known members and (negative) absent required members."""
        hits = 0
        for name, known in self.values.items():
            if name in value:
                hits += 1 if value[name] in known else -1
        shared = len(self.names & value.keys())
        return hits, shared, shared - len(self.names)


class _Ranks:
    """Sorts the members that are objects by how well they match a value."""

    def __init__(self, members: list[Any]) -> None:
        self.members = members
        self.facts: dict[int, _Facts] = {}

    def __call__(self, value: dict[str, Any]) -> list[Any]:
        if len(self.members) < 2:
            return self.members
        if not self.facts:
            self.facts = {
                number: facts(each) for number, each in enumerate(self.members)
            }
        order = sorted(
            self.facts, key=lambda number: self.facts[number].score(value), reverse=True
        )
        return [self.members[number] for number in order]


def facts(of: Any) -> _Facts:
    """Return the properties that distinguish a type's objects."""
    if get_origin(of) is Annotated:
        return _tag_facts(plain(of), *of.__metadata__)
    if not dataclasses.is_dataclass(of) or not isinstance(of, type):
        return _Facts(frozenset(), {})
    fields = members(of)
    values: dict[str, tuple[Any, ...]] = {}
    for wire, _, each in fields:
        known = tuple(value for part in split(each).members for value in _values(part))
        if known:
            values[wire] = known
    return _Facts(frozenset(wire for wire, _, _ in fields), values)


def _tag_facts(of: Any, *markers: Any) -> _Facts:
    tags = {
        marker.property: tuple(marker.mapping)
        for marker in markers
        if isinstance(marker, Tagged)
    }
    return _Facts(frozenset(tags), tags) if tags else facts(of)


def _values(of: Any) -> tuple[Any, ...]:
    if get_origin(of) is Literal:
        return get_args(of)
    return tuple(of._value2member_map_) if is_enum(of) else ()


def type_name(of: Any) -> str:
    """Return a type's name for messages."""
    origin = get_origin(of)
    if origin is Literal:
        return " or ".join(map(repr, get_args(of)))
    if origin in (list, tuple, dict):
        return "object" if origin is dict else "array"
    found = split(of).members
    if len(found) > 1:
        return " or ".join(map(type_name, found))
    if origin is Annotated:
        return type_name(plain(of))
    return str(getattr(of, "__name__", of))


def shorten(value: Any) -> str:
    """Return a value, shortened for messages."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
