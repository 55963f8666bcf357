"""Lay statements out as black does.

Brackets stand on one line where they fit, else one item a line with a trailing comma: black keeps both. What is too
long even so is given to black itself, one statement at a time, since a whole file costs it minutes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import black

WIDTH = 88


class Bracket(NamedTuple):
    """``head`` ends with the opening bracket, ``tail`` starts with the closing one."""

    head: str
    items: tuple[Doc, ...]
    tail: str


Doc: TypeAlias = "str | Bracket"


def bracket(head: str, items: Iterable[Doc], tail: str) -> Bracket:
    """Build a ``Bracket``."""
    return Bracket(head, tuple(items), tail)


def width(text: str) -> int:
    """Return columns, wide characters counted twice as black does."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def flat(doc: Doc) -> str:
    """Return ``doc`` on one line."""
    if isinstance(doc, str):
        return doc
    return doc.head + ", ".join(map(flat, doc.items)) + doc.tail


def lay(doc: Doc, column: int = 0, after: int = 0) -> str:
    """Return ``doc`` laid out; its first line starts at ``column``, ``after`` columns follow its last."""
    one = flat(doc)
    if isinstance(doc, str) or not doc.items or column + width(one) + after <= WIDTH:
        return one
    pad = " " * (column + 4)
    lines = [f"{pad}{lay(item, column + 4, 1)}," for item in doc.items]
    # A lone item's comma, which makes a tuple, is the trailing one here.
    return "\n".join([doc.head, *lines, " " * column + doc.tail.removeprefix(",")])


def stable(statement: str, column: int = 0) -> str:
    """Return a statement that stands at ``column`` as black leaves it; continuation lines are indented already."""
    pad = " " * column
    if all(width(line) <= WIDTH for line in (pad + statement).split("\n")):
        return statement
    body = "\n    pass" if statement.endswith(":") else ""
    bare = statement.replace(f"\n{pad}", "\n") + body + "\n"
    formatted = black.format_str(bare, mode=black.Mode(line_length=WIDTH - column))
    return formatted.removesuffix("\n").removesuffix(body).replace("\n", f"\n{pad}")
