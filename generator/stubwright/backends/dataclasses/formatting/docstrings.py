"""Docstrings: a document's prose, wrapped to the place it is at."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from stubwright.backends.dataclasses.formatting.layout import WIDTH, width
from stubwright.backends.dataclasses.formatting.literals import line, prose, quoted

_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*")


def docstring(text: str, indent: int) -> str:
    """Return ``text`` (prose already) as a finished docstring for code at ``indent``, or ``""`` for none."""
    inside = quoted(sentence(text))
    if not inside:
        return ""
    if "\n" not in inside and indent + width(inside) + 6 <= WIDTH:
        return f'"""{inside}"""'
    pad = " " * indent
    first, *rest = inside.split("\n")
    rest = textwrap.dedent("\n".join(rest)).split("\n") if rest else []
    # The quotes take part in the wrapping of the line that they are in front of.
    lines = _wrap(f'"""{first}', indent + (0 if rest else 3))
    lines += [wrapped for one in rest for wrapped in _wrap(one, indent)]
    if len(lines) == 1:
        return f'"""{inside}"""'
    head, *body = lines
    return "\n".join([head, *(pad + each if each else "" for each in body), f'{pad}"""'])


def _wrap(text: str, indent: int) -> list[str]:
    room = WIDTH - indent
    if width(text) <= room:
        return [text.rstrip()]
    match = _BULLET.match(text)
    hang = " " * len(match[0] if match else "")
    return textwrap.wrap(
        text,
        room,
        subsequent_indent=hang if len(hang) < room // 2 else "",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def sentence(text: str) -> str:
    """End a single line of words with a full stop."""
    if text and "\n" not in text and (text[-1].isalnum() or text[-1] in "`)"):
        return f"{text}."
    return text


def joined(*parts: str) -> str:
    """Join paragraphs, leaving out empty and repeated ones."""
    kept: list[str] = []
    for part in map(prose, parts):
        if part and part not in kept and sentence(part) not in kept:
            kept.append(sentence(part))
    return "\n\n".join(kept)


def described(description: str, facts: Iterable[str]) -> str:
    """Return a field's text: what the document says, then what it demands, in one paragraph where that is short."""
    said = sentence(prose(description))
    demands = "; ".join(line(fact) for fact in facts)
    end = "" if demands.endswith("…") else "."
    demands = f"{demands[:1].upper()}{demands[1:]}{end}" if demands else ""
    if not demands or not said:
        return said or demands
    glue = "\n\n" if "\n" in said else " "
    return said + glue + demands


def section(title: str, entries: Iterable[tuple[str, str]], indent: int) -> str:
    """Return a section of a Google-style docstring at ``indent``, or ``""`` without entries."""
    lines = [f"{title}:"]
    for name, text in entries:
        first, *rest = text.split("\n")
        lines += textwrap.wrap(
            f"{name}: {first}",
            WIDTH - indent,
            initial_indent=" " * 4,
            subsequent_indent=" " * 8,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [f"        {each}" if each else "" for each in rest]
    return "\n".join(lines) if len(lines) > 1 else ""
