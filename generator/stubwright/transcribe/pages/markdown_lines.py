"""Convert Markdown, as crawlers write it, to lines: without markup, tables split into cells.

Supports CommonMark and the tables of GitHub Flavored Markdown, as far as converters from HTML
use them. It is not a parser: a page is read line by line, so that each fact keeps its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stubwright.types.page import Line

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}\s+")
_ITEM = re.compile(r"[-*+]\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_LEFT = re.compile(r"^!?\[|\]\([^()]*\)!?\[?|\]\([^()]*\)$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_RULE = re.compile(r"\|[\s|:-]+\|$")
_BOLD_FIRST = re.compile(r"\*\*([^*]+?)\*\*\s*(.*)$")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def markdown_lines(text: str) -> tuple[Line, ...]:
    """Convert Markdown to lines."""
    return tuple(_lines(text.split("\n")))


def _lines(raw: list[str]) -> Iterator[Line]:
    fence = ""
    row: list[str] = []
    for number, line in enumerate(raw, 1):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and line.strip() == opened[1]:
                fence = ""
            elif line.strip():
                yield Line(text=line.rstrip(), number=number, code=True)
        elif opened:
            fence = opened[1]
        elif row or (line.startswith("| ") and not line.rstrip().endswith("|")):
            row.append(line)
            if line.rstrip().endswith("|") or not line.strip():
                yield from _row(" ".join(row), number - len(row) + 1)
                row = []
        elif line.lstrip().startswith("|"):
            yield from _row(line.strip(), number)
        else:
            yield from _plain(line, number)


def _row(line: str, number: int) -> Iterator[Line]:
    if _RULE.match(line):
        return
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    for at, cell in enumerate(cells):
        for part_at, part in enumerate(_BREAK.split(cell)):
            text = clean(part).strip()
            if text:
                mark = "row" if at == 0 and part_at == 0 else ""
                yield Line(text=text, number=number, mark="row" if mark else "")


def _plain(line: str, number: int) -> Iterator[Line]:
    body = line.lstrip(" \t")
    depth = len(line) - len(body)
    while item := _ITEM.match(body):
        depth += item.end()
        body = body[item.end() :]
    heading = _HEADING.match(body)
    if heading:
        body = body[heading.end() :]
    bold = _BOLD_FIRST.match(body)
    parts = [body]
    if bold and bold[2] and not bold[1].rstrip().endswith(":"):
        parts = [bold[1], bold[2]]
    for part in parts:
        text = clean(part).strip()
        if text:
            yield Line(text=text, number=number, depth=depth, mark="heading" if heading else "")


def clean(text: str) -> str:
    """Remove inline markup and escapes, except in code spans."""
    if not any(mark in text for mark in "[]*_`\\<&"):
        return text
    text = re.sub(r"(?<=[^\s`])``(?=[^\s`])", "`, `", text)  # code spans without a space between
    text = _LINK.sub(r"\1", text)
    text = _LEFT.sub("", text)
    text = re.sub(r"(?<!\\)\*\*(.*?)(?<!\\)\*\*", r"\1", text)
    text = re.sub(r"(?<![\\\w*])_([^_]+)(?<!\\)_(?![\w])", r"\1", text)
    text = re.sub(r"(?<!\\)`", "", text)
    return _ESCAPE.sub(r"\1", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
