"""Derive functions that turn values into JSON data.

A value is written as the declared type says; where that leaves a choice (unions, any
value), as its own class says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import Field, is_dataclass
from math import isfinite
from types import NoneType
from typing import Any, get_args
from uuid import UUID

from . import formats
from .derive import Direction, Function, Source, members, part
from .errors import EncodeError
from .wire import UNSET, Extra, Unknown


class _Encoding(Direction):
    fault = EncodeError
    enums = False

    def __init__(self) -> None:
        self.exact = {
            str: self.accept("str", str, str.__str__),
            int: self.accept("int", int, int),
            bool: self.accept("bool", bool, _same),
            list: self.accept("array", (list, tuple, set, frozenset), list),
            dict: self.accept("object", Mapping, dict),
        }
        self.simple = {
            Any: self.any,
            None: self.accept("null", NoneType, _same),
            NoneType: self.accept("null", NoneType, _same),
            float: self.accept("number", (int, float), _finite),
            dt.datetime: self.text(dt.datetime, formats.write_date_time),
            dt.date: self.text(dt.date, dt.date.isoformat),
            UUID: self.text(UUID, str),
        }
        self._by_class = {**self.simple, **self.exact}
        self._by_class[dict] = self.derive(dict[str, Any])
        self._by_class[list] = self._by_class[tuple] = self.derive(list[Any])
        self._by_class[Unknown] = lambda value: value.value

    def any(self, value: Any) -> Any:
        """Write a value as its class says."""
        cls = value.__class__
        for each in cls.__mro__:
            if each in self._by_class:
                return self._by_class[each](value)
        if isinstance(value, Mapping):
            return self._by_class[dict](value)
        if is_dataclass(cls):
            return self.derive(cls)(value)
        if value is UNSET:
            raise EncodeError("UNSET stands for an absent member; it cannot be written")
        try:
            return part("scalars").write_any(value)
        except ImportError:  # no type of this package is written in another way
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
        def other(value: Any) -> Any:
            if isinstance(value, (cls, Mapping, Unknown)):
                return self.any(value)
            raise self.wrong(cls.__name__, value)

        source = Source(Fault=EncodeError)
        source.add(1, f"if value.__class__ is not {source.bind(cls)}:")
        source.add(2, f"return {source.bind(other)}(value)")
        source.add(1, "made = {}", "at = None", "try:", "    pass")
        fields = members(cls)
        for wire, field, of in fields:
            source.add(2, f"at = {wire!r}", f"one = value.{field.name}")
            if Extra in getattr(of, "__metadata__", ()):
                known = source.bind({wire for wire, _, _ in fields})
                source.add(2, "at = None")
                self.emit(source, 2, get_args(of)[0], "one")
                source.add(2, f"made.update({source.bind(_others)}(one, {known}))")
            else:
                self._member(source, field, of)
        source.add(1, "except Fault as error:")
        source.add(2, "if at is not None:", "    error.under(at)", "raise")
        source.add(1, "return made")
        return source.compile(f"encode {cls.__name__}")

    def _member(self, source: Source, field: Field[Any], of: Any) -> None:
        absent = "UNSET" if field.default is UNSET else "MISSING"
        absent = "None" if field.default is None else absent
        source.add(2, f"if one is not {absent}:")
        self.emit(source, 3, of, "one")
        source.add(3, "made[at] = one")


def _same(value: Any) -> Any:
    return value


def _finite(value: float) -> float:
    if not isfinite(value):
        raise EncodeError(f"JSON has no {value}: numbers must be finite")
    return value


def _others(extra: dict[str, Any], known: set[str]) -> dict[str, Any]:
    for name in extra.keys() & known:
        raise EncodeError(f"{name!r} is a field of its own, no additional property")
    return extra


ENCODING = _Encoding()
encoder = ENCODING.derive
