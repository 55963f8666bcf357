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

    ``folded`` are the names of members that are all the page shows of them. ``unread`` says that
    members follow and are not to be read. ``mark`` is what a page shows before a name: ``-`` where
    its fields follow, ``+`` where they are folded.
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
    """A field as it was met, before it is put where it belongs. ``at`` is the line it begins at."""

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
        """The shape that members are put into."""
        return Shape() if self.unread else inner(self.shape)


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
                details.line(entries[-1].shape, begun.rest, lines[begun.end - 1].number)
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
    entry = Entry(
        name=begun.name,
        shape=shape,
        depth=first.depth,
        line=first.number,
        at=at,
        where=begun.where,
        holds=(begun.words.holds_fields or begun.unread) and not begun.folded,
        unread=begun.unread,
        mark=begun.mark,
    )
    for name in begun.folded:
        member = Shape(found=Fact(value=name, lines=span, rule=rule))
        put(inner(shape), Entry(name=name, shape=member, depth=first.depth, line=last.number))
    return entry


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
            stack.append((entry.depth, entry.holder))


def put(parent: Shape, entry: Entry) -> None:
    """Add a field to a shape; a second field of one name there is not a fact of the first."""
    if entry.name in _ANY_KEY:
        if entry.shape.facts.get("type") or entry.shape.title:
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

    Before the first field that holds others all is at the top. After it a field's place is
    certain where the sample has it in exactly one of the levels that are open.
    """
    stack: list[tuple[Shape, object]] = [(root, members_of(sample))]
    opened = False
    for entry in entries:
        place = _place(stack, entry, opened=opened)
        opened = opened or entry.holds
        if place is None:
            said = Fact(
                value=entry.name, lines=(entry.line, entry.line), rule="no place", status="absent"
            )
            root.lost.append(said)
            if entry.holds:
                # Its members would be read as those of another: they have no place either.
                stack.append((Shape(), _members(stack, entry.name)))
            continue
        del stack[place + 1 :]
        parent, shown = stack[place]
        put(parent, entry)
        if entry.holds:
            member = shown.get(entry.name) if isinstance(shown, dict) else None
            if entry.shape.extra is not None and isinstance(member, dict):
                member = list(member.values())
            stack.append((entry.holder, members_of(member)))


def _place(stack: Sequence[tuple[Shape, object]], entry: Entry, *, opened: bool) -> int | None:
    """Find the one level that a field can be in, as a sample shows."""
    free = [at for at, (shape, _) in enumerate(stack) if entry.name not in shape.properties]
    if not opened:
        return 0 if free else None
    fits = [at for at in free if _shows(stack[at][1], entry.name)]
    if len(fits) > 1:
        # A level that is complete is closed: the sample has no more of it.
        fits = [at for at in fits if not _complete(*stack[at])]
    return fits[0] if len(fits) == 1 else None


def _shows(shown: object, name: str) -> bool:
    return isinstance(shown, dict) and name in shown


def _members(stack: Sequence[tuple[Shape, object]], name: str) -> object:
    """Join what a sample shows inside a field of a name, in all levels that have it."""
    shown = [one[name] for _, one in stack if isinstance(one, dict) and name in one]
    return members_of(shown)


def _complete(shape: Shape, shown: object) -> bool:
    return isinstance(shown, dict) and set(shown) <= set(shape.properties)


def members_of(sample: object) -> object:
    """Return the object in a sample whose members a field's children are; arrays are joined."""
    while isinstance(sample, list):
        objects = [one for one in sample if isinstance(one, dict)]
        if not objects:
            return next((members_of(one) for one in sample if isinstance(one, list)), None)
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
