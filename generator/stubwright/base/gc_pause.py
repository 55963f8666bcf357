"""Pausing of the garbage collector, which finds almost nothing while data only grows."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

_RARELY: Final = (2_000_000, 10, 1000)
"""Thresholds: new objects before the young generation is examined, and how often the older ones are."""


@contextmanager
def gc_paused() -> Generator[None, None, None]:
    """Keep the collector from traversing growing data repeatedly.

    Collections take two thirds of the time of reading a document, and a quarter of generating from a large one. Without
    any collections, memory would double.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
