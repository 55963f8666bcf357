"""Determine which fields of Redoc are expanded, from the text before and below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Shape
from stubwright.transcribe.reading.fields import Entry, Start
from stubwright.transcribe.systems.redoc.fields import ARRAY, HEADINGS, begin
from stubwright.types.page import Line, Page

# The longest description of a field, in lines.
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Marks:
    """Mark fields with members: ``-`` if the members follow, ``+`` if not, "" if unknown.

    ``Array`` follows an expanded array, and a heading follows alternatives. Nothing follows an
    object, but text copied from a browser has one more empty line below an expanded one.
    ``gaps`` is true if the page has its empty lines.
    """

    gaps: bool

    @classmethod
    def of_page(cls, page: Page) -> Marks:
        """Look for two consecutive empty lines in a text."""
        pairs = zip(page.lines, page.lines[1:], strict=False)
        return cls(page.form == "text" and any(b.number - a.number > 2 for a, b in pairs))

    def mark(self, lines: Sequence[Line], begun: Start) -> Start:
        """Mark a field with members, by the lines up to the next field."""
        for at in range(begun.end, min(len(lines), begun.end + _MOST_LINES)):
            text, next_ = lines[at].text, begin(lines, at)
            if text in HEADINGS and next_ and _is_bare(lines, at, next_):
                return replace(begun, mark="+")
            if text in HEADINGS and next_ and next_.end == at + 1 and not _begins(lines, at + 1):
                return begun  # the alternative below the heading was not read
            if ARRAY.match(text) or text in HEADINGS:
                return replace(begun, mark="-")
            if next_ is not None:
                break
        else:
            at = len(lines)
        words = begun.words
        if words.type == "array" or words.choices or at == len(lines):
            return replace(begun, mark="+")
        return replace(begun, mark=self._object(lines, begun.end - 1, at))

    def _object(self, lines: Sequence[Line], first: int, after: int) -> str:
        if not self.gaps:
            return ""
        empty = [lines[at + 1].number - lines[at].number - 1 for at in range(first, after)]
        if empty[-1] == 1 or empty[-1] > 2:
            return "+" if empty[-1] == 1 else "-"
        if len(empty) == 1:
            return "-"
        # Two empty lines follow a closed field that ends in a paragraph, or an open one that ends
        # in a list.
        # in a list.
        return "+" if len(empty) == 2 and empty[0] else ""


def _begins(lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and begin(lines, at) is not None


def opens_array(lines: Sequence[Line], begun: Start) -> bool:
    """Return whether ``Array`` is below an array of anything, before the next field."""
    if begun.words.type != "array" or begun.words.holds_fields:
        return False
    for at in range(begun.end, min(len(lines), begun.end + _MOST_LINES)):
        if ARRAY.match(lines[at].text):
            return True
        if _begins(lines, at):
            return False
    return False


def _is_bare(lines: Sequence[Line], at: int, heading: Start) -> bool:
    """Return whether the alternative below a heading has no fields."""
    if at + 1 < len(lines) and lines[at + 1].text == "null":
        return True
    return heading.end > at + 1 and not heading.words.holds_fields


def joined(entries: Sequence[Entry]) -> list[Entry]:
    """Add the fields below a heading of alternatives to the first alternative above."""
    found: list[Entry] = []
    now: Shape | None = None
    for entry in entries:
        if entry.name not in HEADINGS:
            now = entry.shape
            found.append(entry)
            continue
        now = _choosing(now)
        if now is None:
            continue
        now.any_of = entry.name == "Any of"
        now = now.choices[0]
        for key, fact in entry.shape.facts.items():
            now.facts.setdefault(key, fact)
    return found


def _choosing(shape: Shape | None) -> Shape | None:
    while shape is not None and not shape.choices:
        shape = shape.items
    return shape


_BAR = re.compile(r"(?<!\\)\|")
_EMPTY_LAST = re.compile(r"(?<!\\)\|\s*\|$")


def nested_rows(page: Page, block: Sequence[Line]) -> list[Line]:
    """Mark table rows of one cell as deeper: they contain the fields of the row above."""
    raw = page.text.split("\n")
    nested = {number: _one_cell(raw, number - 1) for number in {line.number for line in block}}
    return [replace(line, depth=1) if nested[line.number] else line for line in block]


def _one_cell(raw: Sequence[str], at: int) -> bool:
    """Return whether a row, which may span several lines, has only one cell that is not empty."""
    if not raw[at].startswith("|"):
        return False
    while at + 1 < len(raw) and raw[at].strip() and not raw[at].rstrip().endswith("|"):
        at += 1
    row = raw[at].rstrip()
    return bool(_EMPTY_LAST.search(row)) or len(_BAR.findall(row)) == 2
