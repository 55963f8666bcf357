"""Offsets of keys and items in a JSON text.

Other values are skipped by the standard library's scanner, which is written in C.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from stubwright.base.place import escape
from stubwright.report.pointer_tree import Branch, Wanted

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SCAN: Final[Callable[[str, int], tuple[object, int]]] = json.JSONDecoder().raw_decode


def json_offsets(text: str, wanted: Wanted) -> dict[str, int]:
    """Return the offset of each wanted pointer and of those above it. Raise ValueError."""
    found: dict[str, int] = {}
    start = _space(text, 0)
    found[""] = start
    if wanted.branch:
        _value(text, start, wanted.branch, "", found)
    return found


def _space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return offset if match is None else match.end()


def _value(text: str, start: int, branch: Branch, pointer: str, found: dict[str, int]) -> int:
    """Scan a value that starts at an offset. Return the offset after it."""
    opening = text[start : start + 1]
    if not branch or opening not in ("{", "["):
        return _SCAN(text, start)[1]
    if opening == "{":
        return _object(text, start + 1, branch, pointer, found)
    return _array(text, start + 1, branch, pointer, found)


def _object(text: str, start: int, branch: Branch, pointer: str, found: dict[str, int]) -> int:
    missing = set(branch)
    offset = _space(text, start)
    while text[offset] != "}":
        at = offset
        key, offset = _SCAN(text, offset)
        offset = _space(text, _space(text, offset) + 1)
        below: Branch = {}
        child = pointer
        if isinstance(key, str) and key in missing:
            missing.discard(key)
            child = f"{pointer}/{escape(key)}"
            found[child] = at
            below = branch[key]
        offset = _next(text, _value(text, offset, below, child, found), "}")
    return offset + 1


def _array(text: str, start: int, branch: Branch, pointer: str, found: dict[str, int]) -> int:
    offset = _space(text, start)
    number = 0
    while text[offset] != "]":
        below: Branch = {}
        child = pointer
        if (key := str(number)) in branch:
            child = f"{pointer}/{key}"
            found[child] = offset
            below = branch[key]
        offset = _next(text, _value(text, offset, below, child, found), "]")
        number += 1
    return offset + 1


def _next(text: str, end: int, closing: str) -> int:
    """Return the offset of the next member after a value, or of the closing bracket."""
    offset = _space(text, end)
    if text[offset] == closing:
        return offset
    if text[offset] != ",":
        raise ValueError(f"no comma at {offset}")
    return _space(text, offset + 1)
