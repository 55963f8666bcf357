"""YAML's events, from libyaml where it is there, and the 1.2 core schema of plain scalars."""

from __future__ import annotations

import re
from typing import Final, Protocol

import yaml

Scalar = str | int | float | bool | None


class Events(Protocol):
    """A stream of parse events with marks."""

    def get_event(self) -> yaml.Event: ...


class _PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser; ten times slower than libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def events(text: str) -> Events:
    """Start reading a text. The events raise ``yaml.YAMLError`` where it is not YAML."""
    if yaml.__with_libyaml__:
        return yaml.cyaml.CParser(text)
    return _PureParser(text)


CORE: Final = "tag:yaml.org,2002:"
_WORDS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{
        sign + word: float(sign + "inf")
        for sign in ("", "+", "-")
        for word in (".inf", ".Inf", ".INF")
    },
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o([0-7]+)\Z|0x([0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
# Most plain scalars are words: their first letter settles it without a search.
_FIRST = frozenset("-+.0123456789")

MAX_DIGITS: Final = 1000
"""Longer numbers are refused: converting them takes quadratic time."""


def plain(text: str) -> Scalar:
    """Read a plain scalar (YAML 1.2.2, section 10.3.2).

    Raise OverflowError for a number of more than ``MAX_DIGITS`` digits.
    """
    if text[:1] not in _FIRST:
        return _WORDS[text] if text in _WORDS else text
    if match := _INTEGER.match(text):
        if len(text) > MAX_DIGITS:
            raise OverflowError(len(text))
        if match[1]:
            return int(match[1], 8)
        return int(match[2], 16) if match[2] else int(text)
    if _FLOAT.match(text):
        return float(text)
    return _WORDS.get(text, text)
