"""The schemas of OpenAPI 3.1 in Swagger UI: a name, a button, and a type joined with its details.

Required properties are not shown, and neither is, in text, the end of a level.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.fields import NAME, Entry, inner, put
from stubwright.transcribe.reading.limits import add_limits
from stubwright.transcribe.reading.nesting import nest_flat
from stubwright.transcribe.reading.type_words import TypeWords, read_type, shape_of
from stubwright.types.page import Line, Page

_RULE = "swagger-ui schema"
_BUTTON = re.compile(r"^(?P<name>.*?)(?:Collapse all|Expand all)(?P<rest>.*)$")
_ONE = r"(?:array<(?:[^<>]|<[^<>]*>)*>|string|integer|number|boolean|object|null|any|never)"
_FLAGS = r"(?P<flags>(?:deprecated|read-only|write-only)*)"
_TYPES = rf"(?P<type>\({_ONE}(?: \| {_ONE})*\)|{_ONE}(?: \| {_ONE})*)"
_TYPED = re.compile(rf"^{_FLAGS}{_TYPES}(?P<rest>.*)$")
# A row that cannot be expanded has no button: `namestring`, `sizeintegerint64`.
_LEAF = re.compile(
    rf"^(?P<name>Items|Additional properties|#\d+ ?|[A-Za-z_$@][\w$@.\-]*?)(?P<typed>{_FLAGS}{_TYPES}"
    r"(?:[a-z][a-z\d-]*)?(?:\s*[≥≤<>=\[(]?\s*-?\d[\d., \])]*(?:characters|items|properties)?)?)$"
)
_BUTTON_DEPTH = 2
_FORMAT = re.compile(r"^(?!matches |unique |multiple of )[a-z][a-z\d-]*")
_RANGE = re.compile(r"([\[(])(-?[\d.]+), (-?[\d.]+)([\])])")
_EXACT = re.compile(r"^(\d+)( characters| items)$")
_VALUE = re.compile(r"^#(?P<value>\d+[\"\d\[{tfn-].*)$")
_LABELLED = re.compile(r"^(?P<key>Default|Const)(?P<value>[\"\d\[{tfn-].*)$")
_CHOICES = frozenset(("One of", "Any of"))
_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_COMPOSED = frozenset(("All of", "Not", "If", "Then", "Else", "Contains"))
_KEYWORDS = frozenset(
    (
        *("Enum", "Items", "Examples", "Example", "Default", "Const", "Additional properties"),
        *("Pattern properties", "Property names", "Prefix items", "Discriminator", "XML"),
        *("Dependent schemas", "Unevaluated properties", "External documentation", "Extensions"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A name with its button, and the text that is joined with it."""

    name: str
    rest: str
    line: Line


@dataclass(slots=True)
class _Schemas:
    html: bool
    root: Shape = field(default_factory=Shape)
    entries: list[Entry] = field(default_factory=list[Entry])
    last: Shape | None = None
    enum: bool = False
    skipped: int = -1
    lost: bool = False
    chosen: Shape | None = None
    shown: int = 0


def is_schema(lines: Sequence[Line]) -> bool:
    """Return whether the lines show such a schema."""
    return any(_BUTTON.match(line.text) for line in lines[:4])


def read_schema(page: Page, lines: Sequence[Line]) -> Shape | None:
    """Read a schema; None if there is none."""
    reader = _Schemas(html=page.form == "html")
    for item in _rows(lines):
        if reader.skipped >= 0 and item.line.depth > reader.skipped:
            continue
        if isinstance(item, _Row):
            reader.skipped = -1
            reader.enum = False
            _row(reader, item)
        else:
            _line(reader, item.line)
    if reader.last is None:
        return None
    holder = inner(reader.root)
    if reader.html:
        _nest(holder, reader.entries)
    else:
        nest_flat(holder, [one for one in reader.entries if not one.name.startswith("#")], None)
    return reader.root


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    line: Line


def _rows(lines: Sequence[Line]) -> Iterator[_Row | _Text]:
    """Join a name, its button and its type, which are on one to three lines."""
    at = 0
    while at < len(lines):
        line = lines[at]
        match = _BUTTON.match(line.text)
        after = lines[at + 1] if at + 1 < len(lines) else None
        below = _BUTTON.match(after.text) if after else None
        if match and (match["name"] or match["rest"] or _typed(after)):
            rest = match["rest"].strip()
            if not match["name"] and not rest and after:  # the root has no title
                rest, at = after.text.strip(), at + 1
            yield _Row(name=match["name"].strip(), rest=rest, line=line)
        elif match is None and below and not below["name"]:
            rest = below["rest"].strip()
            third = lines[at + 2] if at + 2 < len(lines) else None
            if not rest and third and after and third.depth == after.depth:
                rest = third.text.strip() if _TYPED.match(third.text.strip()) else ""
                at += bool(rest)
            yield _Row(name=line.text.strip(), rest=rest, line=line)
            at += 1
        else:
            leaf = _LEAF.match(line.text.strip())
            if leaf:
                row = replace(line, depth=line.depth + _BUTTON_DEPTH)
                yield _Row(name=leaf["name"].strip(), rest=leaf["typed"], line=row)
            else:
                yield _Text(line=line)
        at += 1


def _typed(line: Line | None) -> bool:
    return line is not None and bool(_TYPED.match(line.text.strip()))


