"""YAML events, from libyaml if it is available, and the YAML 1.2 core schema for plain scalars."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isinf
from typing import Final, Protocol

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from stubwright.base.text_encoding import MAX_DIGITS

Scalar = str | int | float | bool | None


class Events(Protocol):
    """A stream of parse events with marks."""

    def get_event(self) -> yaml.Event:
        """Return the next event."""
        ...


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's own parser; ten times slower than libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


# `yaml.cyaml` exists only if PyYAML was built with libyaml.
_PARSER: Final[Callable[[str], Events]] = (
    vars(yaml)["cyaml"].CParser if yaml.__with_libyaml__ else _PureParser
)


def events(text: str) -> Events:
    """Start parsing a text. The events raise ``yaml.YAMLError`` if it is not YAML."""
    return _PARSER(text)


def repaired(text: str) -> str:
    """Replace pairs of escaped surrogates by the character that they represent.

    JSON, and YAML files converted from it, write characters outside the basic plane in this way; libyaml
    refuses them. Use it for a second attempt only, because it cannot distinguish escapes from plain text.
    """
    return _SURROGATES.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = 0x10000 + ((int(match[1], 16) - 0xD800) << 10) + int(match[2], 16) - 0xDC00
    return f"\\U{code:08X}"


_SURROGATES: Final = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")

CORE: Final = "tag:yaml.org,2002:"
_WORDS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o([0-7]+)\Z|0x([0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
# Most plain scalars are words, which their first letter shows without a search.
_FIRST = frozenset("-+.0123456789")


def finite(text: str) -> float | str:
    """Read a number with a fraction or an exponent; one beyond the largest float stays text."""
    value = float(text)
    return text if isinf(value) else value


def plain(text: str) -> Scalar:
    """Read a plain scalar (YAML 1.2.2, section 10.3.2).

    JSON has neither infinity nor NaN: such a number stays text, and what expects a number reports it.
    Raise OverflowError for a number of more than ``MAX_DIGITS`` digits.
    """
    if text[:1] not in _FIRST:
        return _WORDS.get(text, text)
    if match := _INTEGER.match(text):
        if len(text) > MAX_DIGITS:
            raise OverflowError(len(text))
        if match[1]:
            return int(match[1], 8)
        return int(match[2], 16) if match[2] else int(text)
    if _FLOAT.match(text):
        return finite(text)
    return _WORDS.get(text, text)
