"""The line and column of a pointer's value in a document's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeAlias

from stubwright.base.records import dataclass
from stubwright.base.text_encoding import decode, looks_like_json
from stubwright.report.json_offsets import json_offsets
from stubwright.report.pointer_tree import Wanted
from stubwright.types.documents import Document

Position: TypeAlias = tuple[int, int]
"""Line and column, both from 1, in characters."""

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document's text, prepared for excerpts. ``starts`` are the offsets of its lines."""

    text: str
    starts: tuple[int, ...]

    def line(self, number: int) -> str | None:
        """Return a line's text without its break; lines count from 1."""
        if not 1 <= number <= len(self.starts):
            return None
        start = self.starts[number - 1]
        after = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:after].rstrip("\r\n")

    def position(self, offset: int) -> Position:
        """Return the position of an offset into the text."""
        number = bisect_right(self.starts, offset)
        return number, offset - self.starts[number - 1] + 1


def source(document: Document) -> Source:
    """Decode a document; bytes that cannot be decoded become replacement characters."""
    text = decode(document.data, "replace")
    return Source(text=text, starts=(0, *(match.end() for match in _BREAK.finditer(text))))


def position(document: Document, pointer: str) -> Position:
    """Return the position of a pointer's key or item, or of the nearest place above it that exists."""
    return positions(document, (pointer,))[pointer]


def positions(document: Document, pointers: Iterable[str]) -> dict[str, Position]:
    """Return the positions of several pointers; the text is read once."""
    return find(source(document), pointers)


def find(read: Source, pointers: Iterable[str]) -> dict[str, Position]:
    """Return the positions of several pointers in a JSON or YAML text, as load reads it."""
    wanted = Wanted.of(pointers)
    offsets = _offsets(read.text, wanted)
    return {pointer: read.position(_nearest(offsets, pointer)) for pointer in wanted.pointers}


def _offsets(text: str, wanted: Wanted) -> dict[str, int]:
    if looks_like_json(text):
        try:
            return json_offsets(text, wanted)
        except (ValueError, StopIteration, RecursionError):
            pass  # YAML that starts like JSON.
    from stubwright.report.yaml_offsets import yaml_offsets  # PyYAML takes long to load

    return yaml_offsets(text, wanted)


def _nearest(offsets: dict[str, int], pointer: str) -> int:
    while pointer not in offsets:
        if not pointer:
            return 0
        pointer = pointer[: pointer.rindex("/")]
    return offsets[pointer]
