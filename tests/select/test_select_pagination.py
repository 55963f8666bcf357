"""Pagination that the configuration states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from command import stubwright
from places import REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

DOCUMENT = REPOSITORY / "tests/cases/operation/pagination/openapi.yaml"


def report(stated: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return each operation's pagination by its path, and the codes of all messages."""
    result = generate(load(str(DOCUMENT)), Options(pagination=stated), {})
    operations: Any = result.report["operations"]
    found = {one["path"]: one["pagination"] for one in operations["items"]}
    return found, [one.code for one in result.diagnostics]


def test_stated_pagination_is_used() -> None:
    """By operation, by pattern, and switched off."""
    found, codes = report(
        {
            "listNotTold": {"rule": "page", "items": "$", "parameter": "page", "start": 0},
            "get /two-lists": {
                "rule": "cursor",
                "items": "cats",
                "parameter": "cursor",
                "next": "next_cursor",
            },
            "path:/by-l*": None,
        }
    )
    assert codes == []
    assert found["/not-told"] == {
        "rule": "page",
        "items": "$",
        "parameter": "page",
        "next": None,
        "call": "client.pages.iter_not_told",
        "why": "[pagination] 'listNotTold' in the configuration",
    }
    assert found["/two-lists"]["next"] == "next_cursor"
    assert found["/by-link"] is found["/by-last-id"] is None
    assert found["/by-url"]["rule"] == "next-url"


@pytest.mark.parametrize(
    ("key", "stated", "code"),
    [
        ("listNothing", None, "pagination-unused"),
        ("listNotTold", {"rule": "page", "items": "$"}, "pagination-invalid"),
        ("listNotTold", {"rule": "page", "items": "$", "parameter": "p"}, "pagination-invalid"),
        (
            "listNotTold",
            {"rule": "cursor", "items": "$", "parameter": "page"},
            "pagination-invalid",
        ),
        (
            "listNotTold",
            {"rule": "next-url", "items": "$", "next": "x", "parameter": "page"},
            "pagination-invalid",
        ),
    ],
)
def test_impossible_statements_are_warnings(key: str, stated: Any, code: str) -> None:
    """A statement that cannot be applied is a warning, and has no effect."""
    found, codes = report({key: stated})
    assert codes == [code]
    assert found["/not-told"] is None


def test_the_configuration_is_read(tmp_path: Path) -> None:
    """A table of the configuration affects the package; an invalid one is reported with its place."""
    (tmp_path / "openapi.yaml").write_text(DOCUMENT.read_text("utf-8"), "utf-8")
    text = 'document = "openapi.yaml"\npackage = "paged"\n[pagination]\n'
    rule = '{rule = "page", items = "$", parameter = "page", start = 1}'
    (tmp_path / "stubwright.toml").write_text(f"{text}listNotTold = {rule}\n", "utf-8")
    assert stubwright("generate", cwd=tmp_path).code == 0
    assert "def iter_not_told(" in (tmp_path / "paged/endpoints/pages.py").read_text("utf-8")
    for wrong in ('{rule = "pages"}', '{rule = "page", items = "$", start = "1"}', "true", "3"):
        (tmp_path / "stubwright.toml").write_text(f"{text}listNotTold = {wrong}\n", "utf-8")
        ran = stubwright("generate", cwd=tmp_path)
        assert ran.code == 2
        assert "listNotTold" in ran.err
