"""Nest the fields of RapiDoc: by depth, or by the marks in a text."""

from __future__ import annotations

from collections.abc import Sequence

from stubwright.transcribe.drafts.draft import Fact, Listed, Shape
from stubwright.transcribe.reading.fields import JITTER, Entry, infer_all, inner, list_all, put
from stubwright.transcribe.systems.rapidoc.fields import ALTERNATIVES, option_number


def nest_deep(root: Shape, entries: Sequence[Entry]) -> None:
    """Nest each field and each alternative in the nearest preceding one that is less deep."""
    stack: list[tuple[int, Shape]] = [(-1, root)]
    holders: list[Shape] = []
    firsts: dict[int, int] = {}
    for entry in entries:
        while len(stack) > 1 and stack[-1][0] >= entry.depth:
            stack.pop()
        parent = stack[-1][1]
        if entry.name in ALTERNATIVES:
            holders.append(_opened(parent, entry))
            stack.append((entry.depth, parent))
            continue
        if option_number(entry.name):
            _choose(parent, entry)
        elif entry.depth > firsts.setdefault(id(parent), entry.depth) + JITTER:
            root.unplaced.append(_without_place(entry))
        else:
            put(parent, entry)
        if entry.holds:
            stack.append((entry.depth, inner(entry.shape)))
    for holder in holders:
        _settle(holder)


def nest_marked(root: Shape, entries: Sequence[Entry]) -> None:
    """Nest the fields of a text without depth if its marks leave only one place for them.

    This is so for fields before the first level that opens, between two alternatives, and after
    the last alternative if it has none itself. The first field of a level is inferred. The other
    fields become ``unplaced`` of the root.
    """
    levels = _Levels(root)
    listed = _listed(entries)
    marked = any(entry.mark for entry in entries)
    for at, entry in enumerate(entries):
        opens = entry.mark == "-"
        if entry.name in ALTERNATIVES:
            levels.choose(entry)
            continue
        number = option_number(entry.name)
        if number:
            levels.option(number, entry, last=not _followed(number, entries[at + 1 :]))
            if levels.ends and not (opens and entry.holds):
                levels.close()
        elif not levels.field(entry):
            root.unplaced.append(_without_place(entry))
        if opens and entry.holds:
            levels.open(entry, listed=bool(number))
        elif entry.holds and not marked:
            levels.now = None  # the marks are lost: whether its fields follow is unknown
    if root.unplaced or levels.unsure:
        root.listed = listed
    for holder in levels.holders:
        if len(holder.choices) == 1 and "nullable" not in holder.facts:
            infer_all(holder.choices[0])  # the next alternative may belong to a level inside
        _settle(holder)


def _listed(entries: Sequence[Entry]) -> list[Listed]:
    """Return the fields in the order of the text, with the beginnings of alternatives marked."""
    listed = list_all(entries)
    for at, entry in enumerate(entries):
        listed[at].option = entry.name in ALTERNATIVES or bool(option_number(entry.name))
        if entry.name in ALTERNATIVES and at:
            # RapiDoc calls all schemas with alternatives objects.
            listed[at - 1].bare.facts.pop("type", None)
    return listed


class _Levels:
    """The level that the next field is in, None if it is uncertain."""

    def __init__(self, root: Shape) -> None:
        self.now: Shape | None = root
        self.holders: list[Shape] = []
        self.ends = self.unsure = False
        self._first = False
        self._outer: Shape | None = None
        self._choosing: list[tuple[Shape | None, int, Shape | None]] = []

    def choose(self, entry: Entry) -> None:
        self._choosing.append((self.now, 0, self._outer))
        if self.now is not None:
            self.holders.append(_opened(self.now, entry))
        self.now, self._first = None, False

    def option(self, number: int, entry: Entry, *, last: bool) -> None:
        while self._choosing and self._choosing[-1][1] != number - 1:
            self._choosing.pop()
        holder, _, outer = self._choosing.pop() if self._choosing else (None, 0, None)
        self._choosing.append((holder, number, outer))
        if holder is not None:
            _choose(holder, entry)
        self.now, self._first, self.ends = None, False, last

    def close(self) -> None:
        """Return to the level above the last alternative, which has no fields."""
        self.now = self._choosing[-1][2] if self._choosing else None

    def field(self, entry: Entry) -> bool:
        placed = self.now is not None and entry.name not in self.now.properties
        if self.now is not None and placed:
            if self._first:
                infer_all(entry.shape)  # an object without fields also looks expanded
                self.unsure = True
            put(self.now, entry)
        if self._first or not placed:
            self.now = None
        return placed

    def open(self, entry: Entry, *, listed: bool) -> None:
        """Enter a level: all fields of an alternative before another one, else its first field."""
        self._outer = self.now
        self.now, self._first = inner(entry.shape), not listed or self.ends


def _followed(number: int, entries: Sequence[Entry]) -> bool:
    """Return whether the next alternative comes before others begin."""
    for entry in entries:
        if entry.name in ALTERNATIVES:
            return False
        if option_number(entry.name):
            return option_number(entry.name) == number + 1
    return False


def _opened(holder: Shape, entry: Entry) -> Shape:
    """Remove the type of a schema with alternatives: RapiDoc calls all of these objects."""
    holder.any_of = entry.name == "ANY OF"
    if not holder.properties:
        holder.facts.pop("type", None)
    return holder


def _choose(holder: Shape, entry: Entry) -> None:
    null = entry.shape.facts.get("nullable")
    if null and "type" not in entry.shape.facts and not entry.shape.title:
        holder.facts["nullable"] = null
    else:
        holder.choices.append(entry.shape)


def _settle(holder: Shape) -> None:
    """Replace a schema by its only alternative that is not null."""
    if len(holder.choices) != 1:
        return
    only = holder.choices.pop()
    holder.facts = {**only.facts, **holder.facts}
    holder.properties = {**only.properties, **holder.properties}
    holder.items, holder.extra = only.items or holder.items, only.extra or holder.extra
    holder.choices, holder.title = only.choices, holder.title or only.title


def _without_place(entry: Entry) -> Fact:
    lines = (entry.line, entry.line)
    return Fact(value=entry.name, lines=lines, rule="no place", status="absent")
