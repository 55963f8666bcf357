"""Fields and schemas in the layout of docusaurus-openapi-docs."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import dataclass, field, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Entry, Start, inner, read_entries
from stubwright.transcribe.reading.nesting import nest_by_depth, nest_flat
from stubwright.transcribe.reading.samples import Sample
from stubwright.transcribe.reading.type_words import read_type
from stubwright.types.page import Line, Page

RULE = "docusaurus"
DETAILS = Details(rule=RULE)
_FLAGS = re.compile(
    r"^(?P<type>.*?)(?P<flags>(?:\s*(?:required|nullable|deprecated|read-only|write-only))*)$", re.I
)
_FLAG = re.compile(r"^(required|nullable|deprecated|read-only|write-only)$", re.I)
TABS = frozenset(("schema", "example", "examples", "example (auto)", "response headers"))
_OPENS = re.compile(r"^Array \[$")
_CLOSES = re.compile(r"^\]$")


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read the beginning of a field: its name and its type."""
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or lines[at + 1].code:
        return None
    if not (NAME.match(name) or name == "property name*") or name.lower() in TABS:
        return None
    match = _FLAGS.match(lines[at + 1].text)
    text = match["type"].strip() if match else ""
    words = read_type(text, formats=True)
    if words is None and re.match(r"^[A-Z]\w+$", text) and not _prose(lines, at):
        words = read_type(text, models=True)
    if words is None or text.lower() in ("required", "array ["):
        return None
    flags = (match["flags"] if match else "").lower()
    end, required = at + 2, at + 1 if "required" in flags else 0
    while end < len(lines) and _FLAG.match(lines[end].text) and not lines[end].code:
        flags += lines[end].text.lower()
        required = end if lines[end].text.lower() == "required" else required
        end += 1
    if "nullable" in flags:
        words = replace(words, nullable=True)
    return Start(
        name=name, words=words, end=end, required=required, deprecated="deprecated" in flags
    )


def _prose(lines: Sequence[Line], at: int) -> bool:
    """Return whether a word is prose: a capitalised word follows, and then no line about a field."""
    after = lines[at + 2].text if at + 2 < len(lines) else ""
    return not re.match(
        r"^(required|nullable|deprecated|possible values|default value)", after, re.I
    )


def shape_in(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    """Create the shape of a schema; the members of arrays are between ``Array [`` and ``]``."""
    end = next((at for at, line in enumerate(block) if line.code), len(block))
    block = block[:end]
    begins = [at for at in range(len(block)) if begin(block, at)]
    if not begins or (len(begins) == 1 and read_type(block[begins[0]].text)):
        return _alone(block)
    root = Shape()
    array = any(_OPENS.match(line.text) for line in block[: begins[0]])
    span = (block[begins[0]].number, block[-1].number)
    if page.form == "html":
        nest_by_depth(root, read_entries(block, begin, DETAILS, RULE))
    else:
        shown: object = sample.value if sample else None
        _nest(root, list(block[begins[0] :]), shown)
    root.facts["type"] = Fact(value="object", lines=span, rule="fields are listed")
    if array:
        whole = Shape(items=root)
        whole.facts["type"] = Fact(value="array", lines=span, rule=RULE)
        return whole
    return root


def _alone(block: Sequence[Line]) -> Shape | None:
    for at, line in enumerate(block):
        after = read_type(block[at + 1].text) if at + 1 < len(block) else None
        words = None if after else read_type(line.text)
        if words and line.text.lower() not in TABS:
            value = replace(line, text="value")
            entries = read_entries([value, line], begin, DETAILS, RULE)
            if entries:
                entries[0].shape.found = None
                return entries[0].shape
    return None


@dataclass(slots=True)
class _Level:
    root: Shape
    lines: list[Line] = field(default_factory=list[Line])
    below: list[tuple[str, _Level]] = field(default_factory=list)


def _nest(root: Shape, lines: list[Line], shown: object) -> None:
    stack = [_Level(root)]
    last = ""
    for at, line in enumerate(lines):
        if _OPENS.match(line.text) and last:
            level = _Level(Shape())
            stack[-1].below.append((last, level))
            stack.append(level)
        elif _CLOSES.match(line.text):
            if len(stack) > 1:
                stack.pop()
        else:
            begun = begin(lines, at)
            last = begun.name if begun else last
            stack[-1].lines.append(line)
    _settle(stack[0], shown)


def _settle(level: _Level, shown: object) -> None:
    entries = read_entries(level.lines, begin, DETAILS, RULE)
    for one in entries:
        one.holds = one.holds and one.shape.items is None
    nest_flat(level.root, entries, shown)
    by_name: dict[str, Entry] = {entry.name: entry for entry in entries}
    # The members of an expanded array are between its brackets.
    for name, below in level.below:
        entry = by_name.get(name)
        if entry is None:
            continue
        below.root = inner(entry.shape)
        member: object = None
        if isinstance(shown, list):
            shown = next((one for one in shown if isinstance(one, dict)), None)
        if isinstance(shown, dict):
            member = shown.get(name)
        _settle(below, member)
