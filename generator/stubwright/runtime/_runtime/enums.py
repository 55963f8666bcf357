"""Enums whose members have the encoded values, and their decoding."""

from __future__ import annotations

from enum import Enum
from typing import Any

from .codec_compile import Direction, Function, Parts, Source


class StrEnum(str, Enum):
    """Known strings; ``str()`` and ``format()`` return the value."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)


class IntEnum(int, Enum):
    """Known integers; ``str()`` and ``format()`` return the value."""

    def __str__(self) -> str:
        return int.__repr__(self)

    def __format__(self, format_spec: str) -> str:
        return int.__format__(self, format_spec)


def is_enum(of: Any) -> bool:
    """Return whether a type is an enum."""
    return isinstance(of, type) and issubclass(of, Enum)


def plain_type(parts: Parts) -> Any:
    """Return the plain type in a union of an enum and its base, otherwise None."""
    enums = [each for each in parts.members if is_enum(each)]
    others = [each for each in parts.members if not is_enum(each)]
    if len(enums) != 1 or others not in ([str], [int]) or parts.open:
        return None
    return others[0] if issubclass(enums[0], others[0]) else None


def inline(
    direction: Direction, source: Source, pad: int, parts: Parts, name: str
) -> bool:
    """Emit code that decodes an enum or ``Enum | base``; False for other types."""
    enums = [each for each in parts.members if is_enum(each)]
    if parts.members == tuple(enums) and len(enums) == 1:
        source.add(pad, f"{name} = {source.bind(_closed(direction, enums[0]))}({name})")
        return True
    other = plain_type(parts)
    if other is None:
        return False
    direction.emit(source, pad, other, name)
    if direction.reads:
        known = source.bind(enums[0]._value2member_map_.get)
        source.add(pad, f"{name} = {known}({name}, {name})")
    return True


def _closed(direction: Direction, enum: type[Enum]) -> Function:
    base = int if issubclass(enum, int) else str
    known = enum._value2member_map_

    def convert(value: Any) -> Any:
        plain = direction.derive(base)(value)
        if plain not in known:
            names = " or ".join(map(repr, known)) if len(known) < 6 else enum.__name__
            raise direction.fault(f"expected {names}, got {plain!r}")
        return known[plain] if direction.reads else plain

    return convert
