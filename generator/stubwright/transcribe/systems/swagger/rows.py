"""Normalise the rows of a model's tree in Swagger UI in text, Markdown and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stubwright.base.records import replace
from stubwright.types.page import Line, Page

TYPE = r"(?:integer|number|string|boolean|object|array|any|file)(?:\(\$?[\w-]+\))?"
# A title is printed twice before the type of a scalar, once before a bracket.
SCALAR = re.compile(rf"^(?:(?P<title>.{{1,80}}?)(?P=title))?(?P<type>{TYPE})$")
OPENS = re.compile(r"^(?P<title>[^{}\[\]]{0,2000}?)\s*(?P<mark>[{\[])$")
CLOSES = {"}": "{", "]": "["}
_LABEL = re.compile(r"^[\w-]+:(\s|$)")
_KEYWORD = re.compile(r"^(example|default|description|title|pattern|xml|externalDocs|x-[\w-]+):")


def is_label(text: str) -> bool:
    """Return whether a row is a keyword with its value; what opens a bracket may be any title."""
    return bool(_LABEL.match(text)) and not (text[-1:] in "{[" and not _KEYWORD.match(text))


def rows_of(page: Page, lines: Sequence[Line]) -> list[Line]:
    """Return the rows of a tree: a name, a tab, the value; repeated titles once."""
    lines = _untitled(list(_apart(lines)))
    return list(_rows(lines) if page.form == "html" else _cells(lines))


def _apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Split the label of values from a type, which are on one line in HTML."""
    for line in lines:
        match = re.match(rf"^({TYPE})(Enum:)$", line.text.strip())
        for text in match.groups() if match else (line.text,):
            yield replace(line, text=text)


def _untitled(lines: Sequence[Line]) -> list[Line]:
    """Leave out the title before a type, which the line below repeats."""
    found: list[Line] = []
    for line in lines:
        title = line.text.strip().removeprefix("title: ")
        if title == line.text.strip():
            found.append(line)
            continue
        last = len(found) - 1
        while last > 0 and is_label(found[last].text.strip()):
            last -= 1
        for at in range(last, max(-1, last - 2), -1):
            text = found[at].text
            if re.match(rf"^[\w$@.-]+{re.escape(title)}\[$", text.strip()):
                found[at] = replace(found[at], text=f"{text.strip()[: -len(title) - 1]}[")
                break
            if text.strip() == title:
                del found[at]
                break
            if title in text and re.match(rf"^{TYPE}$", text.rpartition(title)[2]):
                before, _, after = text.rpartition(title)
                # The title is printed twice before the type of a scalar.
                before = before.removesuffix(title)
                found[at] = replace(found[at], text=before + after)
                if at and found[at - 1].text.strip() == title:
                    del found[at - 1]
                break
    return found


def _cells(lines: Sequence[Line]) -> Iterator[Line]:
    """Join the cells of a table row in Markdown, as in text."""
    at = 0
    while at < len(lines):
        line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        same = after is not None and after.number == line.number and after.mark != "row"
        if line.mark == "row" and after and same and _is_value(after.text):
            yield replace(line, text=f"{line.text}\t{after.text}")
            at += 2
        else:
            yield line
            at += 1


def _is_value(text: str) -> bool:
    return bool(OPENS.match(text) or SCALAR.match(text))


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Join the cells of HTML as in text: a name, a tab, the value.

    Names, and the labels beside them, are less deep than the values of their level.
    """
    levels: list[int] = []
    at = 0
    while at < len(lines):
        line, text = lines[at], lines[at].text.strip()
        after = [one.text.strip() for one in lines[at + 1 : at + 4]] + [""] * 3
        if at > 0 and lines[at - 1].text.strip().endswith("{"):
            levels.append(line.depth)
        if re.match(r"^[}\]]+$", text):
            del levels[max(0, len(levels) - text.count("}")) :]
        named = bool(levels) and line.depth == levels[-1] and not is_label(text)
        if named and not re.match(r"^([}\]]|\w+ ->|<)", text):
            star = after[0] == "*"
            taken = 2 if star else 1
            value, used = _value(lines, at + taken)
            yield replace(line, text=f"{text}{'*' if star else ''}\t{value}")
            at += taken + used
            continue
        value, used = _value(lines, at)
        yield replace(line, text=value if used else text)
        at += max(used, 1)


def _value(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """Join a title with the bracket or type after it; return how many lines they span."""
    parts = [line.text.strip() for line in lines[at : at + 2]] + ["", ""]
    if parts[0] == "[" and re.match(rf"^{TYPE}\s*\]$", parts[1]):
        return parts[0] + parts[1], 2
    if OPENS.match(parts[0]):
        return parts[0], 1
    closes = parts[0][:1] in CLOSES
    if (
        parts[1] in ("{", "[")
        and len(parts[0]) <= 2000
        and not (closes or _KEYWORD.match(parts[0]))
    ):
        return parts[0] + parts[1], 2
    if parts[1].startswith(parts[0]) and re.match(rf"^{TYPE}$", parts[1][len(parts[0]) :]):
        return parts[1][len(parts[0]) :], 2
    if re.match(rf"^{TYPE}$", parts[0]):
        return parts[0], 1
    return "", 0


def split(line: Line) -> Iterator[Line]:
    """Split brackets at the beginning and the end of a line from its text."""
    text = line.text.strip()
    closers: list[str] = []
    if re.match(rf"^\[\s*(?:{TYPE}|[^\[\]{{}}]*[{{\[])$", text):
        yield replace(line, text="[")
        text = text[1:].strip()
    while text[-1:] in CLOSES and text.count(text[-1]) > text.count(CLOSES[text[-1]]):
        if text.startswith("pattern:"):
            break
        closers.insert(0, text[-1])
        text = text[:-1].rstrip()
    if text:
        yield replace(line, text=text)
    for closer in closers:
        yield replace(line, text=closer)
