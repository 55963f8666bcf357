"""Suggestions for unknown words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

_LONGEST = 200
_MOST = 500
_SLIPS = 3
_CUTOFF = 0.66
"""The minimum similarity; two equal letters of three suffice: ``Pat`` may mean ``Pet``."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, None if none is close."""
    given = word.casefold()
    if not given or len(given) > _LONGEST:
        return None
    # A document may contain a million unknown words, and thousands of names to compare with each.
    alike = (other for other in known if _alike(given, other.casefold()))
    return _closest(given, tuple(islice(alike, _MOST)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean …`` with the closest known word, ``""`` if none is close."""
    near = closest(word, known)
    return f"did you mean {near!r}?" if near else ""


def _alike(word: str, other: str) -> bool:
    """Return whether a costly comparison is worth it."""
    return (
        abs(len(word) - len(other)) <= _SLIPS
        and other != ""
        and (word[0] == other[0] or word[-1] == other[-1])
    )


@lru_cache(maxsize=4096)
def _closest(word: str, known: tuple[str, ...]) -> str | None:
    folded = {other.casefold(): other for other in reversed(known)}
    near = get_close_matches(word, folded, n=1, cutoff=_CUTOFF)
    # Two transposed letters reduce the similarity of short words considerably.
    near = near or [other for other in folded if sorted(other) == sorted(word)]
    return folded[near[0]] if near else None
