"""Normalise the lines of a Stoplight page: join types of several words, leave out prose."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.reading.fields import NAME
from stubwright.transcribe.reading.type_words import read_type
from stubwright.types.page import Line, Page

OTHER = "other"
TITLE = "title"
TUPLE = "tuple"
FLAGS = ("required", "deprecated", "read-only", "write-only", "nullable")
_LONGEST_ITEM = 2000


def joined(page: Page) -> Sequence[Line]:
    """Join the words of a type with alternatives, which are separate elements in HTML."""
    marked = any(line.part == "name" for line in page.lines)
    titles = frozenset[str]() if marked else _titles(page)
    lines: list[Line] = []
    for line, after in zip(page.lines, [*page.lines[1:], None], strict=True):
        if line.part == "description":
            continue
        if len(lines) > 1 and lines[-1].text == "or" and page.form == "html":
            lines.pop()
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} or {line.text}")
        elif line.text in titles and lines and _is_type(lines[-1], after):
            lines.append(replace(line, part=TITLE))
        else:
            lines.append(replace(line, part=line.part or OTHER) if marked else line)
    return _with_tuples(lines)


def _with_tuples(lines: Sequence[Line]) -> Sequence[Line]:
    """Mark the types of arrays with several kinds of items, which are types without names."""
    alone = [at for at in range(1, len(lines)) if _is_alone(lines, at)]
    found = list(lines)
    for at, line in enumerate(lines):
        if line.text == "array[array]" and _is_tuple(lines, alone[bisect(alone, at) :][:2]):
            found[at] = replace(line, part=TUPLE)
    return found


def _is_tuple(lines: Sequence[Line], alone: Sequence[int]) -> bool:
    if len(alone) < 2 or alone[1] - alone[0] > _LONGEST_ITEM:
        return False
    depth = lines[alone[0]].depth
    inside = lines[alone[0] : alone[1]]
    return lines[alone[1]].depth == depth and all(one.depth >= depth - 2 for one in inside)


def _is_alone(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is a type without a field: it has no name above and is not a name."""
    line, above = lines[at], lines[at - 1]
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    if line.code or read_type(line.text) is None:
        return False
    if line.part:
        return line.part == "type" and above.part != "name"
    named = NAME.match(above.text) and above.text.lower() not in FLAGS
    return read_type(after) is None and (not named or read_type(above.text) is not None)


def _is_type(above: Line, after: Line | None) -> bool:
    """Return whether a title is the type of a field: a name is above it, and no type below."""
    named = bool(NAME.match(above.text)) and read_type(above.text) is None
    return named and (after is None or read_type(after.text) is None)


def _titles(page: Page) -> frozenset[str]:
    """Read the titles of models in the menu, which may replace a type; skip names of types."""
    texts = [line.text for line in page.lines]
    first = next((at for at, text in enumerate(texts) if text.lower() == "schemas"), len(texts))
    end = next((at for at, text in enumerate(texts) if "powered by" in text.lower()), first)
    return frozenset(one for one in texts[first + 1 : end] if read_type(one) is None)
