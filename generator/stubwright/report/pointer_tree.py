"""The wanted pointers as a tree, so that one pass over a text finds all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from stubwright.base.place import unescape
from stubwright.base.records import dataclass

Branch: TypeAlias = "dict[str, Branch]"
"""The wanted branches by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``branch`` contains the unescaped keys on the path to each pointer."""

    pointers: tuple[str, ...]
    branch: Branch

    @classmethod
    def of(cls, pointers: Iterable[str]) -> Wanted:
        """Build the tree of the pointers."""
        unique = tuple(dict.fromkeys(pointers))
        root: Branch = {}
        for pointer in unique:
            branch = root
            for token in pointer.split("/")[1:]:
                branch = branch.setdefault(unescape(token), {})
        return cls(pointers=unique, branch=root)
