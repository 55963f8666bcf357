"""Compare fields whose nesting a page does not show with a document, which has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from stubwright.base.records import dataclass, field
from stubwright.transcribe.drafts.draft import Fact, Listed, Shape
from stubwright.transcribe.reading.fields import ANY_KEY
from stubwright.verify.finding import Finding

_WIDTH = 16
_MOST = 2000  # a longer list does not describe one schema
_MISSING, _ANYWHERE, _DIFFERENCE, _NOT_SHOWN = 3.0, 1.5, 1.0, 0.1


class Comparison(Protocol):
    """Comparison of a field with a schema of the document."""

    def missing(self, subject: str, what: str, fact: Fact) -> Finding:
        """Create the finding that the document lacks a field."""
        ...

    def field(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        """Compare a field and whether it is required."""
        ...


@dataclass(frozen=True, slots=True)
class _Level:
    """An open level: its schemas in the document, and the names that are placed in it.

    If there are no schemas, the document does not describe the level, and it accepts any field.
    """

    schemas: tuple[Shape, ...]
    where: str
    used: frozenset[str] = frozenset()

    @property
    def unused(self) -> int:
        """How many properties of a level with fields are not placed."""
        names = {
            name for one in self.schemas for name, member in one.properties.items() if member.found
        }
        return len(names - self.used) if self.used else 0


@dataclass(frozen=True, slots=True)
class _Placing:
    """A placement of all fields so far, with its cost. ``before`` is that of the previous field."""

    levels: tuple[_Level, ...]
    cost: float = 0.0
    before: _Placing | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Search:
    """The search for the placement that differs least from the document."""

    compare: Comparison
    pointer: str
    seen: dict[tuple[int, int], tuple[Finding, ...]] = field(
        default_factory=dict[tuple[int, int], tuple[Finding, ...]]
    )

    def after(self, before: _Placing, row: Listed, *, at_top: bool) -> Iterator[_Placing]:
        """Yield the placements of a field: in each open level that has it, or in none."""
        if row.option:
            yield from self._option(before)
            return
        levels = before.levels[:1] if at_top else before.levels
        for at in range(len(levels) - 1, -1, -1):
            yield from self._in_level(before, at, row)
        findings: tuple[Finding, ...] = ()
        if row.name not in ANY_KEY:
            what = f"the property {row.name!r} of {levels[0].where}"
            findings = (self.compare.missing(self.pointer, what, row.fact),)
        levels = _and_unknown(before.levels, row)
        yield _Placing(levels, before.cost + _MISSING, before, findings)

    def _option(self, before: _Placing) -> Iterator[_Placing]:
        """Begin an alternative: levels with alternatives may have the same names again."""
        yield _Placing(before.levels, before.cost, before)
        for at, level in enumerate(before.levels):
            if level.used and any(one.choices for one in level.schemas):
                again = _Level(level.schemas, level.where)
                yield _Placing((*before.levels[:at], again), before.cost, before)

    def _in_level(self, before: _Placing, at: int, row: Listed) -> Iterator[_Placing]:
        level = before.levels[at]
        closed = sum(one.unused for one in before.levels[at + 1 :]) * _NOT_SHOWN
        if not level.schemas or any(one.title == "recursive" for one in level.schemas):
            levels = _and_unknown(before.levels[: at + 1], row)
            yield _Placing(levels, before.cost + closed + _ANYWHERE, before)
        if row.name in level.used:
            return
        used = _Level(level.schemas, level.where, level.used | {row.name})
        where = f"{level.where}, {row.name!r}"
        for member in _members(level.schemas, row.name):
            findings = self._differences(row, member, where)
            opened = (_Level(tuple(_objects(member)), where),) if row.holds else ()
            yield _Placing(
                (*before.levels[:at], used, *opened),
                before.cost + closed + len(findings) * _DIFFERENCE,
                before,
                findings,
            )

    def _differences(self, row: Listed, member: Shape, where: str) -> tuple[Finding, ...]:
        key = (id(row), id(member))
        if key not in self.seen:
            pointer = member.found.rule if member.found else self.pointer
            self.seen[key] = tuple(self.compare.field(row.bare, member, where, pointer))
        return self.seen[key]


def compare_listed(
    compare: Comparison, stated: Shape, found: Shape, where: str, pointer: str
) -> Iterator[Finding]:
    """Compare fields without a certain place at the places that match the document best."""
    if len(stated.listed) > _MOST:
        return
    search = _Search(compare, pointer)
    placings = [_Placing((_Level(tuple(_objects(found)), where),))]
    tops = {id(one) for one in stated.properties.values() if one.found and _certain(one)}
    for row in stated.listed:
        at_top = id(row.shape) in tops
        placings = _best(
            placing for one in placings for placing in search.after(one, row, at_top=at_top)
        )
    chosen: list[tuple[Finding, ...]] = []
    placing = placings[0]
    while placing.before is not None:
        chosen.append(placing.findings)
        placing = placing.before
    for row, findings in zip(stated.listed, reversed(chosen), strict=True):
        if id(row.shape) not in tops:
            yield from findings


def _and_unknown(levels: tuple[_Level, ...], row: Listed) -> tuple[_Level, ...]:
    """Open a level for a field that the document does not have, unless one is open."""
    return (*levels, _Level((), "")) if row.holds and levels[-1].schemas else levels


def _certain(shape: Shape) -> bool:
    return shape.found is not None and shape.found.status == "stated"


def _best(placings: Iterator[_Placing]) -> list[_Placing]:
    """Keep the cheapest placements; keep one of those with equal levels."""
    found: dict[tuple[object, ...], _Placing] = {}
    for one in placings:
        key = tuple((tuple(map(id, level.schemas)), level.used) for level in one.levels)
        if key not in found or one.cost < found[key].cost:
            found[key] = one
    return sorted(found.values(), key=lambda one: one.cost)[:_WIDTH]


def _members(schemas: Sequence[Shape], name: str) -> list[Shape]:
    if name in ANY_KEY:
        return [one.extra for one in schemas if one.extra is not None]
    found = [one.properties[name] for one in schemas if name in one.properties]
    return [one for one in found if one.found is not None]


def _objects(shape: Shape) -> Iterator[Shape]:
    """Yield a schema, its alternatives, and the items and map values of these."""
    yield shape
    for inside in (shape.items, shape.extra, *shape.choices):
        if inside is not None:
            yield from _objects(inside)
