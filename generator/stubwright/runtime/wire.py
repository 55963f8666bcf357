"""What models and wire formats share: markers, sentinels, and types that JSON lacks."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import IO, Any, Final, TypeAlias

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

    def __format__(self, format_spec: str, /) -> str:
        return str.__format__(self, format_spec)


class IntEnum(int, Enum):
    """Known integers; ``str()`` and ``format()`` give the wire value on every version."""

    def __str__(self) -> str:
        return int.__repr__(self)

    def __format__(self, format_spec: str, /) -> str:
        return int.__format__(self, format_spec)


class Base64:
    """Mark bytes that are written as base64 (RFC 4648, section 4)."""


class Base64Url:
    """Mark bytes that are written as base64url (RFC 4648, section 5)."""


class Extra:
    """Mark the field that holds an object's members under other names."""


class Tagged:
    """Mark a union whose member is named by the value of one property.

    ``mapping`` leads from that value to a type, or to its name in the module where
    the marker stands. ``fallback`` is taken where the value is unknown or absent.
    """

    __slots__ = ("fallback", "mapping", "module", "property")

    def __init__(
        self, property: str, mapping: Mapping[str, Any], fallback: Any = None
    ) -> None:
        self.property = property
        self.mapping = mapping
        self.fallback = fallback
        self.module = str(sys._getframe(1).f_globals.get("__name__", ""))


@dataclass(frozen=True, slots=True)
class File:
    """Content of a file for a form, with the name and the media type it is sent under."""

    content: bytes | IO[bytes]
    filename: str | None = None
    content_type: str | None = None
