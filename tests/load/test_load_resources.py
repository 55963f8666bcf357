"""The folders that the package needs are found in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from places import REPOSITORY
from stubwright.base import resources


def test_checkout() -> None:
    """In a checkout, they are beside the generator."""
    assert resources.template_folder() == REPOSITORY / "templates"
    assert "document-empty" in resources.codes()
    assert (resources.code_page("document-empty") or "").startswith("# document-empty: ")


def test_unknown_code() -> None:
    """An unknown code has no page, whatever path it spells."""
    assert resources.code_page("../codes/document-empty") is None
    assert resources.code_page("") is None


def test_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel, they are inside the package."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes/a-b.md").write_text("# a-b: title\n")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.template_folder() == tmp_path / "templates"
    assert resources.codes() == ("a-b",)
    assert resources.code_page("a-b") == "# a-b: title\n"
