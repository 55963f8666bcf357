"""A reference page as lines, independent of the form in which it was saved."""

from __future__ import annotations

from typing import Literal

from stubwright.base.records import dataclass

Form = Literal["text", "markdown", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a page that is not blank.

    ``number`` is the number of the line in the file, from 1. ``depth`` is its nesting depth: list
    indentation in Markdown, open elements in HTML, 0 in text. ``code`` is true if the line is
    in a code block; its indentation is preserved. ``mark`` is its role in the markup: a
    heading, the first cell of a table row, or nothing. ``part`` is the part of a property that
    the markup of a documentation system states (``name``, ``type``, ``description``), or
    empty.
    """

    text: str
    number: int
    depth: int = 0
    code: bool = False
    mark: Literal["", "heading", "row"] = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its name as given on the command line, its form, its text and its lines."""

    name: str
    form: Form
    text: str
    lines: tuple[Line, ...]
