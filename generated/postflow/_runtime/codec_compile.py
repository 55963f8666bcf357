# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Compile codec functions from types, one per dataclass, each at its first use."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from ..errors import LocatedError
from ..values import UNSET, UnknownValue, Unset
from .texts import json_type

Function: TypeAlias = Callable[[Any], Any]

_SCALARS = (str, int, float, bool)


class Source:
    """The source code of a function of one argument, ``value``."""

    def __init__(self, **names: Any) -> None:
        self._lines = ["def function(value):"]
        self._names: dict[str, Any] = {"UNSET": UNSET, "under": self._under, **names}
        self._marks: list[tuple[int, str | None]] = [(0, None)]

    def add(self, pad: int, *lines: str) -> None:
        """Append lines, indented by ``pad`` levels."""
        self._lines += ["    " * pad + line for line in lines]

    def member(self, wire: str | None) -> None:
        """Record that the lines that follow belong to a member."""
        self._marks.append((len(self._lines) + 1, wire))

    def missing(self, error: KeyError) -> Exception:
        """Return the error of an absent required member, read by ``value[wire]``."""
        at: Any = error.__traceback__
        if at.tb_next is not None:  # raised by what the function called
            return error
        fault: LocatedError = self._names["Fault"]("required member is missing")
        fault.under(self._at(at.tb_lineno) or "")
        return fault

    def _under(self, fault: LocatedError) -> None:
        wire = self._at(fault.__traceback__.tb_lineno)  # type: ignore[union-attr]
        if wire is not None:
            fault.under(wire)

    def _at(self, line: int) -> str | None:
        return next(wire for first, wire in reversed(self._marks) if first <= line)

    def fresh(self, stem: str) -> str:
        """Return an unused name for a variable."""
        return f"{stem}{len(self._lines)}"

    def bind(self, value: Any) -> str:
        """Return the name of a global variable that holds an object."""
        name = f"g{len(self._names)}"
        self._names[name] = value
        return name

    def late(self, make: Callable[[Any], Function], of: Any) -> str:
        """Return the name of a global for ``make(of)``, called at its first use."""

        def first(value: Any) -> Any:
            self._names[name] = made = make(of)
            return made(value)

        name = self.bind(first)
        return name

    def compile(self, name: str) -> Function:
        """Compile the source and return the function."""
        exec(compile("\n".join(self._lines), f"<{name}>", "exec"), self._names)
        function: Function = self._names["function"]
        return function


class Parts:
    """The members of a type, and whether it allows null and other values (``open``)."""

    def __init__(
        self, members: tuple[Any, ...], null: bool = False, open: bool = False
    ) -> None:
        self.members, self.null, self.open = members, null, open


def split(of: Any) -> Parts:
    """Split a type into its members."""
    if not isinstance(of, types.UnionType) and get_origin(of) is not Union:
        return Parts((of,))
    every = get_args(of)
    special = (types.NoneType, Unset, UnknownValue)
    members = tuple(each for each in every if each not in special)
    if not members:
        only = UnknownValue if UnknownValue in every else None
        return Parts((only,), types.NoneType in every)
    return Parts(members, types.NoneType in every, UnknownValue in every)


class Direction:
    """Decoding or encoding; ``exact`` serves values that are not exactly of a class."""

    fault: type[LocatedError]
    exact: Mapping[Any, Function]
    simple: dict[Any, Function]
    object: Callable[[Any], Function]
    reads: bool

    def derive(self, of: Any) -> Function:
        """Return the function of a type, which is created once."""
        key = of if type(of) is type else _ordered(of)
        found = self.simple.get(key)
        if found is None:
            found = self.simple[key] = self._make(of)
        return found

    def _make(self, of: Any) -> Function:
        if isinstance(of, type) and is_dataclass(of):
            return self.object(of)
        source = Source(Fault=self.fault)
        if not self._inline(source, 1, of, "value"):
            made: Function = part("codec_extended").function(self, of)
            return made
        source.add(1, "return value")
        return source.compile("value")

    def emit(self, source: Source, pad: int, of: Any, name: str) -> None:
        """Emit code that converts the value of a variable."""
        if of is Any and self.reads:
            source.add(pad, "pass")
        # Python nests no more than 20 blocks in a function.
        elif pad > 12 or not self._inline(source, pad, of, name):
            source.add(pad, f"{name} = {source.late(self.derive, of)}({name})")

    def _inline(self, source: Source, pad: int, of: Any, name: str) -> bool:
        parts = split(of)
        every = parts.members + ((UnknownValue,) if parts.open else ())
        rest: Any = Union[every] if every[1:] else every[0]
        kind: Any = get_origin(rest) or rest
        if parts.null and kind not in _SCALARS:
            source.add(pad, f"if {name} is not None:")
            self.emit(source, pad + 1, rest, name)
            return True
        if any(hasattr(each, "__members__") for each in parts.members):
            return bool(part("enums").inline(self, source, pad, parts, name))
        if kind not in self.exact:
            if rest == of:
                return False
            self.emit(source, pad, rest, name)
            return True
        self.check(source, pad, kind, parts.null, name)
        if kind in (list, dict):
            item = (get_args(rest) or (Any,))[-1]
            self.items(source, pad, kind, item, name)
        return True

    def check(self, source: Source, pad: int, kind: Any, null: bool, name: str) -> None:
        """Emit code that converts a variable's value to exactly a class, or raises."""
        test = f"{name}.__class__ is not {kind.__name__}"
        if kind is float:  # infinity minus infinity is NaN
            test = f"({test} or {name} - {name}) and {name}.__class__ is not int"
        if null:
            test += f" and {name} is not None"
        source.add(pad, f"if {test}:")
        source.add(pad + 1, f"{name} = {source.bind(self.exact[kind])}({name})")

    def items(self, source: Source, pad: int, kind: Any, of: Any, name: str) -> None:
        """Emit a loop over the items of a list, or over the members of an object."""
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

    def finite(self, value: float) -> float:
        """Return a number; raise if it is infinite or NaN, which JSON does not have."""
        if value - value:  # infinity and NaN
            raise self.fault(f"expected a finite number, got {value}")
        return value

    def wrong(self, expected: str, value: Any) -> LocatedError:
        """Return the error of a value of the wrong type."""
        return self.fault(f"expected {expected}, got {json_type(value)}")


def _ordered(of: Any) -> Any:
    """Return a key that differs for ``A | B`` and ``B | A``, which are equal."""
    origin = get_origin(of)
    whole = origin is None or origin is Literal
    return of if whole else (origin, *map(_ordered, get_args(of)))


@lru_cache(maxsize=None)
def members(cls: Any) -> list[tuple[str, Field[Any], Any]]:
    """Return the fields of a dataclass with their names on the wire and their types."""
    wires: dict[str, str] = {}
    homes: dict[Field[Any], str] = {}  # a string is resolved in its class's module
    for base in reversed(cls.__mro__):
        wires.update(base.__dict__.get("__wire__", {}))
        for field in base.__dict__.get("__dataclass_fields__", {}).values():
            homes.setdefault(field, base.__module__)
    found: list[tuple[str, Field[Any], Any]] = []
    for field in fields(cls):
        of: Any = field.type
        name = wires.get(field.name, field.name)
        found.append((name, field, resolve(of, homes[field])))
    return found


@lru_cache(maxsize=None)
def resolve(text: Any, module: str) -> Any:
    """Return the type of an annotation, evaluated in a module."""
    return eval(text, vars(import_module(module))) if isinstance(text, str) else text


def part(name: str) -> Any:
    """Return a sibling module that only some documents need."""
    return import_module(f".{name}", __package__)
