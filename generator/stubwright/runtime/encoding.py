"""Derive functions from types that turn Python values into JSON values.

A value is written as the declared type says; where that leaves a choice (unions, any
value), as its own class says.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from math import isfinite
from types import GenericAlias, NoneType
from typing import Annotated, Any, ForwardRef, Literal, get_args, get_origin
from uuid import UUID

from . import formats
from .errors import EncodeError
from .resolve import field_types, follow
from .source import (
    Direction,
    Function,
    Source,
    is_enum,
    shorten,
    split,
    type_name,
    wire_names,
)
from .wire import UNSET, Base64, Base64Url, Extra, File, Tagged, Unknown


def refused(expected: str, value: Any) -> EncodeError:
    """Return the error of a value of the wrong type."""
    return EncodeError(f"expected {expected}, got {type(value).__name__}")


def write_str(value: Any) -> str:
    """Accept a string, or a member of an enum of strings."""
    if isinstance(value, str):
        return str.__str__(value)
    raise refused("str", value)


def write_int(value: Any) -> int:
    """Accept an integer, or a member of an enum of integers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise refused("int", value)


def write_float(value: Any) -> float:
    """Accept a finite number."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise refused("float", value)
    if not isfinite(value):
        raise EncodeError(f"JSON has no {value}: numbers must be finite")
    return value


def write_bool(value: Any) -> bool:
    """Accept True and False."""
    if isinstance(value, bool):
        return value
    raise refused("bool", value)


def write_none(value: Any) -> None:
    """Accept None."""
    if value is not None:
        raise refused("None", value)


def write_list(value: Any) -> list[Any]:
    """Accept a list or another sequence that is no text."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    raise refused("list", value)


def write_dict(value: Any) -> dict[str, Any]:
    """Accept a mapping with strings as keys."""
    if isinstance(value, Mapping):
        return dict(value)
    raise refused("dict", value)


def _format(cls: type[Any], write: Callable[[Any], str]) -> Function:
    def encode(value: Any) -> Any:
        if isinstance(value, Unknown):
            return value.value
        if not isinstance(value, cls):
            raise refused(cls.__name__, value)
        try:
            return write(value)
        except (ValueError, ArithmeticError) as error:
            message = str(error)
        raise EncodeError(message)

    return encode


def write_any(value: Any) -> Any:
    """Write a value as its class says."""
    known = _BY_CLASS.get(value.__class__)
    return known(value) if known else _by_kind(value)


