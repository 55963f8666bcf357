"""Descriptions of constraints."""

from __future__ import annotations

import pytest

from stubwright.backends.dataclasses.formatting.constraints import worded
from stubwright.types.ir import UNCONSTRAINED, Constraints


@pytest.mark.parametrize(
    ("constraints", "want"),
    [
        (UNCONSTRAINED, ()),
        (Constraints(max_items=10), ("at most 10 items",)),
        (Constraints(min_items=1, unique_items=True), ("at least 1 item", "unique items")),
        (Constraints(minimum=0, maximum=10), ("from 0 to 10",)),
        (Constraints(exclusive_minimum=0), ("more than 0",)),
        (Constraints(exclusive_maximum=0), ("less than 0",)),
        (Constraints(min_length=1, max_length=64), ("1 to 64 characters",)),
        (Constraints(min_length=5, max_length=5), ("exactly 5 characters",)),
        (Constraints(pattern="^a+$"), ("matches `^a+$`",)),
        (Constraints(multiple_of=5), ("multiple of 5",)),
        (Constraints(max_properties=1), ("at most 1 property",)),
    ],
)
def test_wording(constraints: Constraints, want: tuple[str, ...]) -> None:
    """Each constraint has its phrase; a lower and an upper bound share one."""
    assert worded(constraints) == want
