"""The schemas of bodies and responses on a Scalar page."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.fields import Entry, array_of, inner, list_all, put, read_entries
from stubwright.transcribe.reading.nesting import members_of, nest_by_depth, nest_flat
from stubwright.transcribe.reading.samples import Sample
from stubwright.transcribe.reading.type_words import TypeWords, shape_of
from stubwright.transcribe.systems.scalar.fields import (
    COUNT,
    DETAILS,
    ONE_OF,
    RULE,
    begin,
    words_of,
)
from stubwright.transcribe.systems.scalar.lines import ANY_KEY
from stubwright.types.page import Line, Page

_LONGEST_FIELD = 1000


def _take_alternatives(page: Page, entries: Sequence[Entry], block: Sequence[Line]) -> list[Entry]:
    """Add members to the alternative that is shown of each field; return the other fields.

    Markup shows where they end. In text, they end at the next field that has a link of its own,
    and what is inside a field without a link is left out.
    """
    kept: list[Entry] = []
    ends = [*(entry.at for entry in entries[1:]), len(block)]
    at = 0
    while at < len(entries):
        entry = entries[at]
        part = block[entry.at : ends[at]]
        kept.append(entry)
        at += 1
        label = _label(part)
        if label is None:
            continue
        choice = _choose(entry, label, _shown_type(part))
        if page.form == "text":
            first = at
            while at < len(entries) and not _linked(block, entries[at]):
                at += 1
            entry.holds = False
            if _linked(block, entry):
                _nest_counted(inner(choice), entries[first:at], block, None)
    return kept


def _close_empty(entries: Sequence[Entry], block: Sequence[Line]) -> None:
    """Say of fields that the page calls empty objects that they are objects, and hold nothing."""
    ends = [*(entry.at for entry in entries[1:]), len(block)]
    for entry, end in zip(entries, ends, strict=True):
        for line in block[entry.at : end]:
            if line.text.lower() == "empty object" and not entry.shape.items:
                said = Fact(value="object", lines=(line.number, line.number), rule=RULE)
                entry.shape.facts.setdefault("type", said)
                entry.holds = False


def _linked(block: Sequence[Line], entry: Entry) -> bool:
    link = f"copy link to {entry.name}".lower()
    for at in range(entry.at + 1, min(entry.at + 8, len(block))):
        if block[at].text.lower() == link:
            return True
        if begin(block, at):
            break
    return False


def _label(part: Sequence[Line]) -> str | None:
    """Find the label of the alternative whose members follow; None if there are none."""
    for at, line in enumerate(part):
        if ONE_OF.match(line.text):
            words = "".join(one.text for one in part[at : at + 3])
            folded = any(
                re.match(r"^(show schema.*|empty object)$", one.text, re.I)
                for one in part[at : at + 5]
            )
            return None if folded else words.rpartition("·")[2].strip()
    return None


def _shown_type(part: Sequence[Line]) -> tuple[TypeWords, Line] | None:
    """Read the type of the alternative that is shown, which is below its label."""
    heading = next(at for at, line in enumerate(part) if ONE_OF.match(line.text))
    for line in part[heading + 1 : heading + 5]:
        typed = re.match(r"^type:\s*(.+)$", line.text, re.I)
        words = words_of(typed[1])[0] if typed else None
        if words is not None:
            return words, line
    return None


def _choose(entry: Entry, label: str, shown: tuple[TypeWords, Line] | None) -> Shape:
    """Create the shown alternative of several; the page does not show how many there are."""
    owner, lines = entry.shape.items or entry.shape, (entry.line, entry.line)
    choice = Shape(title=label)
    if shown and shown[0].items:
        number = shown[1].number
        choice = replace(shape_of(shown[0], (number, number), RULE), title=label)
    owner.choices = [choice, Shape()]
    owner.facts.pop("type", None)
    owner.facts["alternatives"] = Fact(
        value=2, lines=lines, rule="one of several is shown", status="inferred"
    )
    entry.holds = True
    return choice


def _has_alternatives(block: Sequence[Line]) -> bool:
    """Return whether the fields belong to one of several alternatives."""
    for at, line in enumerate(block):
        if begin(block, at):
            return False
        if ONE_OF.match(line.text):
            return True
    return False


def _root(lines: Sequence[Line]) -> tuple[TypeWords | None, Line | None]:
    """Read the type before the first field."""
    for at, line in enumerate(lines):
        if begin(lines, at):
            return None, None
        match = re.match(r"^type:\s*(.*)$", line.text, re.I)
        if match:
            text = match[1]
            return words_of(text)[0], line
    return None, None


def _alone(block: Sequence[Line], line: Line) -> Shape | None:
    """Read a schema that is one type, at a line."""
    lines = [replace(line, text="value", part="name"), *block[block.index(line) :]]
    alone = read_entries(lines, begin, DETAILS, RULE)
    if not alone:
        return None
    alone[0].shape.found = None
    return alone[0].shape


def shape_in(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    """Create the shape of the fields of a block; None if it has none."""
    words, line = _root(block)
    entries = read_entries(block, begin, DETAILS, RULE)
    span = (block[0].number, block[-1].number) if block else (1, 1)
    if not entries:
        return None if words is None or line is None else _alone(block, line)
    _close_empty(entries, block)
    entries = _take_alternatives(page, entries, block)
    root = Shape()
    root.facts["type"] = Fact(
        value="object",
        lines=span,
        rule="fields are listed",
        status="inferred" if _has_alternatives(block) else "stated",
    )
    if (
        (page.form != "text" and len({entry.depth for entry in entries}) > 1)
        or page.form == "html"
        or not any(entry.holds for entry in entries)
    ):
        nest_by_depth(root, entries)
    else:
        _nest_counted(root, entries, block, sample)
    if words is not None and line is not None:
        if words.items:
            root.title = words.items.title
            return array_of(root, (line.number, line.number), RULE)
        root.title = words.title
    return root


def _count(block: Sequence[Line], at: int) -> int:
    """Read how many fields are below a field; the search ends at the next field."""
    for place in range(at, min(at + _LONGEST_FIELD, len(block))):
        match = COUNT.match(block[place].text)
        if match:
            return int(match[1])
        if begin(block, place):
            return 0
    return 0


@dataclass(slots=True, kw_only=True)
class _CountedLevel:
    """A level of fields: how many are left, if the page says so, and its part of the sample."""

    shape: Shape
    left: int | None = None
    shown: object = None
    open: bool = False


def _nest_counted(
    root: Shape, entries: Sequence[Entry], block: Sequence[Line], sample: Sample | None
) -> None:
    """Nest fields by the number of members that the page shows for each."""
    counts: list[int] = []
    for entry in entries:
        folded = inner(entry.shape).properties
        counts.append(0 if folded else _count(block, entry.at + 1))
    if not any(counts):
        nest_flat(root, entries, sample.value if sample else None)
        return
    listed = list_all(entries)
    stack = [_CountedLevel(shape=root, shown=members_of(sample.value if sample else None))]
    for entry, count in zip(entries, counts, strict=True):
        while stack[-1].left == 0:
            stack.pop()
        level = _level(stack, entry)
        if level is None:
            name = Fact(
                value=entry.name, lines=(entry.line, entry.line), rule="no place", status="absent"
            )
            root.unplaced.append(name)
            stack.append(_CountedLevel(shape=Shape(), left=count or None)) if entry.holds else None
            continue
        put(level.shape, entry)
        level.left = level.left - 1 if level.left is not None else None
        member = level.shown.get(entry.name) if isinstance(level.shown, dict) else None
        if entry.name == ANY_KEY and isinstance(level.shown, dict):
            member = list(level.shown.values())
        holder = inner(entry.shape) if entry.holds else Shape()  # no type is shown
        if count:
            stack.append(_CountedLevel(shape=holder, left=count, shown=members_of(member)))
        elif entry.name == ANY_KEY and entry.holds:
            stack.append(
                _CountedLevel(shape=holder, left=None, shown=members_of(member), open=True)
            )
    if root.unplaced:
        root.listed = listed


def _level(stack: list[_CountedLevel], entry: Entry) -> _CountedLevel | None:
    """Find the level of a field: the deepest one, unless its number of fields is unknown.

    In that case, use the sample if exactly one of its levels has the name.
    """
    if not stack[-1].open:
        return stack[-1]
    fits: list[int] = []
    for at in range(len(stack) - 1, -1, -1):
        level = stack[at]
        shown = isinstance(level.shown, dict) and entry.name in level.shown
        if shown and entry.name not in level.shape.properties:
            fits.append(at)
        if not level.open and level.left != 0:
            break
    if len(fits) != 1:
        return None
    del stack[fits[0] + 1 :]
    return stack[-1]
