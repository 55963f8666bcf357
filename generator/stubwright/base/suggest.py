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
"""Two letters of three are the same: ``Pat`` may mean ``Pet``."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, None if none is close."""
    given = word.casefold()
    if not given or len(given) > _LONGEST:
        return None
    # A document may hold a million unknown words, and thousands of names that each may mean.
    alike = (other for other in known if _alike(given, other.casefold()))
    return _closest(given, tuple(islice(alike, _MOST)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean …`` for the known word that is closest, ``""`` where none is close."""
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
    # Two letters that changed places weigh much in a short word.
    near = near or [other for other in folded if sorted(other) == sorted(word)]
    return folded[near[0]] if near else None
