"""The schema of a body in the layout of Redoc."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Shape
from stubwright.transcribe.reading.fields import Start, array_of, read_entries
from stubwright.transcribe.reading.nesting import nest_rows, object_of
from stubwright.transcribe.reading.operation import STATUS, fact
from stubwright.transcribe.reading.samples import Sample
from stubwright.transcribe.reading.type_words import TypeWords
from stubwright.transcribe.systems.redoc.fields import (
    ARRAY,
    DETAILS,
    RULE,
    begin,
    without_labels,
)
from stubwright.transcribe.systems.redoc.levels import Marks, joined, nested_rows, opens_array
from stubwright.transcribe.systems.redoc.types import redoc_type
from stubwright.types.page import Line, Page


def shape_in(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    """Create the shape of a schema: the fields of an object, an array of objects, or one type."""
    block = without_labels(block)
    alone: tuple[TypeWords, Line] | None = None
    array, choices, any_of = None, list[str](), False
    for at, line in enumerate(block):
        if re.match(r"^(one of|any of)$", line.text, re.I):
            choices, any_of = _labels(block, at + 1), line.text[0] in "aA"
        elif begin(block, at) or (STATUS.match(line.text) and line.mark != "row"):
            break
        elif ARRAY.match(line.text):
            array = line
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
    shape = _object(page, block[:cut], sample)
    if shape is None and alone is not None:
        from_words = read_entries(
            [replace(alone[1], text="value"), *block[block.index(alone[1]) : cut]],
            begin,
            DETAILS,
            RULE,
        )
        shape = from_words[0].shape if from_words else None
        if shape is not None:
            shape.found = None
            array = None if alone[0].type == "array" else array
    if shape is not None and len(choices) > 1:
        shape.title = choices[0]
        shape = Shape(choices=[shape, *(Shape(title=one) for one in choices[1:])], any_of=any_of)
    if array is not None:
        return array_of(shape, (array.number, array.number), RULE)
    return shape


def _object(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    if page.form == "markdown":
        block = nested_rows(page, block)
    marks = Marks.of_page(page)

    def start(lines: Sequence[Line], at: int) -> Start | None:
        begun = begin(lines, at)
        if begun is not None and begun.words.holds_fields:
            return marks.mark(lines, begun)
        if begun is not None and opens_array(lines, begun):
            return replace(begun, mark="-")
        return begun

    entries = joined(read_entries(_even(block), start, DETAILS, RULE))
    if page.form != "markdown" or not entries:
        return object_of(entries, page.form, sample, folds=True)
    root = Shape()
    root.facts["type"] = fact("object", entries[0].line, RULE)
    nest_rows(root, entries, sample.value if sample else None)
    return root


def _even(block: Sequence[Line]) -> list[Line]:
    """Give a name the depth of its type, because the name of an expandable field is in a button."""
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
