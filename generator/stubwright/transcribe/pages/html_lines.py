"""Convert saved HTML to the lines that a browser shows, with their depth.

The parser of the standard library never fails on broken markup. Styles are not applied: a table
says which elements begin a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from stubwright.types.page import Line

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HIDDEN = frozenset(["script", "style", "template", "svg", "head", "noscript", "textarea"])
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_INLINE = frozenset(("span",))
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SPACE = re.compile(r"\s+")
# Stoplight marks the parts of a property with an attribute, Scalar with a class. Swagger UI
# marks the title of a required body.
# marks the title of a body that is required.
_PART = re.compile(
    r"(?:^|\s)(?:property-(?!-)|opblock-title parameter__name (?=required))([a-z-]+)"
)


def _part(attrs: Iterable[tuple[str, str | None]]) -> str:
    for name, value in attrs:
        found = _PART.search(value) if value and name in ("class", "data-test") else None
        if found:
            return "name" if found[1].startswith("name-") else found[1]
    return ""


class _Reader(HTMLParser):
    def __init__(self, *, split_inline: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._split = split_inline
        self._open: list[str] = []
        self._hidden = 0
        self._text: list[str] = []
        self._at: tuple[int, int] = (1, 0)
        self._parts: list[str] = [""]
        self._part = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._breaks(tag):
            self._end_line()
        if tag in _VOID:
            return
        self._open.append(tag)
        self._parts.append(_part(attrs) or self._parts[-1])
        if tag in _HIDDEN:
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        if self._breaks(tag):
            self._end_line()
        while self._open:
            closed = self._open.pop()
            self._parts.pop()
            if closed in _HIDDEN:
                self._hidden -= 1
            if closed == tag:
                return

    def _breaks(self, tag: str) -> bool:
        return tag in _BLOCK or (self._split and tag in _INLINE and "pre" not in self._open)

    def handle_data(self, data: str) -> None:
        if self._hidden or not data:
            return
        if "pre" in self._open:
            first, *rest = data.split("\n")
            self._add(first)
            for line in rest:
                self._end_line()
                self._add(line)
            return
        if data.strip() or self._text:
            self._add(_SPACE.sub(" ", data))

    def _add(self, text: str) -> None:
        if not text:
            return
        if not self._text:
            self._at, self._part = (self.getpos()[0], len(self._open)), self._parts[-1]
        self._text.append(text)

    def _end_line(self) -> None:
        text = "".join(self._text)
        self._text = []
        if not text.strip():
            return
        code = "pre" in self._open
        heading = bool(_HEADINGS.intersection(self._open))
        number, depth = self._at
        text = text.rstrip() if code else text.strip()
        self.lines.append(
            Line(
                text=text,
                number=number,
                depth=depth,
                code=code,
                mark="heading" if heading else "",
                part=self._part,
            )
        )

    def close(self) -> None:
        super().close()
        self._end_line()


def html_lines(text: str, *, split_inline: bool) -> tuple[Line, ...]:
    """Convert HTML to lines."""
    reader = _Reader(split_inline=split_inline)
    reader.feed(text)
    reader.close()
    return tuple(reader.lines)
