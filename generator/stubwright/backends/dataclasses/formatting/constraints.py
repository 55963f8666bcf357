"""Descriptions of constraints for docstrings."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.types.ir import UNCONSTRAINED, Constraints, Number


def worded(constraints: Constraints) -> tuple[str, ...]:
    """Return a phrase for each constraint, in a fixed order."""
    return () if constraints is UNCONSTRAINED else tuple(_phrases(constraints))


def _phrases(stated: Constraints) -> Iterator[str]:
    if stated.values:
        yield f"one of {', '.join(stated.values)}"
    yield from _count(stated.min_length, stated.max_length, "character")
    if stated.pattern is not None:
        yield f"matches `{stated.pattern}`"
    yield from _range(stated)
    yield from _count(stated.min_items, stated.max_items, "item")
    if stated.unique_items:
        yield "unique items"
    yield from _count(stated.min_properties, stated.max_properties, "property")


def _count(low: Number | None, high: Number | None, noun: str) -> Iterator[str]:
    if low is not None and low == high:
        yield f"exactly {_plural(low, noun)}"
    elif low is not None and high is not None:
        yield f"{low} to {_plural(high, noun)}"
    elif low is not None:
        yield f"at least {_plural(low, noun)}"
    elif high is not None:
        yield f"at most {_plural(high, noun)}"


def _plural(count: Number, noun: str) -> str:
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else several}"


def _range(stated: Constraints) -> Iterator[str]:
    low, high = stated.minimum, stated.maximum
    if low is not None and high is not None:
        yield f"from {low} to {high}"
    elif low is not None:
        yield f"at least {low}"
    elif high is not None:
        yield f"at most {high}"
    if stated.exclusive_minimum is not None:
        yield f"more than {stated.exclusive_minimum}"
    if stated.exclusive_maximum is not None:
        yield f"less than {stated.exclusive_maximum}"
    if stated.multiple_of is not None:
        yield f"multiple of {stated.multiple_of}"
