"""Golden cases: generated code, messages and notes, and general properties of the code.

A case is a folder `tests/cases/FEATURE/VARIANT` with `openapi.yaml`, perhaps `options.toml`, and the golden files
`expected/`, `stderr.txt`, `notes.txt` and `second-opinion.txt`, which `make snapshots` writes.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cases import DOCUMENT, MESSAGES, NOTES, OPINION, Case, Outcome, all_cases
from golden import hold_text
from stubwright.load import load
from stubwright.second_opinion import Unavailable, compare
from stubwright.types.options import Options

CASES = all_cases()
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def settle_strays(folder: Path, wanted: set[str], *, update: bool) -> list[str]:
    """Return golden files that nothing is compared with; remove them where golden files are written."""
    strays = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() not in wanted
    ]
    if not update:
        return [path.name for path in strays]
    for path in strays:
        path.unlink()
    return []


@pytest.mark.golden
@every_case
def test_generated_files(
    case: Case,
    outcomes: dict[str, Outcome],
    golden: SnapshotAssertion,
    pytestconfig: pytest.Config,
) -> None:
    """Every generated file equals its golden file, and none is missing."""
    emitted = dict(outcomes[case.name].emitted())
    update = bool(pytestconfig.option.update_snapshots)
    assert settle_strays(case.folder / "expected", set(emitted), update=update) == []
    for path, text in emitted.items():
        assert "\r" not in text, path
        assert text == golden(name=f"expected/{path}"), path


@pytest.mark.golden
@every_case
def test_messages(
    case: Case,
    outcomes: dict[str, Outcome],
    golden: SnapshotAssertion,
    pytestconfig: pytest.Config,
) -> None:
    """The messages equal the golden ones; most cases have none."""
    outcome = outcomes[case.name]
    assert outcome.code == (2 if case.is_fatal else 0), outcome.stderr
    assert "Traceback" not in outcome.stderr
    update = bool(pytestconfig.option.update_snapshots)
    hold_text(case.folder / MESSAGES, outcome.stderr, golden, update=update)


@pytest.mark.golden
@every_case
def test_notes(
    case: Case,
    outcomes: dict[str, Outcome],
    golden: SnapshotAssertion,
    pytestconfig: pytest.Config,
) -> None:
    """The notes about approximations and ignored keys equal the golden ones."""
    update = bool(pytestconfig.option.update_snapshots)
    hold_text(case.folder / NOTES, outcomes[case.name].notes, golden, update=update)


@every_case
def test_package_is_python(case: Case, outcomes: dict[str, Outcome]) -> None:
    """Every generated module is valid in Python 3.10."""
    outcome = outcomes[case.name]
    assert bool(outcome.packages()) is not case.is_fatal
    for path, text in outcome.files.items():
        if path.endswith(".py"):
            ast.parse(text, path, feature_version=(3, 10))


def test_names_of_packages_are_unique() -> None:
    """The packages of all cases can be in one folder."""
    assert len({case.package for case in CASES}) == len(CASES)


def test_there_are_cases() -> None:
    """The folder is found."""
    assert len(CASES) > 100


@pytest.mark.golden
@every_case
def test_second_opinion(case: Case, golden: SnapshotAssertion, pytestconfig: pytest.Config) -> None:
    """Every difference from datamodel-code-generator is known."""
    if case.is_fatal:
        return
    try:
        found = compare(load(str(case.folder / DOCUMENT)), Options())
        text = "".join(f"{each}\n" for each in found)
    except Unavailable:
        text = "datamodel-code-generator cannot read the document, or finds no model in it\n"
    update = bool(pytestconfig.option.update_snapshots)
    hold_text(case.folder / OPINION, text, golden, update=update)
