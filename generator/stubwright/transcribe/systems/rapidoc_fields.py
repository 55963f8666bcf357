"""Fields as RapiDoc lays them out: rows of a table, lines of a tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.reading.fields import Start
from stubwright.transcribe.reading.type_words import TypeWords, read_type
from stubwright.types.page import Line

_ROW = re.compile(r"^(?:[-+]\s+)?(\*\s*)?([A-Za-z_$@][\w$.@\-\[\]]*|\[any-key\])\s*(\*)?$")
_TREE = re.compile(r"^(?:[-+]\s+)?(\S+?)\s*(\*)?\s*:\s*(\S.*)?$")
_ONE_OF = re.compile(r"^(?:[-+]\s*)?(ONE|ANY) OF\b.*$")
_LABEL = re.compile(r"^(?:Value|Allowed|Default|Pattern|Constraints|Examples?): ")
_MARK = re.compile(r"\s*[\U0001f181\U0001f186]\s*")


def type_of(text: str) -> TypeWords | None:
    """Read a type; a bar is between alternatives, ``null`` among them."""
    if text == "const":
        return TypeWords()
    return read_type(_MARK.sub("", text).replace("┃", " or "), formats=True)


def row(lines: Sequence[Line], at: int) -> Start | None:
    """Read a row of a table: the name, with a star if required, and the type below it."""
    match = _ROW.match(lines[at].text)
    if lines[at].code or match is None or at + 1 >= len(lines):
        return None
    words = type_of(lines[at + 1].text)
    if words is None:
        return None
    starred = at if match[1] or match[3] else 0
    return _begun(
        match[2], words, lines, at, at + 2, required=bool(match[1] or match[3]), star=starred
    )


def _begun(
    name: str,
    words: TypeWords,
    lines: Sequence[Line],
    at: int,
    end: int,
    *,
    required: bool,
    star: int,
) -> Start:
    choices = _choices(lines, at, end)
    if choices is not None:
        words = choices
    return Start(name=name, words=words, end=end, required=(star or end - 1) if required else 0)


def _choices(lines: Sequence[Line], at: int, end: int) -> TypeWords | None:
    """Read what stands below ONE OF, up to the next field; only plain types are read."""
    del at
    for begin in range(end, min(end + 3, len(lines))):
        if not _ONE_OF.match(lines[begin].text):
            continue
        found: list[TypeWords] = []
        place = begin + 1
        while place + 1 < len(lines) and re.match(r"^\d{1,2}$", lines[place].text):
            words = type_of(lines[place + 1].text)
            if words is None or words.holds_fields:
                return TypeWords()
            found.append(words)
            place += 2
        return TypeWords(choices=tuple(found)) if len(found) > 1 else TypeWords()
    return None


def tree_line(lines: Sequence[Line], at: int) -> Start | None:
    """Read a line of a tree: ``name*: type``, or ``name:`` with the type below."""
    match = _TREE.match(lines[at].text)
    end = at + 1
    if match is None and re.match(r"^[\w$.@-]+\s*\*?$", lines[at].text) and end < len(lines):
        joined = re.sub(r"\s+", "", lines[at].text)
        if lines[end].text == ":":
            match, end = _TREE.match(f"{joined}:"), end + 1
    if lines[at].code or match is None:
        return None
    bracketed = re.match(r"^Value:\s+\[(\w+)\]$", lines[at].text)
    is_field = bracketed is not None and type_of(bracketed[1]) is not None
    if _LABEL.match(lines[at].text) and not is_field:
        return None
    if not re.match(r"^[\w$.@\-\[\]]+$", match[1]):
        return None
    text = match[3] or ""
    if not text:
        if end >= len(lines):
            return None
        text, end = lines[end].text, end + 1
    text = _MARK.sub("", text)
    if text in ("{...}", "{"):
        # Closed alternatives look the same: only an open one is certainly an object.
        words: TypeWords | None = TypeWords(type="object") if text == "{" else TypeWords()
    elif text in ("[{...}]", "[{", "["):
        words = TypeWords(type="array", items=TypeWords(type="object") if text == "[{" else None)
    else:
        words = type_of(text)
    if words is None:
        return None
    return _begun(match[1], words, lines, at, end, required=bool(match[2]), star=at)


def levels(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a tree the depth that its braces show; it ends where they close."""
    depth, found = 0, list[Line]()
    for line in lines:
        text = line.text
        opens = bool(re.search(r"(^|:\s*)(\{|\[\{?)$", text))
        closes = bool(re.match(r"^[}\]]+,?$", text))
        if closes:
            depth -= 1
            if depth <= 0:
                break
            continue
        found.append(replace(line, depth=depth))
        depth += opens
    return found


def without_alternatives(lines: Sequence[Line]) -> list[Line]:
    """Leave out the members of alternatives that are objects: they are as deep as ``ONE OF``."""
    found: list[Line] = []
    inside = -1
    for at, line in enumerate(lines):
        if inside >= 0 and line.depth >= inside:
            continue
        inside = -1
        found.append(line)
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        if _ONE_OF.match(line.text) and re.match(r"^[-+]?\s*\d", after) and line.depth:
            inside = line.depth if not re.match(r"^\d{1,2}$", after) else -1
    return found


def without_trees(lines: Sequence[Line]) -> list[Line]:
    """Leave out the schemas of the fields of a form, which are trees between its rows."""
    found: list[Line] = []
    depth = 0
    for line in lines:
        depth += len(re.findall(r"[{\[]$", line.text))
        if depth == 0:
            found.append(line)
        depth = max(0, depth - len(re.findall(r"^[}\]]", line.text)))
    return found
