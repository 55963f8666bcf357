"""Where responses differ from the document: what is logged, and given to a hook."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from os import PathLike
from threading import Lock
from typing import Any

_MOST = 10_000  # differences that are remembered, so that none is told twice

log = logging.getLogger(__name__.partition("._runtime")[0])


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value that does not fit its type. There are types here, never values.

    ``operation`` is a method and a path of the document. ``path`` leads to the value;
    ``[*]`` stands for the items of an array, ``.*`` for the members of a map. ``got`` is
    a JSON type, or ``missing`` where a required member is absent.
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


@dataclass(slots=True, eq=False)
class Note:
    """What notes the mismatches of one response."""

    mismatches: Mismatches
    operation: str
    status: int = 0

    def __call__(self, path: str, expected: str, got: str) -> None:
        found = Mismatch(self.operation, self.status, path, expected, got)
        self.mismatches.add(found)


class Mismatches:
    """The mismatches of one client: each is logged once for its operation and path."""

    def __init__(self, hook: Callable[[Mismatch], object] | None = None) -> None:
        self._hook = hook
        self._said: dict[tuple[str, str], Mismatch] = {}

    def add(self, found: Mismatch) -> None:
        """Log a mismatch, unless that was done, and give it to the hook."""
        key = (found.operation, found.path)
        # One step, so that of several threads one logs.
        if len(self._said) < _MOST and self._said.setdefault(key, found) is found:
            log.warning("%s", found)
        if self._hook is not None:
            self._hook(found)


_DECODED = Mismatches()


def logged(of: Any) -> Note:
    """Return what notes the mismatches of what is decoded without a client."""
    return Note(_DECODED, getattr(of, "__name__", str(of)))


def to_file(path: str | PathLike[str]) -> Callable[[Mismatch], None]:
    """Return a hook that appends each new mismatch to a file, one JSON object per line."""
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
