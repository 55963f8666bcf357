"""The coarse types that two readers are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

Reference: TypeAlias = str
"""An object's id on our side, a class's name on theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The JSON kinds a value may have; ``any`` absorbs all.

    ``objects`` are the known classes among them, ``items`` what an array holds.
    """

    names: frozenset[str]
    objects: tuple[Reference, ...] = ()
    items: Kinds | None = None

    @property
    def nullable(self) -> bool:
        """Whether null is among the values."""
        return "null" in self.names or "any" in self.names

    def text(self) -> str:
        """Return the kinds in words, null left out."""
        if "any" in self.names:
            return "any"
        inner = f" of {self.items.text()}" if self.items is not None else ""
        shown = (name + inner if name == "array" else name for name in sorted(self.names))
        return " | ".join(name for name in shown if name != "null") or "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A property as one reader has it."""

    required: bool
    kinds: Kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as one reader has it: objects by reference, roots by component name."""

    objects: dict[Reference, dict[str, Member]] = field(
        default_factory=dict[Reference, dict[str, Member]]
    )
    roots: dict[str, Reference] = field(default_factory=dict[str, Reference])


def kinds(*names: str) -> Kinds:
    """Build kinds without parts."""
    return Kinds(names=frozenset(names))


def merge(members: Iterable[Kinds]) -> Kinds:
    """Join alternatives; an integer beside numbers is a number, anything beside ``any`` is any."""
    listed = list(members)
    names = frozenset[str]().union(*(one.names for one in listed))
    if "any" in names:
        return kinds("any")
    if "number" in names:
        names -= {"integer"}
    objects = tuple(dict.fromkeys(ref for one in listed for ref in one.objects))
    held = [one.items for one in listed if one.items is not None]
    return Kinds(names=names, objects=objects, items=merge(held) if held else None)
