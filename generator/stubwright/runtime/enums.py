"""Enums whose members are what stands on the wire, and how they are read."""

from __future__ import annotations

from enum import Enum
from typing import Any

from .derive import Direction, Parts, Source


class StrEnum(str, Enum):
    """Known strings; ``str()`` and ``format()`` give the wire value everywhere."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)


class IntEnum(int, Enum):
    """Known integers; ``str()`` and ``format()`` give the wire value everywhere."""

    def __str__(self) -> str:
        return int.__repr__(self)

    def __format__(self, format_spec: str) -> str:
        return int.__format__(self, format_spec)


def is_enum(of: Any) -> bool:
    """Tell whether a type is an enum."""
    return isinstance(of, type) and issubclass(of, Enum)


def inline(
    direction: Direction, source: Source, pad: int, parts: Parts, name: str
) -> bool:
    """Write how an enum beside its base is read, if the type is that; tell whether."""
    enums = [each for each in parts.members if is_enum(each)]
    others = [each for each in parts.members if not is_enum(each)]
    if len(enums) != 1 or others not in ([str], [int]) or parts.open:
        return False
    if not issubclass(enums[0], others[0]):
        return False
    direction.emit(source, pad, others[0], name)
    if direction.reads:
        known = source.bind(enums[0]._value2member_map_.get)
        source.add(pad, f"{name} = {known}({name}, {name})")
    return True
