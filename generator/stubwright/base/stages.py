"""Notification of the stages of a run, for progress and timings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Begin: TypeAlias = Callable[[str], None]
"""Called with a stage's name as it begins."""


def unwatched(stage: str) -> None:
    """Do nothing when a stage begins."""
