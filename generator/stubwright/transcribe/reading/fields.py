"""Named fields with types, one after the other, as on the pages of all systems."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Fact, Listed, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.type_words import TypeWords, shape_of
from stubwright.types.page import Line

NAME = re.compile(
    r"^(?!(?:application|audio|image|multipart|text|video)/|\S*:$)[A-Za-z_$@#][\w$@.:\-\[\]{}/*#]{0,99}$"
)


# Text that buttons and links add around a name.
JITTER = 2
ANY_KEY = frozenset(
    ("property name*", "[any-key]", "additionalProperties", "additionalProperty", "propertyName*")
)
"""The names that systems give to any other member of an object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The beginning of a field: name, type, and whether it is required. ``end`` is the next line.

    ``folded`` has the names of members of which the page shows only the names. ``unread`` is true
    if members follow that must not be read. ``mark`` is the sign before a name: ``-`` if the
    members follow, ``+`` if they are folded.
    """

    name: str
    words: TypeWords
    end: int
    required: int = 0
    where: str = ""
    deprecated: bool = False
    rest: str = ""
    folded: tuple[str, ...] = ()
    unread: bool = False
    mark: str = ""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A field before it is nested. ``at`` is the index of its first line."""

    name: str
    shape: Shape
    depth: int
    line: int
    where: str = ""
    holds: bool = False
    at: int = 0
    unread: bool = False
    mark: str = ""

    @property
    def holder(self) -> Shape:
        """The shape to which the members are added."""
        return Shape() if self.unread else inner(self.shape)


Starter = Callable[[Sequence[Line], int], Start | None]


def read_entries(lines: Sequence[Line], start: Starter, details: Details, rule: str) -> list[Entry]:
    """Read fields in the order of the page, and ignore what precedes the first one."""
    entries: list[Entry] = []
    at = 0
    while at < len(lines):
        begun = start(lines, at)
        if begun is not None:
            entries.append(_entry(lines, at, begun, rule))
            if begun.rest:
                details.behind(entries[-1].shape, begun.rest, lines[begun.end - 1].number)
            at = begun.end
        elif entries:
            at = details.read(entries[-1].shape, lines, at, lambda at: start(lines, at) is not None)
        else:
            at += 1
    return entries


def _entry(lines: Sequence[Line], at: int, begun: Start, rule: str) -> Entry:
    first, last = lines[at], lines[begun.end - 1]
    span = (first.number, last.number)
    shape = shape_of(begun.words, span, rule)
    shape.found = Fact(value=begun.name, lines=(first.number, first.number), rule=rule)
    if begun.required:
        number = lines[min(begun.required, len(lines) - 1)].number
        shape.required = Fact(value=True, lines=(number, number), rule=rule)
    if begun.deprecated:
        shape.facts["deprecated"] = Fact(value=True, lines=span, rule=rule)
    items = begun.words.items
    anything = items is None or not (items.type or items.items)
    opens_any = begun.mark == "-" and begun.words.type == "array" and anything
    entry = Entry(
        name=begun.name,
        shape=shape,
        depth=first.depth,
        line=first.number,
        at=at,
        where=begun.where,
        holds=(begun.words.holds_fields or begun.unread or opens_any) and not begun.folded,
        unread=begun.unread,
        mark=begun.mark,
    )
    for name in begun.folded:
        member = Shape(found=Fact(value=name, lines=span, rule=rule))
        put(inner(shape), Entry(name=name, shape=member, depth=first.depth, line=last.number))
    return entry


def inner(shape: Shape) -> Shape:
    """Return the shape that holds members: items, the alternative shown, or the values of a map."""
    while not shape.properties:
        below = shape.items or (shape.choices[0] if shape.choices else shape.extra)
        if below is None:
            break
        shape = below
    return shape


def put(parent: Shape, entry: Entry) -> None:
    """Add a field to a shape; a second field of the same name adds nothing to the first."""
    if entry.name in ANY_KEY:
        if entry.shape.facts.get("type") or entry.shape.title:
            parent.extra = parent.extra or entry.shape
        return
    parent.facts.setdefault(
        "type",
        Fact(value="object", lines=(entry.line, entry.line), rule="fields are listed"),
    )
    if entry.name not in parent.properties:
        parent.properties[entry.name] = entry.shape


def list_all(entries: Sequence[Entry]) -> list[Listed]:
    """List fields as they are before they are nested."""
    return [
        Listed(shape=one.shape, bare=_without_members(one.shape), holds=one.holds)
        for one in entries
    ]


def _without_members(shape: Shape) -> Shape:
    """Copy a field without its members."""
    return replace(
        shape,
        facts=dict(shape.facts),
        properties={},
        items=_without_members(shape.items) if shape.items else None,
        extra=_without_members(shape.extra) if shape.extra else None,
        choices=[_without_members(one) for one in shape.choices],
    )


def infer_all(shape: Shape) -> None:
    """Mark all facts about a field as inferred, because its place is."""
    shape.found = _inferred(shape.found)
    shape.required = _inferred(shape.required)
    for key, fact in shape.facts.items():
        shape.facts[key] = replace(fact, status="inferred")
    for inside in (shape.items, shape.extra, *shape.choices):
        if inside is not None:
            infer_all(inside)


def _inferred(fact: Fact | None) -> Fact | None:
    return replace(fact, status="inferred") if fact else None


def array_of(shape: Shape | None, lines: tuple[int, int], rule: str) -> Shape:
    """Create an array of a shape."""
    found = Shape(items=shape)
    found.facts["type"] = Fact(value="array", lines=lines, rule=rule)
    return found
