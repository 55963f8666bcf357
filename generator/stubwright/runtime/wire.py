"""What models share: sentinels, enums, and the type of any JSON value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

JSONValue: TypeAlias = (
    "dict[str, JSONValue] | list[JSONValue] | str | int | float | bool | None"
)
"""Any JSON value; floats are finite."""


class Unset(Enum):
    """The type of ``UNSET``: a member that is absent where null would be a value."""

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that no known member of a union fits; it is sent back as it came."""

    value: Any


class StrEnum(str, Enum):
    """Known strings; ``str()`` and ``format()`` give the wire value on every version."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)


class IntEnum(int, Enum):
    """Known integers; ``str()`` and ``format()`` give the wire value on every version."""

    def __str__(self) -> str:
        return int.__repr__(self)

    def __format__(self, format_spec: str) -> str:
        return int.__format__(self, format_spec)


class Extra:
    """Mark the field that holds an object's members under other names."""
