"""Fields in the layout of Stoplight Elements: a name, a type, then flags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Start
from stubwright.transcribe.reading.type_words import TypeWords, read_type
from stubwright.transcribe.systems.stoplight_lines import FLAGS, OTHER, TITLE, TUPLE
from stubwright.types.page import Line

RULE = "stoplight"
# Markdown runs several values together, so that they cannot be split: they are left out.
DETAILS = Details(rule=RULE, one_per_line=True, one_run=True, default_below=True)
_ALTERNATIVES = re.compile(r"^(?:one|any) of(?::\s*(.+))?$")
_MIXED = re.compile(r"^(?:array \((?:one|any)Of\) \[[^\[\]]+\])+$")
_ITEM = re.compile(r"\[([^\[\]]+)\]")
_ARRAY = re.compile(r"^array\[(.{1,200})\]$")
_MOST_LABELS = 60
_LABEL = re.compile(
    r"(?:string|integer|number|boolean|object|null|any)(?:<[\w-]+>)?|(?:array|dictionary)\[[^\[\]]+\]"
)
_LONGEST_LABEL = 300
_LONGEST_LABELS = 4000  # run together


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read the beginning of a field: its name and its type."""
    line, name = lines[at], lines[at].text
    if at + 1 >= len(lines):
        return None
    if line.part != "name" and (line.part or line.code or not NAME.match(name)):
        return None
    words, end = _alternatives(lines, at)
    if words is None:
        words, end = _type(lines, at + 1)
    if words is None:
        return None
    required, deprecated = 0, False
    while end < len(lines) and lines[end].text.lower() in FLAGS:
        flag = lines[end].text.lower()
        nested = words.items is not None and words.items.type == "array"
        if read_type(lines[end + 1].text if end + 1 < len(lines) else "") and not nested:
            break
        required = end if flag == "required" else required
        deprecated = deprecated or flag == "deprecated"
        words = replace(words, nullable=True) if flag == "nullable" else words
        end += 1
    several = lines[at + 1].part == TUPLE
    below = read_type(lines[end].text) if end < len(lines) else None
    if several:
        words = replace(words, items=None)
    elif below and words.items and words.items.type == "array" and not words.items.items:
        words = replace(words, items=replace(words.items, items=below))
        end += 1
    return Start(
        name=name,
        words=words,
        end=end,
        required=required,
        deprecated=deprecated,
        unread=several,
    )


def _named(text: str) -> TypeWords:
    """Read a type, a model's title, or an array of such."""
    array = _ARRAY.match(text)
    found = read_type(text)
    if found is None and array:
        return TypeWords(type="array", items=TypeWords(title=array[1]))
    return found or TypeWords(title=text)


def _type(lines: Sequence[Line], at: int) -> tuple[TypeWords | None, int]:
    text = lines[at].text
    words = None if text.isupper() else read_type(text)  # `BOOLEAN`, `FLOAT`: values
    if words is None and _ARRAY.match(text):
        words = _named(text)
    if words is None and _MIXED.match(text):
        return _mixed(lines, at)
    if words is None and lines[at].part in ("type", TITLE):
        words = TypeWords(title=text)
    return words, at + 1


def _mixed(lines: Sequence[Line], at: int) -> tuple[TypeWords, int]:
    """Read an array of alternatives: one label per alternative, then the one that is shown."""
    end, labels = at, list[str]()
    while end < len(lines) and _MIXED.match(lines[end].text):
        labels += _ITEM.findall(lines[end].text)  # Markdown runs them together
        end += 1
    shown, others = labels[-1], labels[:-1]
    if shown in others:
        others.remove(shown)
    read = [read_type(one) or TypeWords(title=one) for one in (shown, *others)]
    items = TypeWords(choices=tuple(read)) if others else read[0]
    return TypeWords(type="array", items=items), end


def _apart(text: str) -> list[str]:
    """Split labels that Markdown runs together, if all are types."""
    return _LABEL.findall(text) if re.fullmatch(rf"(?:{_LABEL.pattern})+", text) else [text]


def _alternatives(lines: Sequence[Line], at: int) -> tuple[TypeWords | None, int]:
    """Read the labels of alternatives below a name, up to the line that says which is shown.

    The label of the shown alternative comes first. A label may be a type; a title after a type is
    the name of the next field.
    """
    typed = 0
    for end in range(at + 1, min(at + _MOST_LABELS, len(lines))):
        text = lines[end].text
        match = _ALTERNATIVES.match(text)
        if match and end > at + 1:
            labels = [line.text for line in lines[at + 1 : end]]
            chosen = (match[1] or "").strip()
            more = len(labels) == 1 and bool(chosen) and labels[0] != chosen
            if more and labels[0].startswith(chosen):
                labels = [chosen, *_apart(labels[0][len(chosen) :])]
                more = any(read_type(label) is None and label != "null" for label in labels[1:])
            if labels[0] != chosen:
                return None, at
            named = [label for label in labels if label != "null"]
            known = tuple(_named(label) for label in named)
            nullable = len(named) < len(labels)
            return TypeWords(choices=known, nullable=nullable, more=more), end + 1
        is_type = text == "null" or read_type(text) is not None
        typed += is_type and text != "null"
        part = lines[end].part
        if part not in ("", OTHER, TITLE):
            return None, at
        after = _ALTERNATIVES.match(lines[end + 1].text) if end + 1 < len(lines) else None
        together = after and after[1] and end == at + 1 and text.startswith(after[1].strip())
        longest = _LONGEST_LABELS if together else _LONGEST_LABEL
        if lines[end].code or (typed and not is_type and not part) or len(text) > longest:
            return None, at
    return None, at
