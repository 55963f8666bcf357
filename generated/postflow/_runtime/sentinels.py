"""What models share: sentinels, and the type of any JSON value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    JSONValue: TypeAlias = (
        "dict[str, JSONValue] | list[JSONValue] | str | int | float | bool | None"
    )
else:
    JSONValue = Any


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
