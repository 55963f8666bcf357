"""Normalise the lines of a Scalar page in text, Markdown and HTML: a label with its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stubwright.base.records import replace
from stubwright.types.page import Line

COPY = re.compile(r"\s*copy link to .*$", re.I)
FLAGS = ("required", "enum", "nullable", "deprecated", "read-only", "write-only", "const")
OTHER = "other"
ANY_KEY = "propertyName*"
_LIMIT = re.compile(r"^(?:min|max)(?: length| items)?:$", re.I)
_GLUED = re.compile(
    r"^(additionalProperty)?\s*(Type:\s*\S.*?)?(\{ [^{}]+ \})?(Format:\s*\S.*?)?(Copy link to .*)?$"
)
_LINKS = frozenset(("or", "|", "·"))
_OPENS = re.compile(r"^(array of|·)$", re.I)
_ONE_WORD = re.compile(r"^[\w:/+-][\w.:/+-]{0,39}(?<!\.)$")
_MOST_WORDS = 40


def joined(lines: Sequence[Line]) -> list[Line]:
    """Join labels with the values below them, and leave out what Scalar marks as prose."""
    parts = [part for line in _marked(lines) for part in _parts(line)]
    found: list[Line] = []
    at = 0
    while at < len(parts):
        line = parts[at]
        above = found[-1].text if found else ""
        if line.text == "Type:":
            words = list(_type_words(parts, at + 1))
            found.append(replace(line, text=f"Type: {' '.join(words)}"))
            at += len(words)
        elif line.text == "additionalProperty" and above == "propertyName":
            found[-1] = replace(found[-1], text=ANY_KEY)
        elif line.text in ("Default", "Example", "const:") and _has_value(parts, at):
            value = parts[at + 1].text
            found.append(replace(line, text=f"{line.text.rstrip(':').lower()}: {value}"))
            at += 1
        elif _LIMIT.match(above) and re.match(r"^-?[\d.,]+$", line.text):
            found[-1] = replace(found[-1], text=f"{above} {line.text}")
        elif re.match(r"^\d*…\d*$", line.text):
            low, _, high = line.text.partition("…")
            found += [replace(line, text=f"min items: {low}")] if low else []
            found += [replace(line, text=f"max items: {high}")] if high else []
        else:
            found.append(line)
        at += 1
    return found


def _marked(lines: Sequence[Line]) -> Iterator[Line]:
    """Mark lines that are not names, if the markup says of others that they are."""
    marked = any(line.part == "name" for line in lines)
    for line in lines:
        if line.part != "description":
            yield replace(line, part=line.part or OTHER) if marked else line


def _parts(line: Line) -> Iterator[Line]:
    """Split what Markdown runs together, such as ``Type: stringFormat: uuid``."""
    match = None if line.code else _GLUED.match(line.text)
    if match is None or line.text == "Type:":
        yield line
        return
    for part in match.groups():
        if part:
            yield replace(line, text=part.strip())


def _type_words(lines: Sequence[Line], at: int) -> Iterator[str]:
    marked = at < len(lines) and lines[at].part.startswith("type")
    more = True
    for line in lines[at : at + _MOST_WORDS]:
        if not (line.part.startswith("type") if marked else more or line.text in _LINKS):
            return
        yield line.text
        more = bool(_OPENS.match(line.text)) or line.text in _LINKS


def _has_value(lines: Sequence[Line], at: int) -> bool:
    """Return whether a value is below a label; it is shown only if a button was clicked."""
    line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if after is None or after.code or COPY.match(after.text) or after.text.lower() in FLAGS:
        return False
    if re.match(r"^(type:|(default|examples?|pattern)$)", after.text, re.I):
        return False
    below = lines[at + 2].text.lower() if at + 2 < len(lines) else ""
    own = f"copy link to {after.text}".lower()
    if line.text != "const:" and (
        below.startswith(("type:", "one of", "any of", own)) or below in FLAGS
    ):
        return False  # it is the name of the next field
    if line.part and line.part != OTHER:
        return after.part.endswith("-value")
    adjacent = after.number == line.number + 1
    return line.text == "const:" or adjacent or bool(_ONE_WORD.match(after.text))
