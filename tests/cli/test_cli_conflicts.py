"""Merge conflicts are reported as such: in the lock, in a package, in the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import DOCUMENT, stubwright

MARKERS = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a document and its package."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "shop.yaml", cwd=tmp_path).code == 0
    return tmp_path


def test_in_the_lock(shop: Path) -> None:
    """`check` reports the conflict and the command that resolves it."""
    lock = shop / "stubwright.lock"
    first, *rest = lock.read_text().splitlines(keepends=True)
    lock.write_text(first + MARKERS.format(rest[0], rest[0]) + "".join(rest[1:]))
    ran = stubwright("check", "shop.yaml", cwd=shop)
    assert (ran.code, "why:  stubwright.lock contains merge conflict markers" in ran.err) == (
        1,
        True,
    )
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 0
    assert stubwright("check", "shop.yaml", cwd=shop).code == 0


def test_in_a_generated_file(shop: Path) -> None:
    """A conflict is not reported as an edit by hand."""
    models = shop / "shop" / "models.py"
    models.write_text(MARKERS.format("a = 1\n", "a = 2\n") + models.read_text())
    ran = stubwright("check", "shop.yaml", cwd=shop)
    assert "changed     shop/models.py  (conflict markers)" in ran.err
    assert "why:  merge conflict markers: shop/models.py" in ran.err
    assert "by hand" not in ran.err


def test_in_the_document(shop: Path) -> None:
    """The line of the first marker is shown, and existing output is kept."""
    (shop / "shop.yaml").write_text(DOCUMENT + MARKERS.format("a: 1\n", "a: 2\n"))
    ran = stubwright("generate", "shop.yaml", cwd=shop)
    line = DOCUMENT.count("\n") + 1
    assert (ran.code, f"shop.yaml:{line}:1: error[document-conflict]" in ran.err) == (2, True)
    assert (shop / "shop" / "models.py").exists()


def test_a_text_about_markers_is_no_conflict(shop: Path) -> None:
    """A single line that looks like a marker is part of a text."""
    text = DOCUMENT.replace(
        "info:", "info:\n  description: |\n    <<<<<<< HEAD\n    is what git writes", 1
    )
    (shop / "shop.yaml").write_text(text)
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 0
