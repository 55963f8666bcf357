"""Lay statements out as black does.

Brackets are on one line where they fit, else one item per line with a trailing comma: black keeps both. What is too
long even so is given to black itself, one statement at a time, since a whole file costs it minutes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import black

WIDTH = 88

# A line that holds one string has nowhere to be broken.
_LONE = re.compile(r'\s*(?:[\w."/*+-]+: )?"[^"\\]*",?')


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


def annotated(head: str, parts: Sequence[str], tail: str, column: int = 0) -> str:
    """Lay out an annotated assignment: ``head``, a union's members, and ``tail`` (``""`` or `` = VALUE``)."""
    union = " | ".join(parts)
    if column + width(head + union + tail) <= WIDTH:
        return head + union + tail
    if tail and column + width(f"{head}{union} = (") <= WIDTH:
        pad = " " * column
        return f"{head}{union} = (\n{pad}    {tail.removeprefix(' = ')}\n{pad})"
    if len(parts) == 1 and "[" in union:
        return stable(head + union + tail, column)
    return bracketed(head, parts, tail, column) or stable(head + union + tail, column)


def bracketed(head: str, parts: Sequence[str], tail: str, column: int) -> str:
    """Put brackets around a union, on one line if it fits, else a member per line; ``""`` where that is not enough."""
    union = " | ".join(parts)
    pad = " " * column
    inner = f"\n{pad}    "
    if column + 4 + width(union) <= WIDTH:
        return f"{head}({inner}{union}\n{pad}){tail}"
    if len(parts) > 1 and all(column + 6 + width(part) <= WIDTH for part in parts):
        return f"{head}({inner}{(inner + '| ').join(parts)}\n{pad}){tail}"
    return ""


def parameter(name: str, parts: Sequence[str], tail: str, column: int) -> str:
    """Lay out a parameter on a line of its own, a comma behind it."""
    one = f"{name}: {' | '.join(parts)}{tail}"
    if column + width(one) < WIDTH:
        return one
    if len(parts) > 1 and (laid := bracketed(f"{name}: ", parts, tail, column)):
        return laid
    return _alone(one, column) if "[" in one else one


@lru_cache(maxsize=4096)
def _alone(text: str, column: int) -> str:
    """Return a parameter as black leaves it; the whole signature would cost ten times as much."""
    mode = black.Mode(line_length=WIDTH - column + 4)
    lines = black.format_str(f"def f(\n    {text},\n): ...\n", mode=mode).split("\n")[1:-2]
    return f"\n{' ' * column}".join(line[4:] for line in lines).removesuffix(",")


def class_head(name: str, base: str) -> str:
    """Return a class statement; ``base`` may be empty."""
    one = f"class {name}({base}):" if base else f"class {name}:"
    return one if width(one) <= WIDTH or not base else f"class {name}(\n    {base}\n):"


@lru_cache(maxsize=4096)
def stable(statement: str, column: int = 0) -> str:
    """Return a statement at ``column`` as black leaves it; continuation lines are indented already.

    Sync and async methods share most statements, so the last ones are remembered.
    """
    pad = " " * column
    lines = (pad + statement).split("\n")
    if all(width(line) <= WIDTH or _LONE.fullmatch(line) for line in lines):
        return statement
    body = "\n    pass" if statement.endswith(":") else ""
    bare = statement.replace(f"\n{pad}", "\n") + body + "\n"
    formatted = black.format_str(bare, mode=black.Mode(line_length=WIDTH - column))
    return formatted.removesuffix("\n").removesuffix(body).replace("\n", f"\n{pad}")
