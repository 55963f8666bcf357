"""Descriptions of JSON values for messages."""

from __future__ import annotations

import difflib
import json
from functools import lru_cache

from stubwright.types.documents import Json

_LONGEST = 60
_MOST = 500
_SLIPS = 3


def kind_of(value: Json) -> str:
    """Return the JSON type of a value, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "an object"


def quoted(value: Json) -> str:
    """Format a scalar as shortened JSON; anything else as the name of its JSON type."""
    match value:
        case str():
            short = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            return f"'{short}'"
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            return kind_of(value)


@lru_cache(maxsize=4096)
def closest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that is most similar."""
    if not word or len(word) > _LONGEST or len(known) > _MOST:
        return None
    given = word.casefold()
    folded = {key.casefold(): key for key in known if key and _alike(given, key.casefold())}
    near = difflib.get_close_matches(given, folded, n=1, cutoff=0.75)
    # A single swap of two letters lowers the ratio a lot in a short word.
    near = near or [key for key in folded if sorted(key) == sorted(given)]
    return folded[near[0]] if near else None


def _alike(word: str, key: str) -> bool:
    """Return whether a costly comparison is worthwhile: a document may hold a million unknown words."""
    return abs(len(word) - len(key)) <= _SLIPS and (word[0] == key[0] or word[-1] == key[-1])
