"""A reference page as lines, independent of the form in which it was saved."""

from __future__ import annotations

from typing import Literal

from stubwright.base.records import dataclass

Form = Literal["text", "markdown", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a page that is not blank.

    ``number`` counts the file's lines from 1. ``depth`` is how deep the line is nested: list
    indentation in Markdown, open elements in HTML, 0 in text, which shows none. ``code`` says
    that the line is in a code block; its indentation is kept. ``mark`` is the role that markup
    gives it: a heading, the cell of a table that opens a row, or nothing. ``part`` is what the
    markup of a documentation system says the line is of a property (``name``, ``type``,
    ``description``); "" where it does not say.
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
