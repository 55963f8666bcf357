"""Break lines that are too long where black would: type expressions in annotations, aliases and signatures."""

from __future__ import annotations

import re
import unicodedata

WIDTH = 88

# What may be before a type in a line: a name in an assignment or of a parameter, or the end of a signature.
_HEAD = re.compile(r"(?:\w+: (?:TypeAlias = )?|\) -> )?")
_CALL = re.compile(r"(.* = \w+\()(.*)\)")
_DEFAULT = re.compile(r"(.*)( = (?:None|UNSET))")
_GETTER = re.compile(r"(def \w+\()self(\) -> [\w.]+:)")
_MEMBER = re.compile(r"(\w+ = )(\"[^\"\\]*\")")
_NAME = re.compile(r"[\w.]+")
_OPENING = re.compile(r"[\w.]+\[")


def width(text: str) -> int:
    """Return columns, wide characters counted twice as black does."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def split(text: str, mark: str) -> list[str] | None:
    """Split at a mark outside of brackets and strings; None where strings have escapes or brackets are uneven."""
    if "\\" in text or "'" in text:
        return None
    parts: list[str] = []
    depth = start = 0
    quoted = False
    for at, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in "[({":
            depth += 1
        elif char in "])}":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and text.startswith(mark, at):
            parts.append(text[start:at])
            start = at + len(mark)
    return None if depth else [*parts, text[start:]]


def element(text: str, column: int, before: int, after: int) -> str | None:
    """Return what is in brackets on lines of its own; None where that is not known to be as black does it.

    ``before`` columns are in front of it in its first line, ``after`` columns follow it in its last.
    """
    if column + before + width(text) + after <= WIDTH or _NAME.fullmatch(text):
        return text
    members = split(text, " | ")
    if members is None:
        return None
    if len(members) == 1:
        return subscript(text, column, before, after)
    laid = [element(members[0], column, before, 0)]
    laid += [element(one, column, 2, 0) for one in members[1:-1]]
    laid.append(element(members[-1], column, 2, after))
    inner = f"\n{' ' * column}| "
    return None if None in laid else inner.join(one for one in laid if one is not None)


def subscript(text: str, column: int, before: int, after: int) -> str | None:
    """Return ``Name[...]`` with its items on lines of their own; None as above."""
    match = _OPENING.match(text)
    if match is None or not text.endswith("]"):
        return None
    inside = text[match.end() : -1]
    items = split(inside, ", ")
    if items is None or column + before + width(match[0]) > WIDTH or column + 1 + after > WIDTH:
        return None
    pad = " " * (column + 4)
    if column + 4 + width(inside) <= WIDTH:
        lines = f"{pad}{inside}"
    else:
        comma = "," if len(items) > 1 else ""
        laid = [element(item, column + 4, 0, len(comma)) for item in items]
        if None in laid:
            return None
        lines = "\n".join(f"{pad}{one}{comma}" for one in laid)
    return f"{match[0]}\n{lines}\n{' ' * column}]"


def _call(front: str, inside: str, column: int) -> str | None:
    """Return ``name: type = call(arguments)`` with the arguments on a line of their own."""
    pad = " " * column
    if column + width(front) > WIDTH or column + 4 + width(inside) > WIDTH:
        return None
    return f"{pad}{front}\n{pad}    {inside}\n{pad})"


def _optional(front: str, union: str, tail: str, column: int) -> str | None:
    """Return ``name: type | None = None`` with brackets around the union."""
    members = split(union, " | ")
    pad = " " * column
    if not front or members is None or len(members) < 2:
        return None
    if column + width(f"{front}{union} = (") <= WIDTH:
        return None
    laid = element(union, column + 4, 0, 0)
    return None if laid is None else f"{pad}{front}(\n{pad}    {laid}\n{pad}){tail}"


def broken(line: str) -> str | None:
    """Return a line that is too long as several; None where it is not known how black breaks it."""
    text = line.lstrip(" ")
    column = len(line) - len(text)
    pad = " " * column
    if getter := _GETTER.fullmatch(text):
        fits = column + max(map(width, getter.groups())) <= WIDTH
        return f"{pad}{getter[1]}\n{pad}    self,\n{pad}{getter[2]}" if fits else None
    if member := _MEMBER.fullmatch(text):
        fits = column + max(width(member[1]) + 1, 4 + width(member[2])) <= WIDTH
        return f"{pad}{member[1]}(\n{pad}    {member[2]}\n{pad})" if fits else line
    head = _HEAD.match(text)
    front = head[0] if head else ""
    rest = text[len(front) :]
    if call := _CALL.fullmatch(rest):
        return _call(front + call[1], call[2], column)
    if default := _DEFAULT.fullmatch(rest):
        return _optional(front, default[1], default[2], column)
    tail = next((one for one in (",", ": ...", ":") if rest.endswith(one)), "")
    rest = rest.removesuffix(tail)
    if not front:
        # Inside brackets, and one of several: a union has a member per line.
        laid = element(rest, column, 0, 1) if tail == "," else None
    elif _NAME.fullmatch(rest):
        fits = not tail and column + 4 + width(rest) <= WIDTH
        laid = f"(\n{pad}    {rest}\n{pad})" if fits else None
    else:
        laid = subscript(rest, column, width(front), width(tail))
    return None if laid is None else f"{pad}{front}{laid}{tail}"