def _row(reader: _Schemas, row: _Row) -> None:
    if row.name in _CHOICES:
        reader.chosen, reader.shown = reader.last or reader.root, 0
        if not (reader.chosen.properties or reader.chosen.choices or reader.chosen.items):
            _untype(reader.chosen)
    elif row.name.startswith("#"):
        _choice(reader, row)
    elif row.name in _COMPOSED:
        reader.skipped = row.line.depth
        # Without depth, the end of a level is unknown.
        reader.lost = reader.lost or not reader.html
    elif row.name == "Enum":
        reader.enum = True
    elif row.name in ("Items", "Additional properties"):
        _part(reader, row)
    elif row.name in _KEYWORDS:
        reader.last = reader.last or reader.root
    elif reader.last is None:
        shape = _shape(row)
        if shape is not None:
            reader.root = reader.last = shape
            shape.title = row.name
    elif not reader.lost and NAME.match(row.name):
        _property(reader, row)


def _untype(shape: Shape) -> None:
    """Remove a type that alternatives narrow; with one type and null, keep that type."""
    if "nullable" not in shape.facts:
        shape.facts.pop("type", None)


def _choice(reader: _Schemas, row: _Row) -> None:
    """Read the row of an alternative: the rows that follow are inside."""
    match, owner = _TYPED.match(row.rest), reader.chosen
    kind = match["type"] if match else ""
    if owner is None or kind == "null":
        return
    at, reader.shown = reader.shown, reader.shown + 1
    if at < len(owner.choices):
        choice = owner.choices[at]
    else:
        choice = owner if not owner.choices and not at else Shape()
    # In text, the end of the members of an alternative is not shown.
    reader.lost = reader.lost or (not reader.html and kind not in _SCALARS)
    number = row.line.number
    reader.entries.append(
        Entry(name=row.name, shape=choice, depth=row.line.depth, line=number, holds=True)
    )
    reader.last = choice


def _nest(root: Shape, entries: Sequence[Entry]) -> None:
    """Nest each field in the nearest preceding one that is less deep; skip alternatives."""
    stack: list[tuple[int, Shape]] = [(-1, root)]
    for entry in entries:
        while len(stack) > 1 and stack[-1][0] >= entry.depth:
            stack.pop()
        if not entry.name.startswith("#"):
            put(stack[-1][1], entry)
        if entry.holds:
            stack.append((entry.depth, inner(entry.shape)))


def _property(reader: _Schemas, row: _Row) -> None:
    shape = _shape(row) or Shape()
    number = row.line.number
    shape.found = Fact(value=row.name, lines=(number, number), rule=_RULE)
    reader.last = shape
    holds = _may_hold(shape)
    reader.entries.append(
        Entry(name=row.name, shape=shape, depth=row.line.depth, line=number, holds=holds)
    )


def _may_hold(shape: Shape) -> bool:
    """Return whether fields may follow inside: not in a scalar, nor in an array of scalars."""
    kind = shape.facts.get("type")
    if kind is None:
        return not shape.choices or any(_may_hold(one) for one in shape.choices)
    if kind.value == "array":
        return shape.items is None or _may_hold(shape.items)
    return kind.value == "object"


def _part(reader: _Schemas, row: _Row) -> None:
    """Read the items of an array, or the values of a map, of the field above."""
    above = reader.last
    made = _shape(row)
    if above is None or made is None or reader.lost:
        return
    if row.name == "Items" and above.facts.get("type") and above.items is not None:
        above.items.facts.update(made.facts)
        above.items.items = above.items.items or made.items
        reader.last = above.items
    elif row.name == "Additional properties" and not above.properties:
        above.extra = made
        if reader.entries and reader.entries[-1].shape is above and not _may_hold(made):
            reader.entries[-1].holds = False  # its own fields would have come before


def _words(text: str) -> TypeWords | None:
    """Read a type; alternatives are in parentheses: ``array<(string | object)>``."""
    array = re.match(r"^array<\((.*)\)>$", text)
    if array:
        return TypeWords(type="array", items=_words(array[1]))
    return read_type(text[1:-1] if text.startswith("(") else text)


def _shape(row: _Row) -> Shape | None:
    match = _TYPED.match(row.rest)
    words = _words(match["type"]) if match else None
    if match is None or words is None:
        return None
    lines = (row.line.number, row.line.number)
    shape = shape_of(words, lines, _RULE)
    if "deprecated" in match["flags"]:
        shape.facts["deprecated"] = Fact(value=True, lines=lines, rule=_RULE)
    rest = match["rest"].strip()
    format_ = _FORMAT.match(rest)
    if format_ and words.type in ("string", "integer", "number"):
        shape.facts["format"] = Fact(value=format_[0], lines=lines, rule=_RULE)
        rest = rest[format_.end() :]
    limits, _, pattern = rest.partition("matches ")
    if pattern:
        shape.facts["pattern"] = Fact(value=pattern, lines=lines, rule=_RULE)
    limits = _RANGE.sub(r"\1\2 .. \3\4", _EXACT.sub(r"[\1 .. \1]\2", limits))
    if limits.strip():
        add_limits(shape, limits.strip(), lines, _RULE)
    return shape


def _line(reader: _Schemas, line: Line) -> None:
    text = line.text.strip()
    value, labelled = _VALUE.match(text), _LABELLED.match(text)
    lines = (line.number, line.number)
    shape = reader.last
    if shape is None or reader.lost:
        return
    if value and reader.enum:
        known = shape.facts.get("enum")
        values: list[Json] = list(known.value) if known and isinstance(known.value, list) else []
        with suppress(ValueError):
            # The index is joined with the value: `#0404` is the first, 404.
            values.append(json.loads(value["value"].removeprefix(str(len(values)))))
            shape.facts["enum"] = Fact(value=values, lines=lines, rule=_RULE)
    elif labelled:
        with suppress(ValueError):
            read: Json = json.loads(labelled["value"])
            key = "default" if labelled["key"] == "Default" else "enum"
            fact = Fact(value=read if key == "default" else [read], lines=lines, rule=_RULE)
            shape.facts.setdefault(key, fact)
