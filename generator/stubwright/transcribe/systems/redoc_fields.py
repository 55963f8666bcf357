"""Fields and schemas as Redoc lays them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.drafts.draft import Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Start, array_of, object_of, read_entries
from stubwright.transcribe.reading.operation import (
    STATUS,
)
from stubwright.transcribe.reading.samples import Sample
from stubwright.transcribe.reading.type_words import TypeWords, read_type
from stubwright.types.page import Line, Page

RULE = "redoc"
DETAILS = Details(rule=RULE)
_LONGEST = 400
_TYPE = re.compile(
    r"^(?P<base>(?:array of )*\(?(?:string|integer|number|boolean|object|array|any|null|file)s?"
    r"(?:\s+(?:or|and)\s+\w+)*\)?)(?P<format>\s*<\s*[\w.:/ -]+\s*>)?(?P<title>\s*\([^()]*\))?"
    r"(?P<rest>[\s^/].*)?$",
    re.I,
)


def redoc_type(text: str) -> tuple[TypeWords, str] | None:
    """Read the line of a type: its words, and the limits behind them."""
    match = _TYPE.match(text)
    if match is None or (match["rest"] or "").strip().startswith("or "):
        found = alternatives(text)
        return (found, "") if found else None
    base = match["base"].replace("(", "").replace(")", "")
    words = read_type(base)
    if words is None:
        return None
    if match["format"]:
        name = match["format"].strip().strip("<>").strip()
        items = words.items
        words = (
            replace(words, items=replace(items, format=name))
            if items and not items.items
            else replace(words, format=name)
        )
    if match["title"]:
        title = match["title"].strip()[1:-1]
        items = words.items
        words = (
            replace(words, items=replace(items, title=title))
            if items
            else replace(words, title=title)
        )
    rest = re.sub(r"\[ items .*\]", "", match["rest"] or "").strip()
    return words, rest


def alternatives(text: str) -> TypeWords | None:
    """Read the type of a value with alternatives: ``Usage (object) or (any or null)``."""
    array = re.match(r"^Array of \((.*)\)$", text)
    if array:
        inner = alternatives(array[1])
        return TypeWords(type="array", items=inner) if inner else None
    parts = _split_or(text)
    if len(parts) < 2 or len(text) > _LONGEST:
        return None
    found: list[TypeWords] = []
    for part in parts:
        titled = re.match(r"^(?:([\w.: /-]+?) )?\((.*)\)$", part)
        words = read_type(part) or (titled and _titled(titled[1] or "", titled[2]))
        if not words:
            return None
        found.append(words)
    return TypeWords(choices=tuple(found))


def _titled(title: str, inside: str) -> TypeWords | None:
    words = read_type(inside) or alternatives(inside)
    return replace(words, title=title or words.title) if words else None


def _split_or(text: str) -> list[str]:
    """Split at ``or`` outside of parentheses."""
    parts, depth = [""], 0
    for word in text.split(" "):
        if word == "or" and depth == 0:
            parts.append("")
            continue
        depth += word.count("(") - word.count(")")
        parts[-1] = f"{parts[-1]} {word}".strip()
    return parts


def without_labels(block: Sequence[Line]) -> list[Line]:
    """Leave out the buttons that name a field's alternatives."""
    kept: list[Line] = []
    labels: set[str] = set()
    buttons = False
    for line in block:
        found = alternatives(line.text)
        if found is not None:
            labels |= {part.strip("()") for part in _split_or(line.text)}
            labels |= {one.title or one.type for one in found.choices}
        buttons = bool(labels) and bool(
            re.match(r"^(one|any) of$", line.text, re.I) or (buttons and line.text in labels)
        )
        if not buttons:
            kept.append(line)
    return kept


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read where a field begins: its name and its type."""
    name = lines[at].text
    if lines[at].code or not (NAME.match(name) or name == "property name*"):
        return None
    if name == "Array":  # the schema is one, of what follows
        return None
    end, required = at + 1, 0
    deprecated = False
    while end < len(lines) and lines[end].text.lower() in (
        "required",
        "deprecated",
        "additional property",
        "recursive",
    ):
        required = end if lines[end].text.lower() == "required" else required
        deprecated = deprecated or lines[end].text.lower() == "deprecated"
        end += 1
    if end >= len(lines) or lines[end].code:
        return None
    read = redoc_type(lines[end].text)
    if read is None or (read[1] and not re.match(r"^[\[<>=(^/n-]", read[1])):
        return None
    words, rest = read
    return Start(
        name=name,
        words=words,
        end=end + 1,
        required=required,
        deprecated=deprecated,
        rest=f"Pattern: {rest}" if rest.startswith(("^", "/")) else rest,
    )


def shape_in(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    """Make the shape of a schema: an object's fields, an array of them, or a single type."""
    block = without_labels(block)
    alone: tuple[TypeWords, Line] | None = None
    array, choices = None, list[str]()
    for at, line in enumerate(block):
        if begin(block, at) or (STATUS.match(line.text) and line.mark != "row"):
            break
        if re.match(r"^Array\b\s*(\(.*\)|\[.*\])?$", line.text):
            array = line
        elif re.match(r"^(one of|any of)$", line.text, re.I):
            choices = _labels(block, at + 1)
        elif alone is None and (words := redoc_type(line.text)) and not words[1]:
            alone = words[0], line
    cut = next(
        (
            at
            for at, line in enumerate(block)
            if at and STATUS.match(line.text) and not begin(block, at)
        ),
        len(block),
    )
    entries = read_entries(_even(block[:cut]), begin, DETAILS, RULE)
    shape = object_of(entries, page.form, sample)
    if shape is None and alone is not None:
        from_words = read_entries(
            [replace(alone[1], text="value"), *block[:cut]], begin, DETAILS, RULE
        )
        shape = from_words[0].shape if from_words else None
        if shape is not None:
            shape.found = None
    if shape is not None and len(choices) > 1:
        shape.title = choices[0]
        shape = Shape(choices=[shape, *(Shape(title=one) for one in choices[1:])])
    if array is not None:
        return array_of(shape, (array.number, array.number), RULE)
    return shape


def _even(block: Sequence[Line]) -> list[Line]:
    """Give a name the depth of its type: the name of a field that opens is in a button."""
    found = list(block)
    for at, line in enumerate(block):
        begun = begin(block, at) if line.depth else None
        if begun is not None:
            found[at] = replace(line, depth=block[begun.end - 1].depth)
    return found


def _labels(block: Sequence[Line], at: int) -> list[str]:
    labels: list[str] = []
    while (
        at < len(block) and not begin(block, at) and len(labels) < 40 and len(block[at].text) < 80
    ):
        labels.append(block[at].text)
        at += 1
    return labels
