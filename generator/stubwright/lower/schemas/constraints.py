"""Checks in words, for docstrings (JSON Schema 2020-12 validation, section 6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from stubwright.types.documents import Json

LONGEST = 120


def facts_of(checks: Iterable[tuple[str, Json]]) -> tuple[str, ...]:
    """Say what constrains a value, in a fixed order and wording; what has the wrong type is skipped."""
    known = dict(checks)
    if not known:
        return ()
    return (
        *_count_facts(known, "Length", "character"),
        *_pattern_facts(known),
        *_range_facts(known),
        *_count_facts(known, "Items", "item"),
        *(("no item twice",) if known.get("uniqueItems") is True else ()),
        *_count_facts(known, "Properties", "member"),
    )


def one_of(values: Iterable[Json]) -> str:
    """Say that a value is one of a list: ``one of 1, 2.5, "x"``."""
    text = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
    return f"one of {text}" if len(text) <= LONGEST else f"one of {text[:LONGEST].rstrip()}…"


def number(value: Json | None) -> str | None:
    """Write a number without a needless fraction; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _count_facts(checks: Mapping[str, Json], of: str, noun: str) -> Iterator[str]:
    low, high = number(checks.get(f"min{of}")), number(checks.get(f"max{of}"))
    if low == "0":
        low = None
    if low is not None and low == high:
        yield f"exactly {_plural(low, noun)}"
    elif low is not None and high is not None:
        yield f"{low} to {_plural(high, noun)}"
    elif low is not None:
        yield f"at least {_plural(low, noun)}"
    elif high is not None:
        yield f"at most {_plural(high, noun)}"


def _plural(count: str, noun: str) -> str:
    return f"{count} {noun}" if count == "1" else f"{count} {noun}s"


def _pattern_facts(checks: Mapping[str, Json]) -> Iterator[str]:
    if isinstance(pattern := checks.get("pattern"), str):
        yield f"matches `{pattern}`"


def _range_facts(checks: Mapping[str, Json]) -> Iterator[str]:
    low, high = number(checks.get("minimum")), number(checks.get("maximum"))
    above, below = number(checks.get("exclusiveMinimum")), number(checks.get("exclusiveMaximum"))
    if low is not None and high is not None:
        yield f"from {low} to {high}"
    elif low is not None:
        yield f"at least {low}"
    elif high is not None:
        yield f"at most {high}"
    if above is not None:
        yield f"more than {above}"
    if below is not None:
        yield f"less than {below}"
    if (step := number(checks.get("multipleOf"))) is not None:
        yield f"multiple of {step}"
