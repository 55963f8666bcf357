"""Named fields with types, one after the other: what all systems' pages are made of."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.samples import Sample
from stubwright.transcribe.reading.type_words import TypeWords, shape_of
from stubwright.types.page import Line

NAME = re.compile(
    r"^(?!(?:application|audio|image|multipart|text|video)/)[A-Za-z_$@#][\w$@.:\-\[\]{}/*#]{0,99}$"
)


# Elements around a name that buttons and links add.
JITTER = 2
_ANY_KEY = frozenset(
    ("property name*", "[any-key]", "additionalProperties", "additionalProperty", "propertyName*")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a field begins: its name, type and whether it is required. ``end`` is the next line.

    ``mark`` is what a page shows before a name: ``-`` where its fields follow, ``+`` where they
    are folded.
    """

    name: str
    words: TypeWords
    end: int
    required: int = 0
    where: str = ""
    deprecated: bool = False
    rest: str = ""
    mark: str = ""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A field as it was met, before it is put where it belongs."""

    name: str
    shape: Shape
    depth: int
    line: int
    where: str = ""
    holds: bool = False
    mark: str = ""


Starter = Callable[[Sequence[Line], int], Start | None]


def read_entries(lines: Sequence[Line], start: Starter, details: Details, rule: str) -> list[Entry]:
    """Read fields in the order of the page. What is before the first is not looked at."""
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
    return Entry(
        name=begun.name,
        shape=shape,
        depth=first.depth,
        line=first.number,
        where=begun.where,
        holds=begun.words.holds_fields,
        mark=begun.mark,
    )


def inner(shape: Shape) -> Shape:
    """Return the shape that holds the members: items, the alternative that is shown, a map's."""
    while not shape.properties:
        below = shape.items or (shape.choices[0] if shape.choices else shape.extra)
        if below is None:
            break
        shape = below
    return shape


def nest_by_depth(root: Shape, entries: Sequence[Entry]) -> None:
    """Put each field under the last one before it that is less deep and can hold fields.

    A field that is much deeper than the first of that level is in something that was not read.
    """
    stack: list[tuple[int, Shape]] = [(-1, root)]
    firsts: dict[int, int] = {}
    for entry in entries:
        while len(stack) > 1 and stack[-1][0] >= entry.depth:
            stack.pop()
        parent = stack[-1][1]
        if entry.depth > firsts.setdefault(id(parent), entry.depth) + JITTER:
            said = Fact(
                value=entry.name, lines=(entry.line, entry.line), rule="no place", status="absent"
            )
            root.lost.append(said)
            parent = Shape()
        put(parent, entry)
        if entry.holds:
            stack.append((entry.depth, inner(entry.shape)))


def put(parent: Shape, entry: Entry) -> None:
    """Add a field to a shape; a second field of one name there is not a fact of the first."""
    if entry.name in _ANY_KEY:
        if entry.shape.facts.get("type"):
            parent.extra = parent.extra or entry.shape
        return
    parent.facts.setdefault(
        "type",
        Fact(value="object", lines=(entry.line, entry.line), rule="fields are listed"),
    )
    if entry.name not in parent.properties:
        parent.properties[entry.name] = entry.shape


def nest_flat(root: Shape, entries: Sequence[Entry], sample: object) -> None:
    """Put fields of a text without depth where a sample has them; the others are the root's lost.

    Before the first field that opens a level all is at the top. After it a field's place is
    certain where the sample has it in exactly one of the levels that are open, or where it is the
    first of a level that the page shows to be open.
    """
    stack: list[tuple[Shape, object]] = [(root, _object(sample))]
    nowhere: list[Shape] = []
    opened = first = False
    for entry in entries:
        opens = entry.holds and entry.mark != "+"
        place = len(stack) - 1 if first else _place(stack, entry, opened=opened)
        opened, first = opened or opens, opens and entry.mark == "-"
        if place is None or any(stack[place][0] is one for one in nowhere):
            said = Fact(
                value=entry.name, lines=(entry.line, entry.line), rule="no place", status="absent"
            )
            root.lost.append(said)
            if opens:
                # Its members would be read as those of another: they have no place either.
                nowhere.append(Shape())
                stack.append((nowhere[-1], _members(stack, entry.name)))
            continue
        del stack[place + 1 :]
        parent, shown = stack[place]
        put(parent, entry)
        if opens:
            member = shown.get(entry.name) if isinstance(shown, dict) else None
            if entry.shape.extra is not None and isinstance(member, dict):
                member = list(member.values())
            stack.append((inner(entry.shape), _object(member)))


