"""Docstrings: the document's prose, wrapped to the available width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from functools import lru_cache

from stubwright.backends.dataclasses.formatting.layout import WIDTH, width
from stubwright.backends.dataclasses.formatting.literals import line, prose, quoted, stripped

_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*")

#: Lines that are not running text: indented lines, list items, table rows, headings, quotations, rules, definitions.
_LAID_OUT = re.compile(r"\s|[-*+•·] |[-*_=]{3,}$|\d+[.)] |[|#>:]|.*\|")
_HARD = re.compile(r"(?: {2,}|\\)\n|</?br\s*/?>\s*", re.I)
_HARD_MARK = "\ue000"
_HARD_BREAK = f"{_HARD_MARK}\n"
_SHORT = 50

#: Facts, and how descriptions state them; the groups of the first pattern are inserted into the second.
_PHRASES = (
    (re.compile(r"default: \"?(.+?)\"?"), r"default[^.\n]{{0,30}}[^\w.]{0}(?![\w]|\.\d)"),
    (
        re.compile(r"(?:from )?(\S+) to (\S+)(?: \w+)?"),
        r"(?<![\w.]){0}\W{{0,3}}(?:to|and|-|–|—|\.\.)\W{{0,3}}{1}(?![\w]|\.\d)",
    ),
    (re.compile(r"at most (\S+)(?: \w+)?"), r"(?:max|most|up to)[^.\n]{{0,30}}\b{0}(?![\w]|\.\d)"),
    (re.compile(r"at least (\S+)(?: \w+)?"), r"(?:min|least)[^.\n]{{0,30}}\b{0}(?![\w]|\.\d)"),
)


@lru_cache(maxsize=256)
def docstring(text: str, indent: int) -> str:
    """Return ``text`` (prose already) as a finished docstring for code at ``indent``, or ``""`` for none."""
    inside = quoted(sentence(text))
    if not inside:
        return ""
    if "\n" not in inside and indent + width(inside) + 6 <= WIDTH:
        return f'"""{inside}"""'
    pad = " " * indent
    first, *rest = inside.split("\n")
    if rest and all(one[:1] in ("", " ") for one in rest):
        rest = textwrap.dedent("\n".join(rest)).split("\n")
    # The opening quotes are part of the first line when it is wrapped.
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
    inner = text.lstrip(" ")
    pad = " " * min(len(text) - len(inner), room // 3)
    match = _BULLET.match(inner)
    hang = pad + " " * len(match[0] if match else "")
    return filled(inner, room, pad, hang[: room // 2]) or [""]


def filled(text: str, room: int, first: str, rest: str) -> list[str]:
    """Wrap a text to lines of at most ``room`` characters, with separate indentations for the first and the other lines."""
    if not text or " ".join(text.split()) != text:
        return textwrap.wrap(
            text,
            room,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    # Faster than textwrap, for words separated by single spaces.
    lines: list[str] = []
    pad, at = first, 0
    while len(pad) + len(text) - at > room:
        end = text.rfind(" ", at, at + room - len(pad) + 1)
        if end < 0 and (end := text.find(" ", at)) < 0:
            break
        lines.append(pad + text[at:end])
        pad, at = rest, end + 1
    return [*lines, pad + text[at:]]


def sentence(text: str) -> str:
    """Add a full stop to a single line of prose."""
    if text and "\n" not in text and (text[-1].isalnum() or text[-1] in "`)"):
        return f"{text}."
    return text


def reflowed(text: str) -> str:
    """Return a document's text as prose with one line per paragraph, to be wrapped when it is printed.

    The lines of lists, tables, headings and code, indented lines, and hard breaks (CommonMark, section 6.7) are
    preserved. A line much shorter than the usual width was broken on purpose.
    """
    if "\n" not in text and "<" not in text:
        return prose(text)
    kept: list[str] = []
    fenced = running = False
    if "  \n" in text or "\\\n" in text or "<" in text:
        text = _HARD.sub(_HARD_BREAK, text)
    for one in prose(text).split("\n"):
        fence = one.lstrip().startswith(("```", "~~~"))
        flows = not (fenced or fence) and bool(one) and not _LAID_OUT.match(one)
        if running and flows:
            kept[-1] = f"{kept[-1]} {one}"
        else:
            kept.append(one)
        running = flows and len(one) >= _SHORT and not one.endswith(_HARD_MARK)
        fenced ^= fence
    return stripped("\n".join(kept).replace(_HARD_MARK, ""))


def mentions(description: str, fact: str) -> bool:
    """Return whether a description already states a constraint or a default."""
    words = fact.lower()
    if words in description.lower():
        return True
    for pattern, phrase in _PHRASES:
        found = pattern.fullmatch(words)
        if found is not None:
            values = (re.escape(value) for value in found.groups() if value is not None)
            return bool(re.search(phrase.format(*values), description, re.IGNORECASE))
    return False


def joined(*parts: str) -> str:
    """Join paragraphs, leaving out empty and repeated ones."""
    kept: list[str] = []
    for part in map(reflowed, parts):
        if part and part not in kept and sentence(part) not in kept:
            kept.append(sentence(part))
    return "\n\n".join(kept)


def described(description: str, facts: Iterable[str]) -> str:
    """Return a field's docstring: the description, then the constraints, in one paragraph if it is short.

    Results are cached, because many operations have the same parameters.
    """
    return _described(description, tuple(facts))


@lru_cache(maxsize=4096)
def _described(description: str, facts: tuple[str, ...]) -> str:
    text = sentence(reflowed(description))
    demands = "; ".join(line(fact) for fact in facts if not mentions(text, fact))
    end = "" if demands.endswith("…") else "."
    demands = f"{demands[:1].upper()}{demands[1:]}{end}" if demands else ""
    if not demands or not text:
        return text or demands
    glue = "\n\n" if "\n" in text else " "
    return text + glue + demands


def section(title: str, entries: Iterable[tuple[str, str]], indent: int) -> str:
    """Return a section of a Google-style docstring at ``indent``, or ``""`` without entries."""
    lines = [f"{title}:"]
    for name, text in entries:
        first, *rest = text.split("\n")
        lines += _argument(f"{name}: {first}", WIDTH - indent)
        lines += [f"        {each}" if each else "" for each in rest]
    return "\n".join(lines) if len(lines) > 1 else ""


@lru_cache(maxsize=4096)
def _argument(text: str, room: int) -> tuple[str, ...]:
    return tuple(filled(text, room, " " * 4, " " * 8))
