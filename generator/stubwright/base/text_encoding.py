"""Decode a document's bytes, and detect whether the text is JSON or YAML."""

from __future__ import annotations

import codecs
import json
import re
from typing import Final

MAX_DIGITS: Final = 1000
"""Longer numbers are refused: converting them takes quadratic time."""

MAX_DEPTH: Final = 200
"""The maximum nesting depth of objects and arrays.

Real documents reach about 20. Later stages traverse schemas recursively, with a few frames per level;
this keeps them within the interpreter's limit of 1,000.
"""

MAX_BYTES: Final = 100_000_000
"""The maximum size of a text in bytes; the largest known documents have a fifth of it."""

_START = re.compile(r"[ \t\r\n]*[{\[]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding(data: bytes) -> str:
    """Return the encoding, detected by a byte order mark or zero bytes (YAML 1.2.2, section 5.2)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    return json.detect_encoding(data) if 0 in data[:4] else "utf-8"


def decode(data: bytes, errors: str = "strict") -> str:
    """Decode a document. Raise UnicodeDecodeError, whose ``start`` is the offset in bytes."""
    return data.decode(encoding(data), errors)


def looks_like_json(text: str) -> bool:
    """Return whether a text starts as a JSON object or array does."""
    return _START.match(text) is not None
