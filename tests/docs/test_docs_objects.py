"""The table of other objects in docs/documents.md is right: each key is omitted to see its effect."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from places import REPOSITORY
from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.place import Place
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options
from stubwright.types.result import Result

PAGE = REPOSITORY / "docs" / "documents.md"
FOUND: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "objects.yaml").read_text("utf-8"))
ROW = re.compile(
    r"^\| (\w[\w ]* Object)(?: \((2\.0)\))? \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE
)
WORD = re.compile(r"`([^`]+)`")
COLUMNS = ("used", "for people", "ignored")


def rows() -> list[tuple[str, str, str, str]]:
    """Return each key of the table: version, object, key and column."""
    found: list[tuple[str, str, str, str]] = []
    for title, version, *columns in ROW.findall(PAGE.read_text("utf-8")):
        for column, words in zip(COLUMNS, columns, strict=True):
            found += [(version or "3", title, key, column) for key in WORD.findall(words)]
    return found


def without(document: Any, place: str, key: str) -> Any:
    """Return a document without a key of one object. Raise KeyError if it does not have the key."""
    changed = copy.deepcopy(document)
    inner = changed
    parts = Place("", place).keys()
    for part in parts:
        inner = inner[int(part) if isinstance(inner, list) else part]
    del inner[key]
    return changed


def emit(document: Any, folder: Path) -> Result:
    """Generate the package of a document; return nothing if it has errors."""
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    documents = load(str(folder / "openapi.json"))
    return generate(documents, Options(package="shop", project=True), {})


@cache
def whole(version: str, folder: Path) -> Result:
    """Return the package of the complete document."""
    return emit(FOUND[version]["document"], folder)


def errors(result: Result) -> list[Diagnostic]:
    """Return the errors of a run."""
    return [one for one in result.diagnostics if one.severity is Severity.ERROR]


@pytest.mark.parametrize(("version", "title", "key", "column"), rows())
def test_a_key_does_what_its_column_says(
    version: str, title: str, key: str, column: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A used key affects the package or is required; other keys have no effect, and a note reports ignored ones."""
    folder = tmp_path_factory.getbasetemp()
    places = FOUND[version]["places"][title]
    place = places.get(key, places[""])
    has = whole(version, folder)
    assert errors(has) == []
    lacks = emit(without(FOUND[version]["document"], place, key), folder)
    changes = has.files != lacks.files or bool(errors(lacks))
    assert changes == (column == "used")
    noted = {
        (one.place.pointer, one.code)
        for one in has.diagnostics
        if one.place is not None and f"'{key}'" in one.message
    }
    named = (place, "keyword-ignored") in noted or (f"{place}/{key}", "keyword-ignored") in noted
    assert named == (column == "ignored")
