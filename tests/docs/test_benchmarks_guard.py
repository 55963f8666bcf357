"""`make bench-guard` fails where work has become dearer, and only there."""

from __future__ import annotations

import importlib
import json
import sys
from types import ModuleType

import pytest

from places import REPOSITORY


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module."""
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    return importlib.import_module("guard")


def test_a_loss_of_more_than_a_fifth_is_told(guard: ModuleType) -> None:
    """A little more is let pass, less too; what was never recorded is not."""
    assert guard.losses({"a": 120, "b": 80}, {"a": 100, "b": 100, "gone": 1}) == []
    assert guard.losses({"a": 121}, {"a": 100}) == ["a: 121, 1.21 of the 100 recorded"]
    assert guard.losses({"a": 1}, {}) == ["a: nothing is recorded"]


def test_counts_repeat(guard: ModuleType) -> None:
    """The same work counts the same, more work more."""
    for count in (guard.calls, guard.instructions):
        once, again, twice = (
            count(lambda n=n: [abs(each) for each in range(n)]) for n in (9, 9, 18)
        )
        assert once == again < twice


def test_what_is_recorded_is_what_is_measured(guard: ModuleType) -> None:
    """Each version has the same works, and those of the codec still cost what they did."""
    recorded = json.loads(guard.RECORDED.read_text("utf-8"))
    assert len({tuple(works) for works in recorded.values()}) == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if version in recorded:
        posts = guard.decode(list[guard.codec.Post], guard.codec.PAYLOAD[: guard.RECORDS])
        guard.encode(posts)
        found = guard.instructions(lambda: guard.encode(posts))
        assert guard.losses({"encode to data": found}, recorded[version]) == []
