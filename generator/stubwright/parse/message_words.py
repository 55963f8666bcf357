"""Descriptions of JSON values for messages."""

from __future__ import annotations

import json

from stubwright.types.documents import Json

_LONGEST = 60


def kind_of(value: Json) -> str:
    """Return the JSON type of a value, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "an object"


def quoted(value: Json) -> str:
    """Format a scalar as shortened JSON; anything else as the name of its JSON type."""
    match value:
        case str():
            short = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            return f"'{short}'"
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            return kind_of(value)