def _by_kind(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return encoder(type(value))(value)
    if isinstance(value, Enum):
        return write_any(value.value)
    for kind, write in _KINDS:
        if isinstance(value, kind):
            return write(value)
    if value is UNSET:
        raise EncodeError("UNSET stands for an absent member; it cannot be written")
    raise EncodeError(f"a {type(value).__name__} cannot be written as JSON")


def _write_file(value: File) -> str:
    content = (
        value.content if isinstance(value.content, bytes) else value.content.read()
    )
    return formats.write_binary(content)


_SIMPLE: dict[Any, Function] = {
    Any: write_any,
    object: write_any,
    None: write_none,
    NoneType: write_none,
    float: write_float,
    dt.datetime: _format(dt.datetime, formats.write_date_time),
    dt.date: _format(dt.date, lambda value: dt.date.isoformat(value)),
    dt.time: _format(dt.time, formats.write_time),
    dt.timedelta: _format(dt.timedelta, formats.write_duration),
    formats.Duration: _format(dt.timedelta, formats.write_duration),
    UUID: _format(UUID, str),
    Decimal: _format(Decimal, formats.write_decimal),
    bytes: _format(bytes, formats.write_binary),
    File: _format(File, _write_file),
    Unknown: lambda value: value.value if isinstance(value, Unknown) else value,
    Base64: _format(bytes, formats.write_base64),
    Base64Url: _format(bytes, formats.write_base64url),
}


@lru_cache(maxsize=None)
def encoder(of: Any) -> Function:
    """Return the function that encodes a type; it is derived at the first call."""
    if of in _SIMPLE:
        return _SIMPLE[of]
    if isinstance(of, ForwardRef):
        return encoder(follow(of))
    if dataclasses.is_dataclass(of):
        return _object(of)
    if is_enum(of):
        return lambda value: write_any(value)
    arguments = get_args(of)
    origin = get_origin(of)
    if origin is Annotated:
        return _annotated(*arguments)
    if origin is Literal:
        return _literal(arguments)
    if origin is tuple:
        return _tuple(arguments)
    source = Source()
    if ENCODE.inline(source, 1, of, "value"):
        source.add(1, "return value")
        return source.compile(f"encode {type_name(of)}")
    parts = split(of)
    if len(parts.members) < 2 and not parts.open:
        raise TypeError(f"cannot encode {of!r}: it is no type that JSON can hold")
    return _union(parts.members)


ENCODE = Direction(
    fault="EncodeError",
    exact={str: write_str, int: write_int, bool: write_bool},
    array=write_list,
    mapping=write_dict,
    make=encoder,
    enums=False,
)
_many: Function = encoder(list[Any])
_object_of_any: Function = encoder(dict[str, Any])
_BY_CLASS: dict[Any, Function] = {
    str: lambda value: value,
    int: lambda value: value,
    bool: lambda value: value,
    NoneType: lambda value: value,
    list: _many,
    dict: _object_of_any,
    **{
        cls: _SIMPLE[cls]
        for cls in (float, dt.datetime, dt.date, dt.time, dt.timedelta, UUID, Decimal)
    },
    bytes: _SIMPLE[bytes],
    Unknown: _SIMPLE[Unknown],
    File: _SIMPLE[File],
}
_KINDS: tuple[tuple[Any, Function], ...] = (
    (str, write_str),
    (int, write_int),
    (Mapping, _object_of_any),
    ((list, tuple, set, frozenset), _many),
    *((cls, write) for cls, write in _BY_CLASS.items() if cls not in (str, int, bool)),
)


def _annotated(of: Any, *markers: Any) -> Function:
    for marker in markers:
        if marker is Base64 or marker is Base64Url:
            return _SIMPLE[marker]
    return encoder(of)


def _literal(known: tuple[Any, ...]) -> Function:
    names = " or ".join(map(repr, known))

    def encode(value: Any) -> Any:
        if not _is_one_of(known, value):
            raise EncodeError(f"expected {names}, got {shorten(value)}")
        return write_any(value)

    return encode


def _is_one_of(known: tuple[Any, ...], value: Any) -> bool:
    return any(
        value == each and isinstance(value, bool) is isinstance(each, bool)
        for each in known
    )


def _tuple(of: tuple[Any, ...]) -> Function:
    if of[1:] == (...,):
        return encoder(GenericAlias(list, of[0]))
    items = [encoder(each) for each in of]

    def encode(value: Any) -> Any:
        value = write_list(value)
        if len(value) != len(items):
            raise EncodeError(f"expected {len(items)} items, got {len(value)}")
        made: list[Any] = []
        try:
            for item, each in zip(items, value):
                made.append(item(each))
        except EncodeError as error:
            error.under(len(made))
            raise
        return made

    return encode


def _union(members: tuple[Any, ...]) -> Function:
    exact = {each: each for each in members if isinstance(each, type)}
    names = " or ".join(map(type_name, members))

    def encode(value: Any) -> Any:
        if value.__class__ in exact:
            return encoder(value.__class__)(value)
        if isinstance(value, (Unknown, Mapping)):
            return write_any(value)
        fault = refused(names, value)
        for each in members:
            if _accepts(each, value):
                try:
                    return encoder(each)(value)
                except EncodeError as error:
                    fault = error
        raise fault

    return encode


def _accepts(of: Any, value: Any) -> bool:
    """Tell whether a value's class is one that a type describes."""
    if isinstance(of, ForwardRef):
        return _accepts(follow(of), value)
    arguments = get_args(of)
    origin = get_origin(of)
    if origin is Annotated:
        return _accepts(arguments[0], value)
    if origin is Literal:
        return _is_one_of(arguments, value)
    if origin in (list, tuple):
        return isinstance(value, (list, tuple))
    if of is Any or of is object:
        return True
    if of is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(of, type):
        return isinstance(value, of) and isinstance(value, bool) is (of is bool)
    return any(_accepts(each, value) for each in split(of).members)


def _object(cls: Any) -> Function:
    def other(value: Any) -> Any:
        if isinstance(value, cls):
            return encoder(type(value))(value)
        if isinstance(value, (Mapping, Unknown)):
            return write_any(value)
        raise refused(cls.__name__, value)

    source = Source()
    source.add(1, f"if value.__class__ is not {source.bind(cls)}:")
    source.add(2, f"return {source.bind(other)}(value)")
    source.add(1, "made = {}", "at = None", "try:", "    pass")
    wires = wire_names(cls)
    extra = ""
    for field, of in field_types(cls):
        if Extra in getattr(of, "__metadata__", ()):
            extra = field.name
            source.add(2, "at = None", f"extra = value.{extra}")
            ENCODE.emit(source, 2, get_args(of)[0], "extra")
        else:
            _member(source, wires[field.name], field, of)
    source.add(1, "except EncodeError as error:")
    source.add(2, "if at is not None:", "    error.under(at)", "raise")
    if extra:
        clash = source.bind(_clash)
        known = source.bind(frozenset(wires[f.name] for f, _ in field_types(cls)))
        source.add(1, f"{clash}({known}, extra)", "made.update(extra)")
    source.add(1, "return made")
    return source.compile(f"encode {cls.__name__}")


def _member(source: Source, wire: str, field: dataclasses.Field[Any], of: Any) -> None:
    absent = "UNSET" if field.default is UNSET else "None"
    optional = field.default is UNSET or field.default is None
    source.add(2, f"at = {wire!r}", f"one = value.{field.name}")
    source.add(2, f"if one is not {absent}:" if optional else "if True:")
    ENCODE.emit(source, 3, of, "one")
    source.add(3, f"made[{wire!r}] = one")


def _clash(known: frozenset[str], extra: dict[str, Any]) -> None:
    for name in extra:
        if name in known:
            raise EncodeError(f"{name!r} is a field of its own, no additional property")
