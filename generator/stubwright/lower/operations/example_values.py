"""Compare JSON values with types, as strictly as the generated codec."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Final

from stubwright.runtime._runtime.formats import read_date, read_date_time
from stubwright.types import ir
from stubwright.types.ir import JsonValue, ScalarKind, Type, TypeId


def _reader(module: str, name: str) -> Callable[[str], object]:
    """Return the class that parses strings; it is loaded at the first use, since few documents need it."""

    def read(text: str) -> object:
        found: object = getattr(import_module(module), name)(text)
        return found

    return read


_READERS: Final[Mapping[ScalarKind, Callable[[str], object]]] = {
    ScalarKind.DATE_TIME: read_date_time,
    ScalarKind.DATE: read_date,
    ScalarKind.UUID: _reader("uuid", "UUID"),
    ScalarKind.DECIMAL: _reader("decimal", "Decimal"),
    ScalarKind.BASE64: base64.b64decode,
}


class Matcher:
    """Compares values with types; each inner value is compared only once with each type."""

    def __init__(self, types: Mapping[TypeId, Type]) -> None:
        self._types = types
        self._known: dict[tuple[int, TypeId], str] = {}

    def fault(self, id_: TypeId, value: JsonValue) -> str:
        """Return the path of a mismatch from ``$`` and its description; empty if the value matches."""
        self._known.clear()
        try:
            found = self._fault(id_, value)
        except RecursionError:
            return "$ is nested too deeply"
        return f"${found}" if found else ""

    def _fault(self, id_: TypeId, value: JsonValue) -> str:
        if id_ not in self._types:
            return ""
        key = (id(value), id_)
        if key not in self._known:
            self._known[key] = ""
            self._known[key] = self._of(self._types[id_].shape, value)
        return self._known[key]

    def _of(self, shape: ir.Shape, value: JsonValue) -> str:
        match shape:
            case ir.Anything():
                return ""
            case ir.Scalar(kind=kind):
                return _scalar_fault(kind, value)
            case ir.Constant(value=constant, open=is_open):
                same = value == constant and isinstance(value, bool) is isinstance(constant, bool)
                return "" if same or (is_open and type(value) is type(constant)) else _not(constant)
            case ir.Enumeration(members=members):
                known = type(members[0].value)
                return "" if type(value) is known else f" is not {_WORDS[known]}"
            case ir.Nullable(type=inner):
                return "" if value is None else self._fault(inner, value)
            case ir.Union(members=members):
                faults = [self._fault(one, value) for one in members]
                return "" if "" in faults else " matches no member of the union"
            case ir.Array() | ir.Tuple():
                return self._list_fault(shape, value)
            case ir.Mapping_() | ir.Object():
                return self._object_fault(shape, value)

    def _list_fault(self, shape: ir.Array | ir.Tuple, value: JsonValue) -> str:
        if not isinstance(value, list):
            return " is not an array"
        first, rest = (
            ((), shape.items) if isinstance(shape, ir.Array) else (shape.items, shape.rest)
        )
        if len(value) < len(first) or (rest is None and len(value) > len(first)):
            return f" does not have {len(first)} items"
        for position, item in enumerate(value):
            of = first[position] if position < len(first) else rest
            found = self._fault(of, item) if of is not None else ""
            if found:
                return f"[{position}]{found}"
        return ""

    def _object_fault(self, shape: ir.Mapping_ | ir.Object, value: JsonValue) -> str:
        if not isinstance(value, dict):
            return " is not an object"
        if isinstance(shape, ir.Mapping_):
            found = ((name, self._fault(shape.values, item)) for name, item in value.items())
            return next((f".{name}{fault}" for name, fault in found if fault), "")
        for one in self._properties(shape):
            if one.name not in value:
                if isinstance(one.presence, ir.Required):
                    return f" lacks {one.name!r}"
            elif value[one.name] is not None or isinstance(one.presence, ir.Required):
                fault = self._fault(one.type, value[one.name])
                if fault:
                    return f".{one.name}{fault}"
        return ""

    def _properties(self, shape: ir.Object) -> Iterator[ir.Property]:
        base = None if shape.base is None else self._types[shape.base].shape
        if isinstance(base, ir.Object):
            yield from self._properties(base)
        yield from shape.properties


_WORDS: Final[Mapping[type, str]] = {str: "a string", int: "an integer"}


def _not(constant: str | int | bool) -> str:
    return f" is not {constant!r}"


def _scalar_fault(kind: ScalarKind, value: JsonValue) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case ScalarKind.NULL:
            return "" if value is None else " is not null"
        case ScalarKind.BOOLEAN:
            return "" if isinstance(value, bool) else " is not a boolean"
        case ScalarKind.INTEGER:
            whole = number and isinstance(value, int | float) and value == value // 1
            return "" if whole else " is not an integer"
        case ScalarKind.NUMBER | ScalarKind.DECIMAL_NUMBER:
            return "" if number else " is not a number"
        case _:
            if not isinstance(value, str):
                return " is not a string"
    try:
        _READERS.get(kind, str)(value)
    except (ValueError, ArithmeticError):
        return f" is not in the format {kind.value}"
    return ""
