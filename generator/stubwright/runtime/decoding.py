"""Derive functions that turn JSON data into values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import Field
from types import NoneType
from typing import Any, get_args
from uuid import UUID

from . import formats
from .derive import MISSING, Direction, Function, Source, members, shorten, type_name
from .errors import DecodeError
from .wire import UNSET, Extra


class _Decoding(Direction):
    fault = DecodeError
    enums = True

    def __init__(self) -> None:
        self.exact = {
            str: self.accept("str", str, str.__str__),
            int: self._int,
            float: self.accept("number", (int, float), _same),  # keeps all digits
            bool: self.accept("bool", bool, _same),
            list: self.accept("array", (list, tuple), list),
            dict: self.accept("object", Mapping, dict),
        }
        self.simple = {
            Any: _same,
            None: self.accept("null", NoneType, _same),
            NoneType: self.accept("null", NoneType, _same),
            dt.datetime: self.text("date-time (RFC 3339)", formats.read_date_time),
            dt.date: self.text("date (RFC 3339)", formats.read_date),
            UUID: self.text("uuid", formats.read_uuid),
        }

    def _int(self, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return int(value)
        if isinstance(value, float) and value.is_integer():  # JSON Schema's integer
            return int(value)
        raise self.wrong("int", value)

    def text(self, name: str, read: Callable[[str], Any]) -> Function:
        """Return the function of a format; ``read`` raises ``ValueError``."""
        plain = self.exact[str]

        def decode(value: Any) -> Any:
            try:
                return read(plain(value) if value.__class__ is not str else value)
            except DecodeError:
                raise
            except (ValueError, ArithmeticError):
                message = f"expected {name}, got {shorten(value)}"
            raise DecodeError(message)

        return decode

    def object(self, cls: Any) -> Function:
        source = Source(Fault=DecodeError)
        source.add(1, "if value.__class__ is not dict:")
        source.add(2, f"value = {source.bind(self.exact[dict])}(value)")
        source.add(1, "get = value.get", "at = None", "try:", "    pass")
        made: list[str] = []
        fields = members(cls)
        for wire, field, of in fields:
            name = f"v{len(made)}"
            made.append(f"{field.name}={name}")
            if Extra in getattr(of, "__metadata__", ()):
                known = source.bind({wire for wire, _, _ in fields})
                extra = f"{{k: value[k] for k in value if k not in {known}}}"
                source.add(2, "at = None", f"{name} = {extra}")
                self.emit(source, 2, get_args(of)[0], name)
            else:
                source.add(2, f"at = {wire!r}")
                self._member(source, field, of, name)
        source.add(1, "except Fault as error:")
        source.add(2, "if at is not None:", "    error.under(at)", "raise")
        source.add(1, f"return {source.bind(cls)}({', '.join(made)})")
        return source.compile(f"decode {cls.__name__}")

    def _member(self, source: Source, field: Field[Any], of: Any, name: str) -> None:
        if field.default is UNSET:
            source.add(2, f"{name} = get(at, UNSET)", f"if {name} is not UNSET:")
        elif field.default is None:
            source.add(2, f"{name} = get(at)", f"if {name} is not None:")
        else:
            wrong = source.bind(lambda: self.wrong(type_name(of), MISSING))
            source.add(2, f"{name} = get(at, MISSING)", f"if {name} is MISSING:")
            source.add(3, f"raise {wrong}()")
            source.add(2, "else:")
        self.emit(source, 3, of, name)


def _same(value: Any) -> Any:
    return value


DECODING = _Decoding()
decoder = DECODING.derive
