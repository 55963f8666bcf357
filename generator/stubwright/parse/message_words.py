"""Words for JSON values in messages."""

from __future__ import annotations

import json

from stubwright.types.documents import Json

_LONGEST = 60


def kind_of(value: Json) -> str:
    """Name the kind of a JSON value, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "an object"


def quoted(value: Json) -> str:
    """Show a scalar as JSON, shortened; name the kind of anything else."""
    match value:
        case str():
            short = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            return f"'{short}'"
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            return kind_of(value)
