"""What type checkers hold a ``match`` to."""

from __future__ import annotations

from typing import NoReturn


def unreachable(value: NoReturn) -> AssertionError:
    """Return what to raise where all cases are covered; a type checker reports a value that could get here."""
    return AssertionError(f"unexpected: {value!r}")
