"""Fields in the layout of RapiDoc: rows of a table, lines of a tree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.reading.fields import Start
from stubwright.transcribe.reading.type_words import TypeWords, read_type
from stubwright.types.page import Line

ALTERNATIVES = ("ONE OF", "ANY OF")
_ROW = re.compile(r"^(?:([-+])\s+)?(\*\s*)?([A-Za-z_$@][\w$.@\-\[\]]*|\[any-key\])\s*(\*)?$")
_TREE = re.compile(r"^(?:[-+]\s+)?(\S+?)\s*(\*)?\s*:\s*(\S.*)?$")
_ONE_OF = re.compile(r"^(?:([-+])\s*)?(ONE OF|ANY OF)\b.*$")
_OPTION = re.compile(r"^(?:([-+])\s+)?(\d{1,2})(?:\s*(\D.*))?$")
_LABEL = re.compile(r"^(?:Value|Allowed|Default|Pattern|Constraints|Examples?): ")
_MARK = re.compile(r"\s*[\U0001f181\U0001f186]\s*")
# A custom format, which replaces ``string`` as all formats do.
_OWN_FORMAT = re.compile(r"^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+$")
_WORD = re.compile(r"^(\[)?([a-z][a-z0-9]*)(?(1)\])((?:┃| or )null)?$")
_UNTYPED = re.compile(r"^(?:const|\{missing-type-info\}|\{recursive: ?.*\})$")
_OPENS = re.compile(r"(?:^|:\s*|^\d{1,2}(?:\D[^{]*)?\s)(?:\{|\[\{?)$")
_NULL = TypeWords(nullable=True)


def option_number(name: str) -> int:
    """Return the number of an alternative that is read as an entry, 0 for a field."""
    return int(name.rpartition(" ")[2]) if name.startswith("OPTION ") else 0


def type_of(text: str) -> TypeWords | None:
    """Read a type; alternatives, and ``null``, are separated by bars."""
    text = _MARK.sub("", text)
    if _UNTYPED.match(text):
        return TypeWords()
    found = read_type(text.replace("┃", " or "), formats=True)
    if found is None and _OWN_FORMAT.match(text):
        return TypeWords(type="string", format=text)
    return found


def _own_type(text: str) -> TypeWords | None:
    """Read a word that can only be a format, alone or in brackets, with or without null."""
    match = _WORD.match(_MARK.sub("", text))
    if match is None or match[2] in ("true", "false", "yes", "no"):
        return None
    words = TypeWords(type="string", format=match[2])
    if match[1]:
        return TypeWords(type="array", items=words)
    return replace(words, nullable=bool(match[3]))


def row(lines: Sequence[Line], at: int) -> Start | None:
    """Read a row of a table: the name, with a star if required, and the type below it."""
    line = lines[at]
    heading = _ONE_OF.match(line.text)
    if heading and not line.code:
        return Start(name=heading[2], words=TypeWords(), end=at + 1, mark=heading[1] or "")
    if line.code or at + 1 >= len(lines):
        return None
    below = lines[at + 1].text
    option = _OPTION.match(line.text)
    if option:
        words = _NULL if below.lower() == "null" else type_of(below)
        return _option(option, words, (option[3] or "").strip(), at + 2)
    match = _ROW.match(line.text)
    words = type_of(below) if match and not _describes(lines, at) else None
    if match and words is None and not (at + 2 < len(lines) and type_of(lines[at + 2].text)):
        words = None if _describes(lines, at) else _own_type(below)
    if match is None or words is None:
        return None
    required = bool(match[2] or match[4])
    # A star in a cell of its own above the type looks like one at the name.
    star = (at or at + 1) if required else 0
    return Start(name=match[3], words=words, end=at + 2, required=star, mark=match[1] or "")


def _describes(lines: Sequence[Line], at: int) -> bool:
    """Return whether a word is prose: above deeper lines, or a label printed again."""
    if lines[at + 1].depth > lines[at].depth:
        return True
    label = _OPTION.match(lines[at - 2].text) if at > 1 else None
    return label is not None and label[3] == lines[at].text


def _option(match: re.Match[str], words: TypeWords | None, label: str, end: int) -> Start | None:
    if words is None:
        return None
    name = f"OPTION {match[2]}"
    return Start(name=name, words=replace(words, title=label), end=end, mark=match[1] or "")


def tree_line(lines: Sequence[Line], at: int) -> Start | None:
    """Read a line of a tree: ``name*: type``, or ``name:`` with the type below."""
    line = lines[at]
    if line.code:
        return None
    heading = _ONE_OF.match(line.text)
    if heading:
        return Start(name=heading[2], words=TypeWords(), end=at + 1)
    match = _TREE.match(line.text)
    end = at + 1
    if match is None and re.match(r"^[\w$.@-]+\s*\*?$", line.text) and end < len(lines):
        joined = re.sub(r"\s+", "", line.text)
        if lines[end].text == ":":
            match, end = _TREE.match(f"{joined}:"), end + 1
    option = _OPTION.match(line.text)
    if match is None:
        return _tree_option(option, end) if option and option[3] else None
    bracketed = re.match(r"^Value:\s+\[(\w+)\]$", line.text)
    is_field = bracketed is not None and type_of(bracketed[1]) is not None
    if _LABEL.match(line.text) and not is_field:
        return None
    if not re.match(r"^[\w$.@\-\[\]]+$", match[1]):
        return None
    text = match[3] or ""
    if not text:
        if end >= len(lines):
            return None
        text, end = lines[end].text, end + 1
    words = _tree_type(text)
    if words is None:
        return None
    return Start(name=match[1], words=words, end=end, required=(at or at + 1) if match[2] else 0)


def _tree_type(text: str) -> TypeWords | None:
    text = _MARK.sub("", text)
    if text in ("{...}", "{"):
        # Collapsed alternatives look the same: only an expanded one is certainly an object.
        return TypeWords(type="object") if text == "{" else TypeWords()
    if text in ("[{...}]", "[{", "["):
        return TypeWords(type="array", items=TypeWords(type="object") if text == "[{" else None)
    return type_of(text) or _own_type(text)


def _tree_option(match: re.Match[str], end: int) -> Start | None:
    """Read an alternative: ``1Label {``, ``2 string``; a label may have spaces."""
    parts = match[3].split(" ")
    for at in range(len(parts)):
        text = " ".join(parts[at:])
        words = _NULL if text.lower() == "null" else _tree_type(text)
        if words is not None:
            return _option(match, words, " ".join(parts[:at]).strip(), end)
    return None


def levels(lines: Sequence[Line]) -> list[Line]:
    """Set the depth of the lines of a tree by its braces; the tree ends at the last one."""
    depth, found = 0, list[Line]()
    for line in lines:
        text = line.text
        opens = bool(_OPENS.search(text))
        closes = bool(re.match(r"^[}\]]+,?$", text))
        if closes:
            depth -= 1
            if depth <= 0:
                break
            continue
        found.append(replace(line, depth=depth))
        depth += opens
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
