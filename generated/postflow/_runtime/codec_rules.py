# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Rules for decoding JSON data to values and for encoding values as JSON data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, is_dataclass
from functools import lru_cache
from types import NoneType
from typing import Any, Union

from ..errors import DecodeError, EncodeError
from ..values import UNSET, UnknownValue
from . import formats
from .codec_compile import Direction, Function, Source, members, part, split


class _Decoding(Direction):
    fault = DecodeError
    reads = True

    def __init__(self) -> None:
        self.exact = {
            str: self.accept("str", str, str.__str__),
            int: self._int,
            float: self.accept("number", (int, float), self.finite),  # keeps all digits
            bool: self.accept("bool", bool, _same),
            list: self.accept("array", (list, tuple), list),
            dict: self.accept("object", Mapping, dict),
        }
        self.simple = {
            Any: _same,
            **dict.fromkeys((None, NoneType), self.accept("null", NoneType, _same)),
            dt.datetime: formats.date_time(
                self.text("date-time (RFC 3339)", formats.read_date_time)
            ),
            dt.date: self.text("date (RFC 3339)", formats.read_date),
        }

    def _int(self, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return int(value)
        if isinstance(value, float) and value.is_integer():  # an integer in JSON Schema
            return int(value)
        raise self.wrong("int", value)

    def text(self, name: str, read: Callable[[str], Any]) -> Function:
        """Return the function of a format; ``read`` raises ``ValueError``."""
        plain = self.exact[str]

        def decode(value: Any) -> Any:
            text = value if value.__class__ is str else plain(value)
            try:
                return read(text)
            except (ValueError, ArithmeticError):
                raise DecodeError(f"expected {name}, got {text[:60]!r}") from None

        return decode

    def object(self, cls: Any) -> Function:
        source = Source(Fault=DecodeError)
        source.add(1, "if value.__class__ is not dict:")
        source.add(2, f"value = {source.bind(self.exact[dict])}(value)")
        source.add(1, "get = value.get", "try:", "    pass")
        made: list[str] = []
        fields = members(cls)
        for wire, field, of in fields:
            name = f"v{len(made)}"
            made.append(f"{field.name}={name}")
            extra = extras(field, of)
            source.member(None if extra else wire)
            if extra:
                known = {wire for wire, other, _ in fields if other is not field}
                extra.decode(self, source, known, of, name)
            else:
                self._member(source, wire, field, of, name)
        source.add(1, "except KeyError as error:")
        source.add(2, f"raise {source.bind(source.missing)}(error) from None")
        source.add(1, "except Fault as error:", "    under(error)", "    raise")
        if cls.__dataclass_params__.frozen or hasattr(cls, "__post_init__"):
            source.add(1, f"return {source.bind(cls)}({', '.join(made)})")
        else:  # the same, three times as fast
            source.add(1, f"self = {source.bind(object.__new__)}({source.bind(cls)})")
            source.add(1, *(f"self.{each}" for each in made), "return self")
        return source.compile(f"decode {cls.__name__}")

    def _member(
        self, source: Source, wire: str, field: Field[Any], of: Any, name: str
    ) -> None:
        if field.default is UNSET:
            source.add(2, f"{name} = get({wire!r}, UNSET)", f"if {name} is not UNSET:")
            self.emit(source, 3, of, name)
        elif _is_optional(field, of):
            source.add(2, f"{name} = get({wire!r})")
            self.emit(source, 2, Union[of, None], name)
        else:
            source.add(2, f"{name} = value[{wire!r}]")
            self.emit(source, 2, of, name)


class _Encoding(Direction):
    fault = EncodeError
    reads = False

    def __init__(self) -> None:
        self.exact = {
            str: self.accept("str", str, str.__str__),
            int: self.accept("int", int, int),
            float: self.accept("number", (int, float), self.finite),
            bool: self.accept("bool", bool, _same),
            list: self.accept("array", (list, tuple, set, frozenset), list),
            dict: self.accept("object", Mapping, dict),
        }
        self.simple = {
            Any: self.any,
            **dict.fromkeys((None, NoneType), self.accept("null", NoneType, _same)),
            dt.datetime: self.text(dt.datetime, formats.write_date_time),
            dt.date: self.text(dt.date, dt.date.isoformat),
        }
        self._by_class = {**self.simple, **self.exact}
        self._by_class[dict] = self.derive(dict[str, Any])
        self._by_class[list] = self._by_class[tuple] = self.derive(list[Any])
        self._by_class[UnknownValue] = lambda value: value.value

    def any(self, value: Any) -> Any:
        """Encode a value by its class."""
        cls = value.__class__
        for each in cls.__mro__:
            if each in self._by_class:
                return self._by_class[each](value)
        if isinstance(value, Mapping):
            return self._by_class[dict](value)
        if is_dataclass(cls):
            return self.derive(cls)(value)
        try:
            return part("scalars").write_any(value)
        except ImportError:  # no type of this package needs it
            raise self.wrong("a JSON value", value) from None

    def text(self, cls: type[Any], write: Callable[[Any], str]) -> Function:
        """Return the function of a format; ``write`` raises ``ValueError``."""

        def plain(value: Any) -> str:
            try:
                return write(value)
            except (ValueError, ArithmeticError) as error:
                raise EncodeError(str(error)) from None

        return self.accept(cls.__name__, cls, plain)

    def object(self, cls: Any) -> Function:
        if hasattr(cls, "__kept__"):
            return part("lenient").encoder(cls)  # type: ignore[no-any-return]

        def other(value: Any) -> Any:
            if isinstance(value, (cls, Mapping, UnknownValue)):
                return self.any(value)
            raise self.wrong(cls.__name__, value)

        source = Source(Fault=EncodeError)
        source.add(1, f"if value.__class__ is not {source.bind(cls)}:")
        source.add(2, f"return {source.bind(other)}(value)")
        source.add(1, "try:")
        fields = members(cls)
        first = 0  # the members before it are always present
        while first < len(fields) and _is_plain(*fields[first][1:]):
            wire, field, of = fields[first]
            source.member(wire)
            source.add(2, f"v{first} = value.{field.name}")
            self.emit(source, 2, of, f"v{first}")
            first += 1
        pairs = (f"{fields[i][0]!r}: v{i}" for i in range(first))
        source.add(2, f"made = {{{', '.join(pairs)}}}")
        for wire, field, of in fields[first:]:
            extra = extras(field, of)
            source.member(None if extra else wire)
            source.add(2, f"one = value.{field.name}")
            if extra:
                known = {wire for wire, other, _ in fields if other is not field}
                extra.encode(self, source, known, of)
            else:
                self._member(source, wire, field, of)
        source.add(1, "except Fault as error:", "    under(error)", "    raise")
        source.add(1, "return made")
        return source.compile(f"encode {cls.__name__}")

    def _member(self, source: Source, wire: str, field: Field[Any], of: Any) -> None:
        absent = absent_as(field, of)
        pad = 2 if absent is None else 3
        if absent:
            source.add(2, f"if one is not {absent}:")
        self.emit(source, pad, of, "one")
        source.add(pad, f"made[{wire!r}] = one")


def absent_as(field: Field[Any], of: Any) -> str | None:
    """Return the expression for an absent member, None if it is always present."""
    if field.default is UNSET:
        return "UNSET"
    return "None" if _is_optional(field, of) else None


def _is_optional(field: Field[Any], of: Any) -> bool:
    """Return whether a member is left out if its value is None, even with a default."""
    filled = field.default is not MISSING and field.default is not UNSET
    return filled and (field.default is None or split(of).null)


def _is_plain(field: Field[Any], of: Any) -> bool:
    return absent_as(field, of) is None and not extras(field, of)


def _same(value: Any) -> Any:
    return value


def extras(field: Field[Any], of: Any) -> Any:
    """Return the codec of a field of additional properties, None for other fields."""
    if field.default_factory is MISSING:
        return None
    module = part("additional_properties")
    return module if module.is_extra(of) else None


@lru_cache(maxsize=None)
def names(cls: Any) -> frozenset[str] | None:
    """Return the members that a dataclass declares, None if it accepts any."""
    extra = any(extras(field, of) for _, field, of in members(cls))
    return None if extra else frozenset(wire for wire, _, _ in members(cls))


def knows(cls: Any, value: Mapping[str, Any]) -> bool:
    """Return whether a dataclass declares a member of an object, or that is empty."""
    known = names(cls)
    return known is None or not value or not known.isdisjoint(value)


DECODING = _Decoding()
ENCODING = _Encoding()
