"""Detect the form of a page, and convert it to lines."""

from __future__ import annotations

import re

from stubwright.transcribe.pages.html_lines import html_lines
from stubwright.transcribe.pages.markdown_lines import markdown_lines
from stubwright.types.page import Form, Line, Page

_HTML = re.compile(
    r"\s*(<!--.*?-->\s*)?<(!doctype html|html|head|body|div|main|article)\b", re.I | re.S
)
_MARKDOWN = re.compile(
    r"^(#{1,6} |```|-   |\* |\| .+ \|$)|\]\((https?:|/|#)|^\*\*[^*]+\*\*|\\[_*\[\]<>#]", re.M
)
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_MARKS = 3
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def form_of(text: str) -> Form:
    """Return the form of a page, judged by its markup."""
    if _HTML.match(text[:4000]):
        return "html"
    marks = sum(1 for _, _ in zip(_MARKDOWN.finditer(text), range(_MARKS), strict=False))
    return "markdown" if marks == _MARKS else "text"


def read_page(name: str, text: str, *, split_inline: bool = False) -> Page:
    """Convert a page to lines. With ``split_inline``, inline elements of HTML also end a line."""
    text = _BREAKS.sub("\n", text).translate(_INVISIBLE).replace("\xa0", " ").replace("\0", "")
    form = form_of(text)
    if form == "html":
        lines = html_lines(text, split_inline=split_inline)
    elif form == "markdown":
        lines = markdown_lines(text)
    else:
        lines = _text_lines(text)
    return Page(name=name, form=form, text=text, lines=lines)


def _text_lines(text: str) -> tuple[Line, ...]:
    return tuple(
        Line(text=line.strip(), number=number, depth=0)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    )
