"""Nest fields by depth, by dotted names, or by a sample."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.fields import JITTER, Entry, infer_all, inner, list_all, put
from stubwright.transcribe.reading.samples import Sample


def nest_by_depth(root: Shape, entries: Sequence[Entry]) -> None:
    """Nest each field in the nearest preceding field that is less deep and can hold fields.

    A field that is much deeper than the first one of its level belongs to something unread.
    """
    stack: list[tuple[int, Shape]] = [(-1, root)]
    firsts: dict[int, int] = {}
    for entry in entries:
        while len(stack) > 1 and stack[-1][0] >= entry.depth:
            stack.pop()
        parent = stack[-1][1]
        if entry.depth > firsts.setdefault(id(parent), entry.depth) + JITTER:
            root.unplaced.append(_without_place(entry))
            parent = Shape()
        put(parent, entry)
        if entry.holds:
            stack.append((entry.depth, entry.holder))


def nest_flat(
    root: Shape, entries: Sequence[Entry], sample: object, *, folds: bool = False
) -> None:
    """Nest fields that have no depth, as a sample shows; the others become ``unplaced`` of the root.

    Fields before the first one that can hold others are at the top level. Later, the place of a
    field is certain if the sample has it in exactly one of the open levels, or if the field is
    the first one of a level that the page shows to be open. The place is inferred if only one
    level remains because the others already have a field of that name, or because the sample
    shows them without it. If ``folds`` is true, an empty object in the sample may be folded.
    """
    stack: list[tuple[Shape, object]] = [(root, members_of(sample))]
    nowhere: list[Shape] = []
    unsure: list[Shape] = []
    opened = first = False
    names = Counter(entry.name for entry in entries)
    listed = list_all(entries)
    for entry in entries:
        opens = entry.holds and entry.mark != "+"
        place = len(stack) - 1 if first else _place(stack, entry, opened=opened, folds=folds)
        inferred = place is None or any(stack[place][0] is one for one in unsure)
        place = _left(stack, entry, names) if place is None else place
        opened, first = opened or opens, opens and entry.mark == "-"
        if place is None or any(stack[place][0] is one for one in nowhere):
            root.unplaced.append(_without_place(entry))
            if opens:
                # Otherwise its members would be added to another field.
                nowhere.append(Shape())
                stack.append((nowhere[-1], _members(stack, entry.name)))
            continue
        if inferred:
            infer_all(entry.shape)
            unsure.append(entry.holder)
        del stack[place + 1 :]
        parent, shown = stack[place]
        put(parent, entry)
        if opens:
            stack.append((entry.holder, _inside(entry, shown)))
    if root.unplaced or unsure:
        root.listed += listed


def _inside(entry: Entry, shown: object) -> object:
    """Return the part of a sample that is inside a field."""
    member = shown.get(entry.name) if isinstance(shown, dict) else None
    if entry.shape.extra is not None and isinstance(member, dict):
        member = list(member.values())
    return members_of(member)


def _without_place(entry: Entry) -> Fact:
    lines = (entry.line, entry.line)
    return Fact(value=entry.name, lines=lines, rule="no place", status="absent")


def nest_rows(root: Shape, entries: Sequence[Entry], sample: object) -> None:
    """Nest the rows of a table, in which a deeper row holds all fields of the row above it."""
    shown = members_of(sample)
    at = 0
    while at < len(entries):
        end = at + 1
        while end < len(entries) and entries[end].depth > 0:
            end += 1
        holder, name = entries[at], entries[at].name
        if holder.depth > 0:
            nest_flat(root, entries[at:end], sample, folds=True)
        else:
            put(root, holder)
            member = shown.get(name) if isinstance(shown, dict) else None
            nest_flat(holder.holder, entries[at + 1 : end], member, folds=True)
        at = end


def _place(
    stack: Sequence[tuple[Shape, object]], entry: Entry, *, opened: bool, folds: bool
) -> int | None:
    """Find the only level that a field can be in, according to the sample."""
    free = [at for at, (shape, _) in enumerate(stack) if entry.name not in shape.properties]
    if not opened:
        return 0 if free else None
    if folds and any(shown == {} for _, shown in stack[1:]):
        return None
    fits = [at for at in free if _shows(stack[at][1], entry.name)]
    if len(fits) > 1:
        # A complete level is closed: the sample has no more members for it.
        fits = [at for at in fits if not _complete(*stack[at])]
    return fits[0] if len(fits) == 1 else None


def _left(
    stack: Sequence[tuple[Shape, object]], entry: Entry, names: Mapping[str, int]
) -> int | None:
    """Find the only level that remains for a field because the others can be ruled out.

    ``names`` counts the names of all fields in the list: a name that occurs once is the one in
    the sample, and a sample with other names does not describe these fields.
    """
    free = [at for at, (shape, _) in enumerate(stack) if entry.name not in shape.properties]
    shown = [at for at in free if _shows(stack[at][1], entry.name)]
    if names[entry.name] == 1 and len(shown) == 1:
        return shown[0]
    left = [at for at in free if at in shown or not _whole(*stack[at], names)]
    return left[0] if len(left) == 1 and not (stack[left[0]][1] and not shown) else None


def _whole(shape: Shape, shown: object, names: Mapping[str, int]) -> bool:
    """Return whether a sample matches all fields of a level so far, and the list."""
    return (
        isinstance(shown, dict)
        and bool(shown)
        and set(shape.properties) <= set(shown) <= set(names)
    )


def _shows(shown: object, name: str) -> bool:
    return isinstance(shown, dict) and name in shown


def _members(stack: Sequence[tuple[Shape, object]], name: str) -> object:
    """Merge the sample values of the fields of one name in all levels that have it."""
    shown = [one[name] for _, one in stack if isinstance(one, dict) and name in one]
    return members_of(shown)


def _complete(shape: Shape, shown: object) -> bool:
    return isinstance(shown, dict) and set(shown) <= set(shape.properties)


def members_of(sample: object) -> object:
    """Return the object in a sample that the children of a field describe; merge arrays."""
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
    """Nest fields whose names are paths, such as ``data.metadata.title`` and ``data[].id``."""
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


def object_of(
    entries: Sequence[Entry], form: str, sample: Sample | None, *, folds: bool = False
) -> Shape | None:
    """Create the object that has the fields, nested by depth or by a sample; None without fields.

    Fields whose place is unknown are left out.
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
        nest_flat(root, entries, sample.value if sample else None, folds=folds)
    return root
