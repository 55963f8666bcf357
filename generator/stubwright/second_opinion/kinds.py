"""The coarse types by which two readings are compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from stubwright.base.records import dataclass, field

Reference: TypeAlias = str
"""The id of an object in our reading, or its class name in theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The JSON kinds a value may have; ``any`` absorbs all.

    ``objects`` are the known classes among them, ``items`` those of an array.
    """

    names: frozenset[str]
    objects: tuple[Reference, ...] = ()
    items: Kinds | None = None

    @property
    def nullable(self) -> bool:
        """Whether null is among the values."""
        return "null" in self.names or "any" in self.names

    def text(self) -> str:
        """Return the types as text, without null."""
        if "any" in self.names:
            return "any"
        inner = f" of {self.items.text()}" if self.items is not None else ""
        shown = (name + inner if name == "array" else name for name in sorted(self.names))
        return " | ".join(name for name in shown if name != "null") or "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A property as read by one reader."""

    required: bool
    kinds: Kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as read by one reader: objects by reference, roots by component name."""

    objects: dict[Reference, dict[str, Member]] = field(
        default_factory=dict[Reference, dict[str, Member]]
    )
    roots: dict[str, Reference] = field(default_factory=dict[str, Reference])


def kinds(*names: str) -> Kinds:
    """Return JSON types without parts."""
    return Kinds(names=frozenset(names))


def merge(members: Iterable[Kinds]) -> Kinds:
    """Join alternatives; integer or number is number, and ``any`` includes all others."""
    listed = list(members)
    names = frozenset[str]().union(*(one.names for one in listed))
    if "any" in names:
        return kinds("any")
    if "number" in names:
        names -= {"integer"}
    objects = tuple(dict.fromkeys(ref for one in listed for ref in one.objects))
    held = [one.items for one in listed if one.items is not None]
    return Kinds(names=names, objects=objects, items=merge(held) if held else None)
