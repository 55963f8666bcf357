"""Exhaustiveness of ``match`` statements, as checked by type checkers."""

from __future__ import annotations

from typing import NoReturn


def unreachable(value: NoReturn) -> AssertionError:
    """Return the exception to raise after all cases; a type checker reports a case that is missing."""
    return AssertionError(f"unexpected: {value!r}")
