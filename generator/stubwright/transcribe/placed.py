"""Nest the fields of a list as a person answered, with an indented list of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stubwright.base.json_value import Json
from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Draft, Fact, Operation, Shape
from stubwright.transcribe.reading.fields import Entry, inner, put
from stubwright.transcribe.schemas import escape

_DEEPEST = 20


class WrongPlaces(Exception):
    """An answer does not match the fields of the page; the message says where."""


def unplaced(drafts: Sequence[Draft]) -> Iterator[tuple[str, Shape]]:
    """Yield each schema that has fields without a place, with a pointer to it.

    The pointer begins at the operation and follows no references to components.
    """
    seen: set[tuple[Json, Json]] = set()
    for draft in drafts:
        for operation in draft.operations:
            key = (operation.method.value, operation.path.value)
            if key in seen:
                continue
            seen.add(key)
            for pointer, content in _contents(operation):
                if content.shape is not None:
                    yield from _below(content.shape, pointer, 0)


def _contents(operation: Operation) -> Iterator[tuple[str, Content]]:
    top = f"/paths/{escape(str(operation.path.value))}/{operation.method.value}"
    named = [("requestBody", operation.body)]
    named += [(f"responses/{status}", one.content) for status, one in operation.responses.items()]
    for key, content in named:
        if content is not None:
            media = escape(str(content.media.value)) if content.media else "application~1json"
            yield f"{top}/{key}/content/{media}/schema", content


def _below(shape: Shape, pointer: str, depth: int) -> Iterator[tuple[str, Shape]]:
    if shape.unplaced and shape.listed and not any(one.option for one in shape.listed):
        yield pointer, shape
        return
    if depth > _DEEPEST:
        return
    for name, member in shape.properties.items():
        yield from _below(member, f"{pointer}/properties/{escape(name)}", depth + 1)
    if shape.items is not None:
        yield from _below(shape.items, f"{pointer}/items", depth + 1)
    if shape.extra is not None:
        yield from _below(shape.extra, f"{pointer}/additionalProperties", depth + 1)
    for at, choice in enumerate(shape.choices):
        yield from _below(choice, f"{pointer}/oneOf/{at}", depth + 1)


def outline(shape: Shape) -> str:
    """Write the fields in the order of the page, nested ones indented below their parents.

    A field without a place is preceded by ``?``.
    """
    depths = {id(shape): -1}
    above = _above(shape)
    lines: list[str] = []
    for one in (listed.shape for listed in shape.listed):
        depth = depths[id(one)] = depths.get(above.get(id(one), 0), -1) + 1
        lines.append("  " * depth + ("" if id(one) in above else "? ") + _name(one))
    return "\n".join(lines)


def _objects(shape: Shape) -> Iterator[tuple[Shape, Shape]]:
    """Yield the schema and its fields, each with the object that has their members."""
    yield shape, shape
    for one in shape.listed:
        yield one.shape, inner(one.shape)


def _above(shape: Shape) -> dict[int, int]:
    """Map the identity of each nested field to the shape that it is in."""
    found: dict[int, int] = {}
    for one, holder in _objects(shape):
        for member in (*holder.properties.values(), holder.extra):
            found.setdefault(id(member), id(one))
    return found


def _name(shape: Shape) -> str:
    return str(shape.found.value) if shape.found else ""


def place(shape: Shape, answer: str, rule: str) -> None:
    """Nest the fields of a schema as an indented list says. Raise WrongPlaces."""
    lines = [line for line in answer.split("\n") if line.strip()]
    _check([line.strip() for line in lines], [one.name for one in shape.listed])
    parents = _parents(lines)
    above = _above(shape)
    fields = [one.shape for one in shape.listed]
    holders = [*(inner(one) for one in fields), shape]  # index -1 is the margin
    others = [(holder, holder.properties) for holder in holders]
    for holder in holders:
        holder.properties = {}
    for one, parent in zip(fields, parents, strict=True):
        whole = shape if parent < 0 else fields[parent]
        if parent >= 0 and not shape.listed[parent].holds:
            raise WrongPlaces(f"{_name(whole)!r} has no fields, and {_name(one)!r} is inside of it")
        if _name(one) in holders[parent].properties:
            raise WrongPlaces(f"there are two fields {_name(one)!r} in one object")
        fact = one.found or Fact(value=_name(one), lines=(1, 1), rule=rule)
        if above.get(id(one)) != id(whole):
            one.found = replace(fact, status="decided", rule=rule)
        put(holders[parent], Entry(name=_name(one), shape=one, depth=0, line=fact.lines[0]))
    for holder, before in others:
        for name, member in before.items():  # members that came only from a sample
            if not any(member is one for one in fields):
                holder.properties.setdefault(name, member)
    shape.unplaced = []


def _check(answer: Sequence[str], names: Sequence[str]) -> None:
    """Compare the names of an answer with those of the page. Raise WrongPlaces."""
    for at in range(max(len(answer), len(names))):
        expected = names[at] if at < len(names) else ""
        given = answer[at] if at < len(answer) else ""
        if given == expected:
            continue
        if given == f"? {expected}":
            raise WrongPlaces(
                f"{expected!r} has no place yet: indent it, and remove the question mark"
            )
        raise WrongPlaces(
            f"field {at + 1} of the page is {expected!r}, and {given!r} of the decision"
        )


def _parents(lines: Sequence[str]) -> list[int]:
    """Return for each line the index of the line that it is indented below, or -1."""
    stack: list[tuple[int, int]] = [(-1, -1)]
    parents: list[int] = []
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    for at, line in enumerate(lines):
        indent = len(line) - len(line.lstrip()) - margin
        while len(stack) > 1 and stack[-1][0] >= indent:
            stack.pop()
        parents.append(stack[-1][1])
        stack.append((indent, at))
    return parents
