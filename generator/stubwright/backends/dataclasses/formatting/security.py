"""The required credentials, as an argument."""

from __future__ import annotations

from stubwright.backends.dataclasses.formatting.layout import Doc, bracket
from stubwright.backends.dataclasses.formatting.literals import string


def security(alternatives: tuple[tuple[str, ...], ...]) -> Doc:
    """Return the ``security`` argument: a tuple of tuples of scheme names, empty if none is required."""
    if not any(alternatives):
        return "security=()"
    each = [
        bracket("(", map(string, names), ",)" if len(names) == 1 else ")") for names in alternatives
    ]
    return bracket("security=(", each, ",)" if len(each) == 1 else ")")
