"""Pausing of the garbage collector, which finds almost nothing while data only grows."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

_RARELY: Final = (2_000_000, 10, 1000)
"""New objects before the young ones are looked at, and how often the older ones join them."""


@contextmanager
def gc_paused() -> Generator[None, None, None]:
    """Keep the collector from traversing growing data repeatedly.

    It costs two thirds of the time of reading a document, a quarter of generating from a large one. Switched off
    altogether it would leave twice the memory behind.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
