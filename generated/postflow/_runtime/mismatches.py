# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Record the mismatches of responses and log each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..mismatches import Mismatch
from .logs import log

_MOST = 10_000  # mismatches that are remembered, so that none is logged twice


class Note:
    """Records the mismatches of one response."""

    status = 0

    def __init__(self, mismatches: Mismatches, operation: str) -> None:
        self.mismatches = mismatches
        self.operation = operation

    def __call__(self, path: str, expected: str, got: str) -> None:
        found = Mismatch(self.operation, self.status, path, expected, got)
        self.mismatches.add(found)


class Mismatches:
    """The mismatches of one client: each is logged once for its operation and path."""

    def __init__(self, hook: Callable[[Mismatch], object] | None = None) -> None:
        self._hook = hook
        self._said: dict[tuple[str, str], Mismatch] = {}

    def add(self, found: Mismatch) -> None:
        """Log a mismatch unless it was logged before, and pass it to the hook."""
        key = (found.operation, found.path)
        # Atomic, so that only one of several threads logs.
        if len(self._said) < _MOST and self._said.setdefault(key, found) is found:
            log.warning("%s", found)
        if self._hook is not None:
            self._hook(found)


_DECODED = Mismatches()


def logged(of: Any) -> Note:
    """Return a recorder of mismatches for values decoded without a client."""
    return Note(_DECODED, getattr(of, "__name__", str(of)))
