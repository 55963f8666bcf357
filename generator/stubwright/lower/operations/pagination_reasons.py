"""Reasons why an operation has no pagination, as text."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.lower.operations.pagination import inferred, look
from stubwright.lower.operations.pagination_facts import Input, Seen
from stubwright.lower.operations.pagination_words import OFFSETS, PAGES, PAGING, plain
from stubwright.lower.operations.response_members import Members, success
from stubwright.types import spec


def why_not(members: Members, operation: spec.Operation) -> str:
    """Return why an operation has no inferred pagination; empty if it has."""
    method = operation.method
    if method not in ("GET", "POST"):
        return f"{method} operations do not list items"
    if success(operation) is None:
        return "no success response with content is documented"
    seen = look(members, operation)
    if seen is None:
        return "the response has no list, or several lists of which none is clearly the items"
    if inferred(seen) is not None:
        return ""
    return "; ".join(_missing(seen)) or "no parameter or response member refers to a next page"


def _missing(seen: Seen) -> Iterator[str]:
    for name in seen.unused:
        if plain(name) in PAGING:
            yield f"the parameter {name} is documented as deprecated or unused"
    for one in seen.inputs:
        if one.word in PAGING:
            yield f"the parameter {one.name} {_lacks(seen, one)}"
    for sign in seen.signs:
        if sign.name.startswith("next") and not sign.is_kind("object"):
            typed = "/".join(sign.schema.types) or "no type"
            yield f"the member {sign.dotted} of the response ({typed}) matches no parameter"


def _lacks(seen: Seen, one: Input) -> str:
    typed = "/".join(one.schema.types) or "no type"
    if seen.is_off(one):
        return f"has an effect only if use{one.name} is true"
    if one.is_kind("integer", "number"):
        if one.word in OFFSETS:
            return "has no size parameter (such as limit) beside it"
        if one.word in PAGES:
            return (
                "does not document the number of the first page"
                " (default, minimum, example or description)"
            )
    return f"({typed}) has no response member for its next value"
