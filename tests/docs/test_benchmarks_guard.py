"""`make bench-guard` fails if work has become more expensive, and only then."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from places import REPOSITORY


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module."""
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    return importlib.import_module("guard")


def test_an_increase_of_more_than_a_fifth_is_reported(guard: ModuleType) -> None:
    """Small increases and all decreases are accepted; figures without a record are not."""
    assert guard.losses({"a": 120, "b": 80}, {"a": 100, "b": 100, "gone": 1}) == []
    assert guard.losses({"a": 121}, {"a": 100}) == ["a: 121, 1.21 of the 100 recorded"]
    assert guard.losses({"a": 1}, {}) == ["a: nothing is recorded"]


def test_counts_are_reproducible(guard: ModuleType) -> None:
    """The same work has the same count, and more work a larger one."""
    for count in (guard.calls, guard.instructions):
        once, again, twice = (
            count(lambda n=n: [abs(each) for each in range(n)]) for n in (9, 9, 18)
        )
        assert once == again < twice


def test_recorded_figures_are_up_to_date(guard: ModuleType) -> None:
    """All versions have the same figures, and those of the codec have not changed."""
    recorded = json.loads(guard.RECORDED.read_text("utf-8"))
    assert len({frozenset(works) for works in recorded.values()}) == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if version in recorded:
        assert {f"generate {name}" for name in (*guard.DOCUMENTS, "GitHub")} < set(
            recorded[version]
        )
        posts = guard.decode(list[guard.codec.Post], guard.codec.PAYLOAD[: guard.RECORDS])
        guard.encode(posts)
        found = guard.instructions(lambda: guard.encode(posts))
        assert guard.losses({"encode to data": found}, recorded[version]) == []


def test_the_nearest_version(guard: ModuleType) -> None:
    """A version without figures is compared with the nearest one."""
    every = {"3.10": {}, "3.11": {}, "3.13": {}}
    nearest = [guard.nearest(f"3.{minor}", every) for minor in (9, 10, 11, 12, 13, 14)]
    assert nearest == ["3.10", "3.10", "3.11", "3.11", "3.13", "3.13"]


def test_child_processes_are_included(guard: ModuleType, tmp_path: Path) -> None:
    """Child processes are included; a command that fails shows its reason, and one that takes too long is stopped."""
    assert guard
    processes = importlib.import_module("processes")
    python = sys.executable
    code = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(20_000_000))'])"
    )
    spent = processes.spend([python, "-c", code], tmp_path)
    assert (spent.fault, spent.seconds > 0.1, spent.megabytes > 5) == ("", True, True)
    spent = processes.spend([python, "-c", "import sys; print('no'); sys.exit(4)"], tmp_path)
    assert spent.fault == "exit 4: no"
    assert processes.spend([python, "-c", "raise SystemExit(4)"], tmp_path, codes=(4,)).fault == ""
    spent = processes.spend([python, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.5)
    assert spent.fault == "more than 0.5 s"


def test_chart(guard: ModuleType) -> None:
    """Bars begin at 1, and go left for smaller ratios; the output is XML."""
    assert guard
    plot = importlib.import_module("plot")
    text = plot.chart("A & B", {"x <y>": [("ours", 1.0), ("half", 0.5), ("ten", 10.0)]})
    root = ElementTree.fromstring(text)
    bars = [one.attrib for one in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    (line,) = (one.attrib["x1"] for one in root.iter("{http://www.w3.org/2000/svg}line"))
    half, ten = bars[1], bars[2]
    assert float(half["x"]) + float(half["width"]) == pytest.approx(float(line), abs=0.2)
    assert float(ten["x"]) == pytest.approx(float(line), abs=0.2)
    assert float(ten["width"]) > 2 * float(half["width"])


def test_the_table_and_the_chart_are_of_one_run() -> None:
    """The table and the chart are of the same run."""
    ratios = json.loads((REPOSITORY / "benchmarks" / "ratios.json").read_text("utf-8"))
    guide = (REPOSITORY / "docs" / "benchmarks.md").read_text("utf-8")
    chart = (REPOSITORY / "docs" / "benchmarks.svg").read_text("utf-8")
    for document in ("PostFlow", "petstore", "Stripe", "GitHub"):
        for tool, ratio in ratios[f"generate {document}"].items():
            row = re.search(rf"^\| {document} \| {tool} \| ([\d.]+) \|", guide, re.MULTILINE)
            assert row, (document, tool)
            assert float(row[1]) == pytest.approx(ratio, abs=0.006)
            assert f">{tool}</text>" in chart
