"""Write functions as text and compile them; what their names mean is kept beside."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias, Union, get_args, get_origin

from .errors import DecodeError, EncodeError
from .wire import UNSET, Unknown, Unset

Function: TypeAlias = Callable[[Any], Any]

MISSING: Any = object()  # what a required member is read as where it is absent


class Source:
    """The text of one function of one argument, ``value``."""

    def __init__(self) -> None:
        self._lines = ["def function(value):"]
        self._names: dict[str, Any] = {
            "DecodeError": DecodeError,
            "EncodeError": EncodeError,
            "MISSING": MISSING,
            "UNSET": UNSET,
        }

    def add(self, pad: int, *lines: str) -> None:
        """Append lines, indented by a number of levels."""
        self._lines += ["    " * pad + line for line in lines]

    def fresh(self, stem: str) -> str:
        """Return a variable's name that is not in use."""
        return f"{stem}{len(self._lines)}"

    def bind(self, value: Any) -> str:
        """Return a global name for an object."""
        name = f"g{len(self._names)}"
        self._names[name] = value
        return name

    def late(self, make: Callable[[Any], Function], type: Any) -> str:
        """Return a global name for ``make(type)``, which is called at first use."""

        def first(value: Any) -> Any:
            self._names[name] = made = make(type)
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
    """What a type allows: null, values no member fits (``open``), and members."""

    members: tuple[Any, ...]
    null: bool = False
    open: bool = False

    @property
    def type(self) -> Any:
        """The type without null."""
        return Union[self.members + ((Unknown,) if self.open else ())]

    @property
    def open_enum(self) -> tuple[type[Enum], type[Any]] | None:
        """The enum and its base where the type is one beside ``str`` or ``int``."""
        match sorted(self.members, key=is_enum):
            case [base, enum] if base in (str, int) and is_enum(enum) and not self.open:
                return (enum, base) if issubclass(enum, base) else None
        return None


def split(of: Any) -> Parts:
    """Take a type apart."""
    if not isinstance(of, types.UnionType) and get_origin(of) is not Union:
        return Parts((of,))
    members = get_args(of)
    rest = tuple(
        each
        for each in members
        if each not in (types.NoneType, Unset) and each is not Unknown
    )
    if not rest:
        return Parts((Unknown,) if Unknown in members else (None,))
    return Parts(rest, types.NoneType in members, Unknown in members)


def is_enum(of: Any) -> bool:
    """Tell whether a type is an enum."""
    return isinstance(of, type) and issubclass(of, Enum)


@dataclass(frozen=True, slots=True)
class Direction:
    """What decoding and encoding have apart.

    ``exact`` maps a type to the function for values that are not exactly of it.
    """

    fault: str
    exact: Mapping[Any, Function]
    array: Function
    mapping: Function
    make: Callable[[Any], Function]
    enums: bool

    def emit(self, source: Source, pad: int, of: Any, name: str) -> None:
        """Write what turns a variable's value into the other form."""
        if not self.inline(source, pad, of, name):
            source.add(pad, f"{name} = {source.late(self.make, of)}({name})")

    def inline(self, source: Source, pad: int, of: Any, name: str) -> bool:
        """Do the same in place, if the type is simple enough; tell whether it is."""
        parts = split(of)
        if parts.null:
            source.add(pad, f"if {name} is not None:")
            self.emit(source, pad + 1, parts.type, name)
            return True
        enum, base = parts.open_enum or (None, parts.type)
        origin = get_origin(base) or base
        if base in self.exact:
            slow = source.bind(self.exact[base])
            source.add(pad, f"if {name}.__class__ is not {base.__name__}:")
            source.add(pad + 1, f"{name} = {slow}({name})")
            if enum and self.enums:
                known = source.bind(enum._value2member_map_.get)
                source.add(pad, f"{name} = {known}({name}, {name})")
        elif origin is list:
            self._list(source, pad, (*get_args(base), Any)[0], name)
        elif origin is dict:
            self._dict(source, pad, (*get_args(base), Any, Any)[1], name)
        else:
            return False
        return True

    def _list(self, source: Source, pad: int, item: Any, name: str) -> None:
        many, one, items = (source.fresh(stem) for stem in ("many", "one", "items"))
        source.add(
            pad,
            f"if {name}.__class__ is not list:",
            f"    {name} = {source.bind(self.array)}({name})",
            f"{items} = iter({name})",
            f"{many} = []",
            "try:",
            f"    for {one} in {items}:",
        )
        self.emit(source, pad + 2, item, one)
        source.add(
            pad,
            f"        {many}.append({one})",
            f"except {self.fault} as error:",
            # The hint of a list's iterator is exact: how many items are still to come.
            f"    error.under(len({name}) - {items}.__length_hint__() - 1)",
            "    raise",
            f"{name} = {many}",
        )

    def _dict(self, source: Source, pad: int, item: Any, name: str) -> None:
        many, one, key = (source.fresh(stem) for stem in ("many", "one", "key"))
        source.add(
            pad,
            f"if {name}.__class__ is not dict:",
            f"    {name} = {source.bind(self.mapping)}({name})",
            f"{many} = {{}}",
            "try:",
            f"    for {key}, {one} in {name}.items():",
        )
        self.emit(source, pad + 2, item, one)
        source.add(
            pad,
            f"        {many}[{key}] = {one}",
            f"except {self.fault} as error:",
            f"    error.under(str({key}))",
            "    raise",
            f"{name} = {many}",
        )


def wrong(expected: str, value: Any) -> DecodeError:
    """Return the error of a value that has the wrong JSON type."""
    if value is MISSING:
        return DecodeError(f"required member is missing (expected {expected})")
    return DecodeError(f"expected {expected}, got {json_name(value)}")


def json_name(value: Any) -> str:
    """Return the name of a JSON value's type, for messages."""
    names = {"NoneType": "null", "dict": "object", "list": "array", "float": "number"}
    name = type(value).__name__
    return names.get(name, name)


def shorten(value: Any) -> str:
    """Return a value as it is repeated in messages."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def type_name(of: Any) -> str:
    """Return a type's name for messages."""
    origin = get_origin(of)
    if origin in (list, tuple, dict):
        return "object" if origin is dict else "array"
    if origin is None and hasattr(of, "__name__"):
        return str(of.__name__)
    members = split(of).members
    if len(members) > 1:
        return " or ".join(map(type_name, members))
    return str(getattr(of, "__forward_arg__", of))


def wire_names(cls: type[Any]) -> dict[str, str]:
    """Return the names of a dataclass's fields on the wire."""
    names = {name: name for name in cls.__dict__["__dataclass_fields__"]}
    for base in reversed(cls.__mro__):
        names.update(base.__dict__.get("__wire__", {}))
    return names
