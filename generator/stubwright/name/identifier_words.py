"""Split text into words, and join words to identifiers in the three cases of PEP 8."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Spellings that must not be split at capitals.
_WHOLE = ("OAuth", "IPv4", "IPv6", "iOS", "macOS")
_SYMBOLS = {
    "+": "plus",
    "-": "minus",
    "*": "star",
    "/": "slash",
    "\\": "backslash",
    "=": "equal",
    "<": "less",
    ">": "greater",
    "!": "not",
    "&": "and",
    "|": "or",
    "%": "percent",
    "#": "hash",
    "@": "at",
    "$": "dollar",
    "^": "caret",
    "~": "tilde",
    ".": "dot",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "?": "question",
    "(": "open",
    ")": "close",
    "_": "underscore",
    " ": "space",
}
_SIGNED = re.compile(r"^\s*([+-])(?=\d)")
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019](?=\w)")
_WORD = re.compile(
    "|".join(_WHOLE)
    + r"|[A-Z]{2,}s(?![a-z])"  # plural of an acronym: IDs, URLs
    + r"|[A-Z]+(?=[A-Z][a-z])"  # acronym before a word: HTTP in HTTPError
    + r"|[A-Z]?[^\WA-Z_]+"
    + r"|[A-Z]+"
)


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """Split ``text`` into words that can be part of an identifier; never empty.

    Changes of case, and characters that identifiers cannot contain, separate words. Text that has only symbols is spelled
    out.
    """
    normal = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", text))
    normal = _SIGNED.sub(lambda match: _SYMBOLS[match[1]] + " ", normal)
    kept = "".join(char if ("_" + char).isidentifier() else " " for char in normal)
    found = tuple(
        word for run in re.split(r"[\s_]+", kept) if run for word in _WORD.findall(run) if word
    )
    return found or _spelled(normal)


def _spelled(text: str) -> tuple[str, ...]:
    if not text:
        return ("empty",)
    parts = [_SYMBOLS.get(char, "") or _unicode_name(char) for char in text[:4]]
    return tuple(re.findall(r"[a-z0-9]+", " ".join(parts).lower())) or ("empty",)


def _unicode_name(char: str) -> str:
    return unicodedata.name(char, f"u{ord(char):x}")


@lru_cache(maxsize=16_384)
def snake(text: str) -> str:
    """Return ``text`` in snake case; text in snake case is unchanged (``r_2xx``)."""
    if text.isidentifier() and text == text.lower() and not text.startswith("_"):
        return unicodedata.normalize("NFKC", text)
    return "_".join(word.lower() for word in words(text))


@lru_cache(maxsize=16_384)
def pascal(text: str) -> str:
    """Return ``text`` in Pascal case; text in Pascal case is unchanged (``HTTPError``)."""
    if text.isidentifier() and text[0].isupper() and "_" not in text:
        return unicodedata.normalize("NFKC", text)
    found = words(text)
    # A text in capitals only has no acronyms to preserve.
    if len(found) > 1 and text.isupper():
        found = tuple(word.lower() for word in found)
    return "".join(word[0].upper() + word[1:] for word in found)


def constant(text: str) -> str:
    """Return ``text`` in upper case with underscores."""
    if text.isidentifier() and text == text.upper() and not text.startswith("_"):
        return unicodedata.normalize("NFKC", text)
    return "_".join(word.upper() for word in words(text))


_PART = re.compile(r"_*[A-Z]*[^A-Z_]*")


def shorten(identifier: str, most: int, share: float = 0.5) -> str:
    """Shorten an identifier to ``most`` characters in its middle, because related names differ at their ends.

    ``share`` is the fraction of the result that is taken from the front.
    """
    if len(identifier) <= most:
        return identifier
    parts = [part for part in _PART.findall(identifier) if part]
    front: list[str] = []
    end: list[str] = []
    room = most
    while parts and len(parts[0]) <= room - most * (1 - share):
        front.append(parts.pop(0))
        room -= len(front[-1])
    while parts and len(parts[-1]) <= room:
        end.insert(0, parts.pop())
        room -= len(end[0])
    return ("".join((*front, *end)) or identifier[:most]).strip("_") or identifier[:most]
