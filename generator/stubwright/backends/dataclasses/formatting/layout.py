"""Format statements as black does.

The content of brackets stays on one line if it fits; that of calls and signatures is otherwise moved to a separate
line if it fits there; otherwise, there is one item per line, with a trailing comma. Lines that are still too long are
split in ``breaking``. black itself takes minutes for a large package; tests compare the result with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from stubwright.backends.dataclasses.formatting.breaking import WIDTH as WIDTH
from stubwright.backends.dataclasses.formatting.breaking import broken, element, parenthesized
from stubwright.backends.dataclasses.formatting.breaking import width as width

# A line with a single string or name cannot be split.
_LONE = re.compile(
    r'\s*(?:(?:[\w."/*+-]+: )?"[^"\\]*"|"[^"\\]*": [\w.]+|\| [\w.]+),?'
    r"|\s*(?:\w+: )?[\w.]+,|\s+[\w.]+"
)

#: A call or a signature, whose items black moves to one separate line if they fit; a list has one item per line.
_TAKES = re.compile(r"[\w\]]\($")


class Bracket(NamedTuple):
    """``head`` ends with the opening bracket, ``tail`` starts with the closing one."""

    head: str
    items: tuple[Doc, ...]
    tail: str


Doc: TypeAlias = "str | Bracket"


def bracket(head: str, items: Iterable[Doc], tail: str) -> Bracket:
    """Build a ``Bracket``."""
    return Bracket(head, tuple(items), tail)


def flat(doc: Doc) -> str:
    """Return ``doc`` on one line."""
    if isinstance(doc, str):
        return doc
    return doc.head + ", ".join(map(flat, doc.items)) + doc.tail


def lay_out(doc: Doc, column: int = 0, after: int = 0) -> str:
    """Return ``doc`` formatted; its first line starts at ``column``, and ``after`` columns follow its last."""
    if isinstance(doc, str):
        return doc
    inside = ", ".join(map(flat, doc.items))
    pad = " " * (column + 4)
    if "\n" not in inside:
        first = doc.head[doc.head.rfind("\n") + 1 :]
        if not inside or column + width(f"{first}{inside}{doc.tail}") + after <= WIDTH:
            return f"{doc.head}{inside}{doc.tail}"
        end = WIDTH + 1 if "\n" in doc.tail else column + width(doc.tail)
        if _TAKES.search(doc.head) and max(end, column + 4 + width(inside)) <= WIDTH:
            return f"{doc.head}\n{pad}{inside}\n{' ' * column}{doc.tail}"
    lines = [f"{pad}{lay_out(item, column + 4, 1)}," for item in doc.items]
    # The comma that makes a single item a tuple is the trailing comma here.
    return "\n".join([doc.head, *lines, " " * column + doc.tail.removeprefix(",")])


def annotated(head: str, parts: Sequence[str], tail: str, column: int = 0) -> str:
    """Lay out an annotated assignment: ``head``, a union's members, and ``tail`` (``""`` or `` = VALUE``)."""
    union = " | ".join(parts)
    if column + width(head + union + tail) <= WIDTH:
        return head + union + tail
    if tail and column + width(f"{head}{union} = (") <= WIDTH:
        pad = " " * column
        return f"{head}{union} = (\n{pad}    {tail.removeprefix(' = ')}\n{pad})"
    if column + width(f"{head}(") > WIDTH or (len(parts) == 1 and "[" in union):
        return stable(head + union + tail, column)
    return bracketed(head, parts, tail, column) or stable(head + union + tail, column)


def bracketed(head: str, parts: Sequence[str], tail: str, column: int) -> str:
    """Put parentheses around a union, on one line if it fits, otherwise one member per line; ``""`` if a member does not fit."""
    union = " | ".join(parts)
    pad = " " * column
    inner = f"\n{pad}    "
    if column + 4 + width(union) <= WIDTH:
        return f"{head}({inner}{union}\n{pad}){tail}"
    laid = element(union, column + 4, 0, 0) if len(parts) > 1 else None
    return f"{head}({inner}{laid}\n{pad}){tail}" if laid else ""


def parameter(name: str, parts: Sequence[str], tail: str, column: int) -> str:
    """Lay out a parameter on a separate line, followed by a comma."""
    one = f"{name}: {' | '.join(parts)}{tail}"
    if column + width(one) < WIDTH:
        return one
    if len(parts) > 1 and (laid := bracketed(f"{name}: ", parts, tail, column)):
        return laid
    if "[" not in one:
        return one
    return broken(f"{' ' * column}{one},").strip(" ").removesuffix(",")


def longer(text: str, before: str, word: str, column: int) -> str | None:
    """Insert a word after ``before`` in the first line of a statement; None if it does not fit."""
    first = f"{before}{word}{text[len(before) :]}"
    return first if column + width(first.partition("\n")[0]) <= WIDTH else None


def class_head(name: str, base: str) -> str:
    """Return a class statement; ``base`` may be empty."""
    one = f"class {name}({base}):" if base else f"class {name}:"
    return one if width(one) <= WIDTH or not base else f"class {name}(\n    {base}\n):"


@lru_cache(maxsize=256)
def stable(statement: str, column: int = 0) -> str:
    """Return a statement at ``column`` as black formats it; continuation lines are already indented.

    Results are cached, because sync and async methods share most statements.
    """
    pad = " " * column
    text = pad + statement
    if (
        "\n" in text
        and width(text[: text.index("\n")]) > WIDTH
        and (wrapped := parenthesized(text))
    ):
        return wrapped.removeprefix(pad)
    return "\n".join(map(_fitting, text.split("\n"))).removeprefix(pad)


def _fitting(line: str) -> str:
    """Return a line that fits unchanged; otherwise split it as black does."""
    if width(line) <= WIDTH or _LONE.fullmatch(line):
        return line
    return broken(line)
