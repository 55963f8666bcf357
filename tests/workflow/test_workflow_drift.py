"""Reasons why a target is not up to date, computed from two records without output."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stubwright.output.changes import Change, Kind
from stubwright.output.lock import Lock
from stubwright.output.target_record import TargetRecord
from stubwright.project.settings import Settings
from stubwright.project.targets import Target, select
from stubwright.workflow.drift import Comparison
from stubwright.workflow.drift_reasons import reasons
from stubwright.workflow.remembered import remembered

RECORD = TargetRecord(
    source="shop.yaml",
    output="out",
    generator="1",
    package="shop",
    documents={"shop.yaml": "aa", "pet.yaml": "bb"},
    files={"shop/models.py": "cc"},
)


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    """Return a target that no configuration names."""
    monkeypatch.chdir(tmp_path)
    said = Settings(document=str(tmp_path / "shop.yaml"), output=str(tmp_path))
    return select(None, said, cwd=tmp_path)[0]


def _comparison(target: Target, after: TargetRecord, *changes: Change, **lock: bool) -> Comparison:
    return Comparison(
        target=target,
        lock=Lock(path=target.lock, exists=lock.pop("exists", True), **lock),
        before=RECORD,
        after=after,
        changes=changes,
    )


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (replace(RECORD, documents={**RECORD.documents, "shop.yaml": "dd"}), "the document changed: shop.yaml"),
        (replace(RECORD, documents={**RECORD.documents, "pet.yaml": "dd"}), "a referenced document changed: pet.yaml"),
        (replace(RECORD, documents={"shop.yaml": "aa"}), "no longer refers to pet.yaml"),
        (replace(RECORD, documents={**RECORD.documents, "age.yaml": "dd"}), "now refers to age.yaml"),
        (
            replace(RECORD, documents={"shop.yaml": "aa"}, refused={"pet.yaml": "absent"}),
            "a referenced document cannot be read: pet.yaml",
        ),
        (replace(RECORD, options={"layout": "split"}), "option layout: not set -> split"),
        (replace(RECORD, output="gen"), "output: out -> gen"),
        (replace(RECORD, package="store"), "package: shop -> store"),
    ],
)  # fmt: skip
def test_each_difference_is_a_reason(target: Target, after: TargetRecord, reason: str) -> None:
    """Each fact that differs has its message."""
    comparison = _comparison(target, after)
    assert not comparison.clean
    assert reason in reasons(comparison)


def test_another_generator_is_a_reason_if_files_differ(target: Target) -> None:
    """The version alone is not drift, since its output may be the same."""
    after = replace(RECORD, generator="2")
    assert _comparison(target, after).clean
    assert reasons(_comparison(target, after)) == ()
    change = Change(path="shop/models.py", output=target.output, kind=Kind.CHANGED)
    assert reasons(_comparison(target, after, change)) == ("the generator version changed: 1 -> 2",)


def test_manual_changes_are_reasons(target: Target) -> None:
    """Edited and deleted files are distinguished from those that changed with the document."""
    edited = Change(path="shop/models.py", output=target.output, kind=Kind.CHANGED, edited=True)
    missing = Change(path="shop/models.py", output=target.output, kind=Kind.MISSING)
    foreign = Change(path="shop/own.py", output=target.output, kind=Kind.FOREIGN)
    assert reasons(_comparison(target, RECORD, edited)) == ("edited by hand: shop/models.py",)
    assert reasons(_comparison(target, RECORD, missing)) == ("deleted by hand: shop/models.py",)
    assert reasons(_comparison(target, RECORD, foreign)) == ()


def test_the_state_of_the_lock_is_a_reason(target: Target) -> None:
    """A lock may be damaged, of an older format, or missing."""
    name = target.lock.name
    assert reasons(_comparison(target, RECORD, damaged=True))[0] == f"{name} is damaged"
    assert (
        "older version of stubwright"
        in reasons(_comparison(target, RECORD, damaged=True, outdated=True))[0]
    )
    assert "conflict" in reasons(_comparison(target, RECORD, damaged=True, conflicts=True))[0]
    missing = Change(path="shop/models.py", output=target.output, kind=Kind.MISSING)
    assert reasons(_comparison(target, RECORD, missing, exists=False))[0] == f"{name} is missing"


def test_a_moved_folder_is_not_missing_files(target: Target) -> None:
    """Files of the former folder are moved, the others are missing."""
    changes = [
        Change(path=path, output=target.output, kind=Kind.MISSING)
        for path in ("shop/models.py", "shop/new.py")
    ]
    assert _comparison(target, replace(RECORD, output="gen"), *changes).moved == {"shop/models.py"}
    assert _comparison(target, RECORD, *changes).moved == frozenset()


def test_omitted_options_are_taken_from_the_lock(tmp_path: Path) -> None:
    """If only one target is possible, options that are not given are taken from the lock."""
    one = replace(RECORD, output=".", options={"layout": "split", "names.Pet": "Animal"})
    lock = Lock(path=tmp_path / "stubwright.lock", targets={"./shop": one})
    (found,) = remembered(Settings(), lock)
    assert (found.document, found.layout) == (str(tmp_path / "shop.yaml"), "split")
    assert found.names == {"Pet": "Animal"}
    (found,) = remembered(Settings(layout="compact"), lock)
    assert found.layout == "compact"
    both = replace(lock, targets={"./shop": one, "./store": replace(one, package="store")})
    said = Settings(document=str(tmp_path / "shop.yaml"))
    assert len(remembered(Settings(), both)) == 2
    assert remembered(said, both) == (said,)
    assert remembered(Settings(package="other"), both) == ()
