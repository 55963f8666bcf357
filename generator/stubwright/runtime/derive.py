"""Derive functions from types: what turns JSON data into values, and values into it.

Each dataclass that is reached gets one straight-line function, compiled at first use.
A function raises ``DecodeError`` or ``EncodeError`` with the path from its value on.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, is_dataclass
from enum import Enum
from importlib import import_module
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from .errors import LocatedError
from .resolve import field_types
from .wire import UNSET, Unknown, Unset

Function: TypeAlias = Callable[[Any], Any]

MISSING: Any = object()  # what a required member is read as where it is absent


class Source:
    """The text of a function of one argument, ``value``."""

    def __init__(self, **names: Any) -> None:
        self._lines = ["def function(value):"]
        self._names: dict[str, Any] = {"MISSING": MISSING, "UNSET": UNSET, **names}

    def add(self, pad: int, *lines: str) -> None:
        """Append lines, indented by a number of levels."""
        self._lines += ["    " * pad + line for line in lines]

    def fresh(self, stem: str) -> str:
        """Return a name for a variable."""
        return f"{stem}{len(self._lines)}"

    def bind(self, value: Any) -> str:
        """Return a global name for an object."""
        name = f"g{len(self._names)}"
        self._names[name] = value
        return name

    def late(self, make: Callable[[Any], Function], of: Any) -> str:
        """Return a global name for ``make(of)``, which is called at first use."""

        def first(value: Any) -> Any:
            self._names[name] = made = make(of)
            return made(value)

        name = self.bind(first)
        return name

    def compile(self, name: str) -> Function:
        """Return the function."""
        exec(compile("\n".join(self._lines), f"<{name}>", "exec"), self._names)
        function: Function = self._names["function"]
        return function


@dataclass(frozen=True, slots=True)
class Parts:
    """A type taken apart: its members, null, and what no member fits (``open``)."""

    members: tuple[Any, ...]
    null: bool = False
    open: bool = False

    def rest(self) -> Any:
        """Return the type without null."""
        return Union[self.members + ((Unknown,) if self.open else ())]

    def open_enum(self) -> tuple[type[Enum] | None, Any]:
        """Return enum and base where the type is an enum beside it, else the type."""
        enums = [each for each in self.members if is_enum(each)]
        others = [each for each in self.members if not is_enum(each)]
        if len(enums) == 1 and others in ([str], [int]) and not self.open:
            if issubclass(enums[0], others[0]):
                return enums[0], others[0]
        return None, self.rest()


def split(of: Any) -> Parts:
    """Take a type apart."""
    if not isinstance(of, types.UnionType) and get_origin(of) is not Union:
        return Parts((of,))
    every = get_args(of)
    special = (types.NoneType, Unset, Unknown)
    members = tuple(each for each in every if each not in special)
    if not members:
        return Parts((Unknown,) if Unknown in every else (None,))
    return Parts(members, types.NoneType in every, Unknown in every)


def is_enum(of: Any) -> bool:
    """Tell whether a type is an enum."""
    return isinstance(of, type) and issubclass(of, Enum)


class Direction:
    """Decoding or encoding; ``exact`` serves values that are not exactly of a class."""

    fault: type[LocatedError]
    exact: Mapping[Any, Function]
    simple: dict[Any, Function]
    object: Callable[[Any], Function]
    enums: bool

    def derive(self, of: Any) -> Function:
        """Return the function of a type; it is made once."""
        found = self.simple.get(of)
        if found is None:
            found = self.simple[of] = self._make(of)
        return found

    def _make(self, of: Any) -> Function:
        if isinstance(of, type) and is_dataclass(of):
            return self.object(of)
        source = Source(Fault=self.fault)
        if not self._inline(source, 1, of, "value"):
            made: Function = part("shapes").function(self, of)
            return made
        source.add(1, "return value")
        return source.compile(type_name(of))

    def emit(self, source: Source, pad: int, of: Any, name: str) -> None:
        """Write what turns a variable's value into the other form."""
        if not self._inline(source, pad, of, name):
            source.add(pad, f"{name} = {source.late(self.derive, of)}({name})")

    def _inline(self, source: Source, pad: int, of: Any, name: str) -> bool:
        parts = split(of)
        if parts.null:
            source.add(pad, f"if {name} is not None:")
            self.emit(source, pad + 1, parts.rest(), name)
            return True
        enum, base = parts.open_enum()
        exact = get_origin(base) or base
        if exact not in self.exact:
            return False
        source.add(pad, f"if {name}.__class__ is not {exact.__name__}:")
        source.add(pad + 1, f"{name} = {source.bind(self.exact[exact])}({name})")
        if enum and self.enums:
            known = source.bind(enum._value2member_map_.get)
            source.add(pad, f"{name} = {known}({name}, {name})")
        if exact in (list, dict):
            item = (get_args(base) or (Any,))[-1]
            self._items(source, pad, exact, item, name)
        return True

    def _items(self, source: Source, pad: int, kind: Any, of: Any, name: str) -> None:
        made, key, one = (source.fresh(stem) for stem in ("made", "key", "one"))
        head, keep, step = f"{one} in {name}", f"{made}.append({one})", f"len({made})"
        if kind is dict:
            head = f"{key}, {one} in {name}.items()"
            keep, step = f"{made}[{key}] = {one}", f"str({key})"
        source.add(pad, f"{made} = {kind()}", "try:", f"    for {head}:")
        self.emit(source, pad + 2, of, one)
        source.add(pad + 2, keep)
        source.add(
            pad, "except Fault as error:", f"    error.under({step})", "    raise"
        )
        source.add(pad, f"{name} = {made}")

    def accept(self, expected: str, kind: Any, plain: Function) -> Function:
        """Return the function that gives ``plain(value)`` for instances of a class."""

        def convert(value: Any) -> Any:
            if isinstance(value, kind) and (kind is bool or type(value) is not bool):
                return plain(value)
            raise self.wrong(expected, value)

        return convert

    def wrong(self, expected: str, value: Any) -> LocatedError:
        """Return the error of a value of the wrong type."""
        if value is MISSING:
            return self.fault(f"required member is missing (expected {expected})")
        return self.fault(f"expected {expected}, got {json_name(value)}")


def members(cls: Any) -> list[tuple[str, Field[Any], Any]]:
    """Return the fields of a dataclass with their names on the wire and their types."""
    wires: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        wires.update(base.__dict__.get("__wire__", {}))
    return [(wires.get(x.name, x.name), x, of) for x, of in field_types(cls)]


def part(name: str) -> Any:
    """Return a module beside this one that only some documents need."""
    return import_module(f".{name}", __package__)


def json_name(value: Any) -> str:
    """Return the name of a value's JSON type, for messages."""
    names = {"NoneType": "null", "dict": "object", "list": "array", "float": "number"}
    name = type(value).__name__
    return names.get(name, name)


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
    return str(getattr(of, "text", None) or getattr(of, "__name__", of))


def shorten(value: Any) -> str:
    """Return a value as it is repeated in messages."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
