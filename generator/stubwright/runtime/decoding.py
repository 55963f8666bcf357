"""Derive functions from types that turn JSON values into Python values.

Each dataclass that is reached gets one straight-line function. ``decoder`` is the
entrance; a function raises ``DecodeError`` with the path from its own value on.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import GenericAlias, NoneType
from typing import Annotated, Any, ForwardRef, Literal, get_args, get_origin
from uuid import UUID

from . import formats
from .errors import DecodeError
from .resolve import field_types, follow
from .source import (
    MISSING,
    Direction,
    Function,
    Source,
    is_enum,
    shorten,
    split,
    type_name,
    wire_names,
    wrong,
)
from .unions import tagged, untagged
from .wire import UNSET, Base64, Base64Url, Extra, File, Tagged, Unknown


def read_str(value: Any) -> str:
    """Accept what is a string."""
    if isinstance(value, str):
        return str.__str__(value)
    raise wrong("str", value)


def read_int(value: Any) -> int:
    """Accept what JSON Schema calls an integer: 1.0 too, true not."""
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise wrong("int", value)


def read_float(value: Any) -> float:
    """Accept any number; an integer keeps all its digits."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise wrong("number", value)


def read_bool(value: Any) -> bool:
    """Accept true and false."""
    if isinstance(value, bool):
        return value
    raise wrong("bool", value)


def read_list(value: Any) -> list[Any]:
    """Accept an array."""
    if isinstance(value, (list, tuple)):
        return list(value)
    raise wrong("array", value)


def read_dict(value: Any) -> dict[str, Any]:
    """Accept an object."""
    if isinstance(value, Mapping):
        return dict(value)
    raise wrong("object", value)


def read_none(value: Any) -> None:
    """Accept null."""
    if value is not None:
        raise wrong("null", value)


def read_any(value: Any) -> Any:
    """Accept every value."""
    if value is MISSING:
        raise wrong("any value", value)
    return value


def _format(name: str, read: Callable[[str], Any]) -> Function:
    def decode(value: Any) -> Any:
        if value.__class__ is not str:
            value = read_str(value)
        try:
            return read(value)
        except (ValueError, ArithmeticError):
            message = f"expected {name}, got {shorten(value)}"
        raise DecodeError(message)

    return decode


_SIMPLE: dict[Any, Function] = {
    Any: read_any,
    object: read_any,
    None: read_none,
    NoneType: read_none,
    dt.datetime: _format("date-time (RFC 3339)", formats.read_date_time),
    dt.date: _format("date (RFC 3339)", formats.read_date),
    dt.time: _format("time (RFC 3339)", formats.read_time),
    dt.timedelta: _format("duration (ISO 8601)", formats.read_duration),
    formats.Duration: _format("duration (ISO 8601)", formats.read_duration),
    UUID: _format("uuid", formats.read_uuid),
    Decimal: _format("decimal", formats.read_decimal),
    bytes: _format("text", formats.read_binary),
    File: _format("text", lambda text: File(formats.read_binary(text))),
    Unknown: lambda value: Unknown(read_any(value)),
    Base64: _format("base64", formats.read_base64),
    Base64Url: _format("base64url", formats.read_base64url),
}


@lru_cache(maxsize=None)
def decoder(of: Any) -> Function:
    """Return the function that decodes a type; it is derived at the first call."""
    if of in _SIMPLE:
        return _SIMPLE[of]
    if isinstance(of, ForwardRef):
        return decoder(follow(of))
    if dataclasses.is_dataclass(of):
        return _object(of)
    if is_enum(of):
        return _literal(of._value2member_map_)
    arguments = get_args(of)
    origin = get_origin(of)
    if origin is Annotated:
        return _annotated(*arguments)
    if origin is Literal:
        return _literal({value: value for value in arguments})
    if origin is tuple:
        return _tuple(arguments)
    source = Source()
    if DECODE.inline(source, 1, of, "value"):
        source.add(1, "return value")
        return source.compile(f"decode {type_name(of)}")
    parts = split(of)
    if len(parts.members) < 2 and not parts.open:
        raise TypeError(f"cannot decode {of!r}: it is no type that JSON can hold")
    return untagged(parts, decoder)


DECODE = Direction(
    fault="DecodeError",
    exact={str: read_str, int: read_int, float: read_float, bool: read_bool},
    array=read_list,
    mapping=read_dict,
    make=decoder,
    enums=True,
)


def _annotated(of: Any, *markers: Any) -> Function:
    for marker in markers:
        if marker is Base64 or marker is Base64Url:
            return _SIMPLE[marker]
        if isinstance(marker, Tagged):
            return tagged(split(of), marker, decoder)
    return decoder(of)


def _literal(known: Mapping[Any, Any]) -> Function:
    names = " or ".join(map(repr, known)) if len(known) < 6 else "a known value"

    def decode(value: Any) -> Any:
        for each, meaning in known.items():
            if value == each and isinstance(value, bool) is isinstance(each, bool):
                return meaning
        if value is MISSING:
            raise wrong(names, value)
        raise DecodeError(f"expected {names}, got {shorten(value)}")

    return decode


def _tuple(of: tuple[Any, ...]) -> Function:
    if of[1:] == (...,):
        many = decoder(GenericAlias(list, of[0]))
        return lambda value: tuple(many(value))
    items = [decoder(each) for each in of]

    def decode(value: Any) -> Any:
        value = read_list(value)
        if len(value) != len(items):
            raise DecodeError(f"expected {len(items)} items, got {len(value)}")
        made: list[Any] = []
        try:
            for item, each in zip(items, value):
                made.append(item(each))
        except DecodeError as error:
            error.under(len(made))
            raise
        return tuple(made)

    return decode


def _object(cls: Any) -> Function:
    source = Source()
    source.add(
        1,
        "if value.__class__ is not dict:",
        f"    value = {source.bind(read_dict)}(value)",
        "get = value.get",
        "at = None",
        "try:",
        "    pass",
    )
    wires = wire_names(cls)
    made: list[str] = []
    for field, of in field_types(cls):
        name = f"v{len(made)}"
        made.append(f"{field.name}={name}")
        if Extra in getattr(of, "__metadata__", ()):
            known = source.bind(frozenset(wires.values()))
            extra = f"{{k: value[k] for k in value if k not in {known}}}"
            source.add(2, "at = None", f"{name} = {extra}")
            DECODE.emit(source, 2, get_args(of)[0], name)
        else:
            _member(source, wires[field.name], field.default, of, name)
    source.add(1, "except DecodeError as error:")
    source.add(2, "if at is not None:", "    error.under(at)", "raise")
    source.add(1, f"return {source.bind(cls)}({', '.join(made)})")
    return source.compile(f"decode {cls.__name__}")


def _member(source: Source, wire: str, default: Any, of: Any, name: str) -> None:
    source.add(2, f"at = {wire!r}")
    if default is UNSET:
        source.add(2, f"{name} = get({wire!r}, UNSET)", f"if {name} is not UNSET:")
    elif default is None:
        source.add(2, f"{name} = get({wire!r})", f"if {name} is not None:")
    elif split(of).type in DECODE.exact and not split(of).null:
        source.add(2, f"{name} = get({wire!r}, MISSING)", "if True:")
    else:
        source.add(2, f"{name} = get({wire!r}, MISSING)")
        source.add(2, f"if {name} is MISSING:")
        source.add(3, f"raise {source.bind(wrong)}({type_name(of)!r}, {name})")
        source.add(2, "else:")
    DECODE.emit(source, 3, of, name)
