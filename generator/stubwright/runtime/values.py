"""Special values: absent members, and unknown members of a union."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

__all__ = ["UNSET", "UnknownValue", "Unset"]


class Unset(Enum):
    """The type of ``UNSET``: a member that is absent where null would be a value."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that matches no known member of a union; it is encoded unchanged.

    Members of an object are attributes with their names in the JSON, so that
    ``item.type == "message"`` works for every value of a union. ``value`` is always
    the raw value.
    """

    value: Any

    if TYPE_CHECKING:
        # NoReturn adds nothing to the types of the known members' attributes.
        def __getattr__(self, name: str) -> NoReturn: ...

    else:

        def __getattr__(self, name):
            # copy looks `value` up before it is set.
            hidden = name.startswith("_") or name == "value"
            if not hidden and isinstance(self.value, dict) and name in self.value:
                return self.value[name]
            raise AttributeError(
                f"{type(self).__name__!r} has no member {name!r}", name=name, obj=self
            )
