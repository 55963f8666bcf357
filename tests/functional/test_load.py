"""Many calls at once, some of which fail at first: none is lost, responses are not mixed up, memory is constant."""

from __future__ import annotations

import pytest

from load import Figures, run
from ways import Way, every_way


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait ten milliseconds instead of half a second before a retry."""
    monkeypatch.setattr("stubwright.runtime._runtime.retries._FIRST", 0.01)


def hold(figures: Figures) -> None:
    """Check that each call got its own response, and that the server received seven in 400 twice."""
    assert figures.errors == []
    assert figures.wrong == 0
    assert figures.numbers == figures.calls
    assert figures.requests == figures.calls + figures.calls * 7 // 400


@every_way
def test_no_call_is_lost(way: Way) -> None:
    """800 calls in 16 threads, or in 200 tasks."""
    hold(run(way, 800, 200 if way.asynchronous else 16))


@pytest.mark.slow
@every_way
def test_memory_does_not_grow(way: Way) -> None:
    """The second half of 10,000 calls needs at most 4 MB more than the first."""
    figures = run(way, 10_000, 200 if way.asynchronous else 16)
    hold(figures)
    assert figures.memory[-1] - figures.memory[4] < 4_000_000
