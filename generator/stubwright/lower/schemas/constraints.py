"""Constraints on a value, as data (JSON Schema 2020-12 validation, section 6)."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.lower.schemas.scalars import is_decimal
from stubwright.types.documents import Json
from stubwright.types.ir import UNCONSTRAINED, Constraints, Number


def constraints_of(checks: Iterable[tuple[str, Json]]) -> Constraints:
    """Return the constraints that the keywords state; a keyword with a value of the wrong type is ignored."""
    checks = tuple(checks)
    known = dict(checks)
    if not known:
        return UNCONSTRAINED
    pattern = known.get("pattern")
    return Constraints(
        min_length=_lower_bound(known.get("minLength")),
        max_length=_number(known.get("maxLength")),
        pattern=pattern if isinstance(pattern, str) and not is_decimal(checks) else None,
        minimum=_number(known.get("minimum")),
        maximum=_number(known.get("maximum")),
        exclusive_minimum=_number(known.get("exclusiveMinimum")),
        exclusive_maximum=_number(known.get("exclusiveMaximum")),
        multiple_of=_number(known.get("multipleOf")),
        min_items=_lower_bound(known.get("minItems")),
        max_items=_number(known.get("maxItems")),
        unique_items=known.get("uniqueItems") is True,
        min_properties=_lower_bound(known.get("minProperties")),
        max_properties=_number(known.get("maxProperties")),
    )


def _number(value: Json) -> Number | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Above 1e15, a float does not represent every integer.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _lower_bound(value: Json) -> Number | None:
    """Return the lower bound of a count; 0 is no constraint."""
    return _number(value) or None
