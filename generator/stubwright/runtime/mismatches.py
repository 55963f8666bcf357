"""Differences between responses and the document, logged and passed to a hook."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from os import PathLike
from threading import Lock

_MOST = 10_000  # mismatches remembered, so that none is written twice


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value that does not match its type. It records types, never values.

    ``operation`` is the documented method and path. ``path`` locates the value; ``[*]``
    means any item of an array, ``.*`` any member of a map. ``got`` is a JSON type, or
    ``missing`` if a required member is absent.
    """

    operation: str
    status: int
    path: str
    expected: str
    got: str

    def __str__(self) -> str:
        said = f"expected {self.expected}, got {self.got}"
        if self.got == "missing":
            said = "required member is missing"
        return f"{self.operation}: {self.path}: {said}"


def to_file(path: str | PathLike[str]) -> Callable[[Mismatch], None]:
    """Return a hook that appends each new mismatch to a file as a JSON line."""
    lock = Lock()
    seen: set[Mismatch] = set()

    def write(found: Mismatch) -> None:
        with lock:
            if found in seen or len(seen) >= _MOST:
                return
            seen.add(found)
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(found)) + "\n")

    return write
