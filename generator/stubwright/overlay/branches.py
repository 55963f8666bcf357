"""A tree that is being changed: values are copied on first change, and keep their origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from stubwright.base.place import Place, escape
from stubwright.types.documents import Json

Location: TypeAlias = Sequence[str | int]
"""Keys and indexes from the root to a value."""

_ABSENT: Final = object()


class Branch:
    """A value, and for an open object or array, a branch for each member.

    The ``value`` of an open branch is a copy, so that changes affect neither the original tree
    nor another place that shares the value (a YAML alias, one update of two targets).
    """

    __slots__ = ("members", "origin", "value")

    def __init__(self, value: Json, origin: Place) -> None:
        self.value = value
        self.origin = origin
        self.members: dict[str, Branch] | list[Branch] | None = None

    def open(self) -> None:
        """Make a shallow copy of an object or array, so that it can be changed."""
        if self.members is not None:
            return
        if isinstance(self.value, dict):
            self.value = dict(self.value)
            self.members = {
                key: Branch(member, self.origin.child(key)) for key, member in self.value.items()
            }
        elif isinstance(self.value, list):
            self.value = list(self.value)
            self.members = [
                Branch(item, self.origin.child(index)) for index, item in enumerate(self.value)
            ]

    def into(self, key: str | int) -> Branch | None:
        """Open a member and return it, or None if it no longer exists."""
        self.open()
        if isinstance(self.members, dict) and isinstance(self.value, dict) and key in self.members:
            child = self.members[str(key)]
            child.open()
            self.value[str(key)] = child.value
            return child
        if isinstance(self.members, list) and isinstance(self.value, list) and _inside(self, key):
            child = self.members[int(key)]
            child.open()
            self.value[int(key)] = child.value
            return child
        return None

    def at(self, location: Location) -> Branch | None:
        """Open the value at a location and return it, or None if it no longer exists."""
        self.open()
        found: Branch | None = self
        for key in location:
            found = None if found is None else found.into(key)
        return found

    def put(self, key: str | int, value: Json, origin: Place) -> None:
        """Set a member of an object, or replace an item of an array."""
        self.open()
        if isinstance(self.members, dict) and isinstance(self.value, dict):
            self.value[str(key)] = value
            self.members[str(key)] = Branch(value, origin)
        elif isinstance(self.members, list) and isinstance(self.value, list):
            self.value[int(key)] = value
            self.members[int(key)] = Branch(value, origin)

    def append(self, value: Json, origin: Place) -> None:
        """Add an item to an array."""
        self.open()
        if isinstance(self.members, list) and isinstance(self.value, list):
            self.value.append(value)
            self.members.append(Branch(value, origin))

    def drop(self, key: str | int) -> None:
        """Remove a member or an item; the items after it move up."""
        self.open()
        if isinstance(self.members, dict) and isinstance(self.value, dict):
            del self.value[str(key)], self.members[str(key)]
        elif isinstance(self.members, list) and isinstance(self.value, list):
            del self.value[int(key)], self.members[int(key)]

    def merge(self, update: dict[str, Json], origin: Place) -> None:
        """Merge an object into this one, member by member; arrays are concatenated.

        A null leaves an object or array unchanged, because overlays that repeat a document's structure
        contain null for its empty parts (Overlay 1.0.0, section 4.5.1). Any other value replaces.
        """
        self.open()
        members = self.value if isinstance(self.value, dict) else {}
        for key, new in update.items():
            old, place = members.get(key, _ABSENT), origin.child(key)
            if isinstance(old, (dict, list)) and new is None:
                continue
            child = self.into(key) if isinstance(old, (dict, list)) else None
            if child is not None and isinstance(old, dict) and isinstance(new, dict):
                child.merge(new, place)
            elif child is not None and isinstance(old, list) and isinstance(new, list):
                child.extend(new, place)
            else:
                self.put(key, new, place)

    def extend(self, items: list[Json], origin: Place) -> None:
        """Add items to an array."""
        for index, item in enumerate(items):
            self.append(item, origin.child(index))

    def moved(self) -> Iterator[tuple[str, Place]]:
        """Yield the pointers of values that come from elsewhere, with their origins."""
        stack: list[tuple[str, Branch]] = [("", self)]
        while stack:
            pointer, branch = stack.pop()
            for key, child in branch.named():
                below = f"{pointer}/{escape(key)}"
                if child.origin != branch.origin.child(key):
                    yield below, child.origin
                stack.append((below, child))

    def named(self) -> Iterator[tuple[str, Branch]]:
        """Yield the members of an open branch by their pointer tokens."""
        if isinstance(self.members, dict):
            yield from self.members.items()
        elif self.members is not None:
            yield from ((str(index), child) for index, child in enumerate(self.members))


def _inside(branch: Branch, key: str | int) -> bool:
    return isinstance(key, int) and 0 <= key < len(branch.members or ())