def nest_rows(root: Shape, entries: Sequence[Entry], sample: object) -> None:
    """Put fields of a table, where a row that is deeper holds all fields of the row above it."""
    shown = _object(sample)
    at = 0
    while at < len(entries):
        end = at + 1
        while end < len(entries) and entries[end].depth > 0:
            end += 1
        holder, name = entries[at], entries[at].name
        if holder.depth > 0:
            nest_flat(root, entries[at:end], sample)
        else:
            put(root, holder)
            member = shown.get(name) if isinstance(shown, dict) else None
            nest_flat(inner(holder.shape), entries[at + 1 : end], member)
        at = end


def _place(stack: Sequence[tuple[Shape, object]], entry: Entry, *, opened: bool) -> int | None:
    if not opened:
        return 0 if entry.name not in stack[0][0].properties else None
    fits = [
        at
        for at, (shape, shown) in enumerate(stack)
        if isinstance(shown, dict) and entry.name in shown and entry.name not in shape.properties
    ]
    if any(shown == {} and not shape.properties for shape, shown in stack[1:]):
        # A sample that shows an empty object for a level with fields is folded there.
        return None
    if len(fits) == 1:
        return fits[0]
    if fits:
        # A level that is complete is closed: the sample has no more of it.
        pending = [at for at in fits if not _complete(*stack[at])]
        return pending[0] if len(pending) == 1 else None
    return None


def _members(stack: Sequence[tuple[Shape, object]], name: str) -> object:
    """Join what a sample shows inside a field of a name, in all levels that have it."""
    shown = [one[name] for _, one in stack if isinstance(one, dict) and name in one]
    return _object(shown)


def _complete(shape: Shape, shown: object) -> bool:
    return isinstance(shown, dict) and set(shown) <= set(shape.properties)


def _object(sample: object) -> object:
    """Return the object in a sample whose members a field's children are; arrays are joined."""
    while isinstance(sample, list):
        objects = [one for one in sample if isinstance(one, dict)]
        if not objects:
            return next((_object(one) for one in sample if isinstance(one, list)), None)
        joined: dict[object, object] = {}
        for one in objects:
            for key, value in one.items():
                if not joined.get(key):
                    joined[key] = value
        return joined
    return sample


def nest_dotted(root: Shape, entries: Sequence[Entry]) -> None:
    """Put fields whose names are paths (``data.metadata.title``, ``data[].id``) where they say."""
    known: dict[str, Shape] = {"": root}
    for entry in entries:
        path = entry.name.replace("[]", "")
        above, _, last = path.rpartition(".")
        parent = known.get(above)
        if parent is None:
            put(root, entry)
            continue
        known[path] = inner(entry.shape)
        if last.startswith("{"):
            parent.extra = entry.shape
            continue
        entry.name = last
        entry.shape.found = Fact(value=last, lines=(entry.line, entry.line), rule="dotted name")
        put(parent, entry)


def object_of(entries: Sequence[Entry], form: str, sample: Sample | None) -> Shape | None:
    """Make the object that fields are of, by their depth or by a sample of it; None without fields.

    Fields whose place nothing shows are left out.
    """
    if not entries:
        return None
    root = Shape()
    lines = (entries[0].line, entries[-1].line)
    root.facts["type"] = Fact(value="object", lines=lines, rule="fields are listed")
    depths = {entry.depth for entry in entries}
    if form == "html" or len(depths) > 1:
        nest_by_depth(root, entries)
    else:
        nest_flat(root, entries, sample.value if sample else None)
    return root


def array_of(shape: Shape | None, lines: tuple[int, int], rule: str) -> Shape:
    """Make an array of a shape."""
    found = Shape(items=shape)
    found.facts["type"] = Fact(value="array", lines=lines, rule=rule)
    return found
