# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Serialize values directly to JSON text, without building JSON data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from importlib import import_module
from json.encoder import encode_basestring
from typing import Any, get_args, get_origin

from ..errors import EncodeError
from ..values import UnknownValue
from .codec_compile import Direction, Function, Source, members, part, split
from .codec_rules import ENCODING, absent_as, extras

dumps: Callable[..., str] = json.dumps
_fast: Callable[[Any], bytes] | None = None
with suppress(ImportError):
    _fast = import_module("msgspec.json").encode
with suppress(ImportError):  # only if the document has decimals as numbers
    dumps, _fast = part("exact_numbers").TEXT[1], None


class _Writing(Direction):
    """Functions that return the JSON text of a value; an int is returned as it is."""

    fault = EncodeError
    reads = False

    def __init__(self) -> None:
        self.exact = ENCODING.exact
        self.simple = {Any: self._any}
        self.simple |= {each: self._quoted(each) for each in (dt.datetime, dt.date)}
        self._plain = self._other(Any)

    def _any(self, value: Any) -> Any:
        cls = value.__class__
        if cls is list:
            return self.derive(list[Any])(value)
        return (self.derive(cls) if _is_model(cls) else self._plain)(value)

    def _other(self, of: Any) -> Function:
        write = ENCODING.derive(of)
        return lambda value: _compact(write(value))

    def _quoted(self, of: Any) -> Function:
        write = ENCODING.derive(of)  # its text needs no escaping
        return lambda value: f'"{write(value)}"'

    def _make(self, of: Any) -> Function:
        if _is_model(of):
            return self.object(of)
        source = Source(Fault=EncodeError, string=encode_basestring)
        self.emit(source, 1, of, "value")
        source.add(1, "return value")
        return source.compile("write")

    def emit(self, source: Source, pad: int, of: Any, name: str) -> None:
        """Emit code that converts the value of a variable to text."""
        parts = split(of)
        if parts.null:
            source.add(pad, f"if {name} is None:", f"    {name} = 'null'", "else:")
            pad += 1
        kind: Any = get_origin(parts.members[0]) or parts.members[0]
        if parts.members[1:]:
            kind = part("enums").plain_type(parts)
        if parts.open or kind not in _KINDS or (kind is list and pad > 6):
            self._call(source, pad, of, kind, name)
            return
        self.check(source, pad, kind, False, name)
        if kind is str:
            source.add(pad, f"{name} = string({name})")
        elif kind is bool:
            source.add(pad, f"{name} = 'true' if {name} else 'false'")
        elif kind is list:
            item = (get_args(parts.members[0]) or (Any,))[0]
            self.items(source, pad, list, item, name)
            source.add(pad, f"{name} = '[' + ','.join(map(str, {name})) + ']'")

    def _call(self, source: Source, pad: int, of: Any, kind: Any, name: str) -> None:
        dated = kind in (dt.datetime, dt.date) and not split(of).open
        if kind is Any or dated or _is_model(kind):
            make = source.late(self.derive, kind)
        else:
            make = source.late(self.derive if kind is list else self._other, of)
        source.add(pad, f"{name} = {make}({name})")

    def object(self, cls: Any) -> Function:
        fields = members(cls)
        extra = any(extras(field, of) for _, field, of in fields)
        if extra or hasattr(cls, "__kept__") or _fast is not None:
            return self._other(cls)
        source = Source(Fault=EncodeError, string=encode_basestring)
        source.add(1, f"if value.__class__ is not {source.bind(cls)}:")
        source.add(2, f"return {source.late(self._other, cls)}(value)")
        source.add(1, "try:", "    pass")
        text: list[str] = []
        for wire, field, of in fields:
            name, label = f"v{len(text)}", f",{encode_basestring(wire)}:"
            absent = absent_as(field, of)
            source.member(wire)
            source.add(2, f"{name} = value.{field.name}")
            if absent:
                source.add(2, f"if {name} is {absent}:", f"    {name} = ''", "else:")
            self.emit(source, 3 if absent else 2, of, name)
            if absent:
                source.add(3, f"{name} = {_format(label, name)}")
            text.append(_format("" if absent else label, name))
        source.add(1, "except Fault as error:", "    under(error)", "    raise")
        source.add(1, f"return '{{' + ({' '.join(text) or repr('')})[1:] + '}}'")
        return source.compile(f"write {cls.__name__}")


def _format(label: str, name: str) -> str:
    """Return an f-string of a literal and a variable."""
    text = repr(label.replace("{", "{{").replace("}", "}}"))
    return f"f{text[:-1]}{{{name}}}{text[-1]}"


def _is_model(of: Any) -> bool:
    return isinstance(of, type) and is_dataclass(of) and of is not UnknownValue


def _compact(data: Any) -> str:
    if _fast is not None:
        with suppress(Exception):  # json decides what can be serialized
            return _fast(data).decode()
    return dumps(data, ensure_ascii=False, separators=(",", ":"))


_KINDS = (str, int, float, bool, list)
WRITING = _Writing()
