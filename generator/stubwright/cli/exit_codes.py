"""The exit codes of the command line."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
DRIFT: Final = 1
WRONG: Final = 2
BUG: Final = 3
NO_READER: Final = 141
"""Whoever read standard output has closed it."""
