"""Decide which member of a union a JSON value is."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from ..errors import DecodeError
from ..values import UnknownValue
from .annotations import Number, Recursive, Tagged
from .codec_compile import Function, Parts, members, part, resolve, split
from .codec_rules import DECODING
from .enums import is_enum
from .tags import name_of, with_rest

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
    """Return the classes of the JSON values that a type may take."""
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


def plain(of: Any) -> Any:
    """Return an annotated type without its markers; the text of a recursive one is read."""
    inner = get_args(of)[0]
    for marker in of.__metadata__:
        if isinstance(marker, Recursive):
            return resolve(inner.__forward_arg__, marker.module)
    return inner


def untagged(parts: Parts, make: Make) -> Function:
    """Return the function that tries members by rank; the first that decodes is it."""
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
        faults: list[DecodeError] = []
        for each in rank(value) if value.__class__ is dict else found:
            try:
                return make(each)(value)
            except DecodeError as error:
                faults.append(error)
        if parts.open:
            return UnknownValue(value)
        fault = faults[0]  # of the member that fits best
        fault.message += f" (it fits none of {names})"
        raise fault

    return decode


def tagged(parts: Parts, marker: Tagged, make: Make) -> Function:
    """Return the function that lets a property's value decide."""
    other = untagged(parts, make) if parts.members else make(Any)
    known = " or ".join(map(repr, marker.mapping))
    first = {str(of): name for name, of in reversed([*marker.mapping.items()])}
    others = marker.mapping.keys() - first.values()  # of classes that have several

    def target(of: Any) -> Function:
        return make(resolve(of, marker.module) if isinstance(of, str) else of)

    def decode(value: Any) -> Any:
        if value.__class__ is not dict:
            return other(value)
        tag, name = value.get(marker.property), name_of(marker, value)
        if name in marker.mapping:
            made = target(marker.mapping[name])(value)
            if name not in others:
                return made
            return with_rest(made, {marker.property: tag})
        if marker.fallback is not None:
            return with_rest(target(marker.fallback)(value), value)
        if tag is None:
            return other(value)
        if parts.open:
            return UnknownValue(value)
        error = DecodeError(f"expected {known}, got {shorten(tag)}")
        error.under(marker.property)
        raise error

    return decode


def named(of: Any, value: Any) -> Any:
    """Return the type that a value names as a member of a tagged union, else None."""
    for marker in of.__metadata__:
        if isinstance(marker, Tagged) and value.__class__ is dict:
            of = marker.mapping.get(name_of(marker, value), marker.fallback)
            return resolve(of, marker.module) if isinstance(of, str) else of
    return None


def with_tag(marker: Tagged, encode: Function) -> Function:
    """Return the function that writes a member with its tag, also where the member does not declare it."""
    tags: dict[Any, Any] = {}

    def write(value: Any) -> Any:
        made = encode(value)
        if made.__class__ is dict and marker.property not in made:
            if not tags:
                tags.update(_tags(marker))
            tag = tags.get(getattr(value, "__plain__", value.__class__))
            if tag is not None:
                made[marker.property] = tag
        return made

    return write


def _tags(marker: Tagged) -> Mapping[Any, str]:
    """Return the first value that names each class; the fallback may do without."""
    found: dict[Any, str] = {}
    for value, of in marker.mapping.items():
        target = resolve(of, marker.module) if isinstance(of, str) else of
        if get_origin(target) is Annotated:
            target = plain(target)
        for each in split(target).members:
            found.setdefault(each, value)
    fallback = marker.fallback
    known = resolve(fallback, marker.module) if isinstance(fallback, str) else fallback
    found.pop(known, None)
    return found


def _scalar_rank(of: Any, kind: Any) -> int:
    """Put what is more particular first: constants, enums, formats, plain types."""
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
    """Return an instance of a subclass as what JSON knows."""
    kind: Any
    for kind in (str, int, float, list, dict):
        if isinstance(value, kind) and value.__class__ not in (kind, bool):
            return kind(value)
    return value


@dataclasses.dataclass(frozen=True, slots=True)
class _Facts:
    """What tells a dataclass's JSON objects from others'."""

    names: frozenset[str]
    values: Mapping[str, tuple[Any, ...]]

    def score(self, value: dict[str, Any]) -> tuple[int, int, int]:
        """Count known values, known members, and (negative) members that are absent."""
        hits = 0
        for name, known in self.values.items():
            if name in value:
                hits += 1 if value[name] in known else -1
        shared = len(self.names & value.keys())
        return hits, shared, shared - len(self.names)


class _Ranks:
    """Sort the members that are JSON objects by how well they fit a value."""

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
    """Return what is known of a type's members."""
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
    for marker in markers:
        if isinstance(marker, Tagged):
            names = frozenset((marker.property,))
            return _Facts(names, {marker.property: tuple(marker.mapping)})
    return facts(of)


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
    """Return a value as it is repeated in messages."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
