"""Lines of a Stoplight page: types of several words are one line, and prose is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.reading.fields import NAME
from stubwright.transcribe.reading.type_words import read_type
from stubwright.types.page import Line, Page

OTHER = "other"
TITLE = "title"


def joined(page: Page) -> Sequence[Line]:
    """Join the words of a type with alternatives, which are elements of their own in HTML."""
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
    return lines


def _is_type(above: Line, after: Line | None) -> bool:
    """Say whether a title is the type of a field: its name is above, and no type is below."""
    named = bool(NAME.match(above.text)) and read_type(above.text) is None
    return named and (after is None or read_type(after.text) is None)


def _titles(page: Page) -> frozenset[str]:
    """Read the titles of models in the menu, which are in place of a type; types are none."""
    texts = [line.text for line in page.lines]
    first = next((at for at, text in enumerate(texts) if text.lower() == "schemas"), len(texts))
    end = next((at for at, text in enumerate(texts) if "powered by" in text.lower()), first)
    return frozenset(one for one in texts[first + 1 : end] if read_type(one) is None)
