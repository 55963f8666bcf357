"""Words from which names are made; ``name`` turns them into identifiers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from stubwright.base.json_value import Json
from stubwright.base.place import Place

VERSION = re.compile(r"v\d+([._]\d+)*", re.IGNORECASE)
PARAMETER = re.compile(r"\{[^{}]*\}")
KEYWORDS = frozenset(
    {"schema", "schemas", "items", "properties", "definitions", "components", "$defs", "allOf", "oneOf", "anyOf", "content"}
)  # fmt: skip
LONGEST_TITLE = 60


_SIGN = re.compile(r"^[+-](?=\w)|(?<=\w)-$|(?<=[\w+#])[+#]")
_SIGNS = {"-": "minus", "+": "plus", "#": "sharp"}
"""Signs that distinguish values, unlike those that only separate words: ``-created_at``, ``A+``, ``C#``."""

_OPERATOR = re.compile(r"[<>=!&|*%~^$@]")
_OPERATORS = {
    "<": "less", ">": "greater", "=": "equal", "!": "not", "&": "and", "|": "or", "*": "star",
    "%": "percent", "~": "tilde", "^": "caret", "$": "dollar", "@": "at",
}  # fmt: skip


def distinct_words(values: Sequence[Json]) -> tuple[str, ...]:
    """Return words for each value of an enum; signs are spelled out if values differ only in them."""
    signed = {one.replace("+", "-") for one in values if isinstance(one, str) and "+" in one}
    plain = [
        value_words(one.replace("-", " minus ") if isinstance(one, str) and one in signed else one)
        for one in values
    ]
    counts = Counter(map(_comparable, plain))
    return tuple(
        _OPERATOR.sub(lambda found: f" {_OPERATORS[found[0]]} ", one)
        if counts[_comparable(one)] > 1
        else one
        for one in plain
    )


def _comparable(words: str) -> str:
    return "_".join(re.findall(r"[^\W_]+", words)).upper()


def value_words(value: Json) -> str:
    """Return words for a value of an enum: ``""`` is empty, ``-1`` is minus 1."""
    if isinstance(value, str):
        return _SIGN.sub(lambda found: f" {_SIGNS[found[0]]} ", value) or "empty"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
        return f"minus {-value}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def place_words(place: Place) -> str:
    """Return the last meaningful part of a pointer, or else the file's stem."""
    for key in reversed(place.keys()):
        if key not in KEYWORDS and not key.isdigit() and "/" not in key:
            return key
    stem = PurePosixPath(unquote(urlsplit(place.document).path)).name.split(".")[0]
    return stem or "root"


def path_words(path: str) -> tuple[str, ...]:
    """Return the words of a path without parameters and versions."""
    segments = (PARAMETER.sub("", segment).strip(".:;,") for segment in path.split("/"))
    return tuple(segment for segment in segments if segment and not VERSION.fullmatch(segment))


def path_parameters(path: str) -> tuple[str, ...]:
    """Return the names of a path's parameters, in order."""
    return tuple(found[1:-1] for found in PARAMETER.findall(path))


def join_words(words: Iterable[str]) -> str:
    """Join the words that are not empty."""
    return " ".join(word for word in words if word)


def shorten(words: str) -> str:
    """Shorten a title that is a sentence, so that the name is not as long."""
    if len(words) <= LONGEST_TITLE:
        return words
    return words[:LONGEST_TITLE].rsplit(" ", 1)[0]
