"""Positions are found by reading the text again."""

from __future__ import annotations

from pathlib import Path

import pytest

from stubwright.load import load
from stubwright.report import position, positions
from stubwright.types.documents import Document, Json

YAML = """\
# a comment
a: {b: [1, x: 2]}
"200":
  - one
  -   two: 2
c/d~e: &c
  f: 1
g: *c
null: 3
h:
  <<: *c
  é🙂: {i: 1}
"""
JSON = """\
 {
  "a": {"b": [1, {"x": 2}], "b2": "]}"},
  "c/d~e": [[], {}, "\\"", {"f": null}],
  "\\u0067": -1.5e3, "last": true
}
"""


def loaded(folder: Path, text: str) -> Document:
    """Load a text as a document."""
    path = folder / "a"
    path.write_text(text, encoding="utf-8")
    documents = load(str(path), project=folder)
    return documents.by_uri[documents.root]


@pytest.mark.parametrize(
    ("pointer", "want"),
    [
        ("", (2, 1)),
        ("/a", (2, 1)),
        ("/a/b", (2, 5)),
        ("/a/b/0", (2, 9)),
        ("/a/b/1", (2, 12)),
        ("/a/b/1/x", (2, 12)),
        ("/200", (3, 1)),
        ("/200/1", (5, 7)),
        ("/200/1/two", (5, 7)),
        ("/c~1d~0e/f", (7, 3)),
        ("/g/f", (8, 1)),
        ("/null", (9, 1)),
        ("/h/f", (10, 1)),
        ("/h/é🙂/i", (12, 8)),
        ("/nothing/at/all", (2, 1)),
    ],
)
def test_yaml(tmp_path: Path, pointer: str, want: tuple[int, int]) -> None:
    """The line and column of a key or item, or of the nearest place above it."""
    assert position(loaded(tmp_path, YAML), pointer) == want


@pytest.mark.parametrize(
    ("pointer", "want"),
    [
        ("", (1, 2)),
        ("/a/b/1/x", (2, 19)),
        ("/a/b2", (2, 29)),
        ("/c~1d~0e/2", (3, 21)),
        ("/c~1d~0e/3/f", (3, 28)),
        ("/g", (4, 3)),
        ("/last", (4, 21)),
        ("/a/zzz", (2, 3)),
    ],
)
def test_json(tmp_path: Path, pointer: str, want: tuple[int, int]) -> None:
    """Positions in JSON are found by a separate reader."""
    assert position(loaded(tmp_path, JSON), pointer) == want


def test_json_like_yaml(tmp_path: Path) -> None:
    """A text that begins like JSON but is YAML is read as YAML."""
    assert position(loaded(tmp_path, "{a: {b: 1},\n c: 2}"), "/c") == (2, 2)


@pytest.mark.parametrize("breaks", ["\r\n", "\r", "\n"])
def test_line_breaks(tmp_path: Path, breaks: str) -> None:
    """Lines are those of an editor: U+2028 and U+0085 are not line breaks."""
    text = breaks.join(["a: 'x\u2028y\u0085z'", "b: 1", "c: 2"])
    path = tmp_path / "a"
    path.write_bytes(text.encode())
    documents = load(str(path), project=tmp_path)
    assert position(documents.by_uri[documents.root], "/c") == (3, 1)


@pytest.mark.parametrize("text", [YAML, JSON])
def test_one_pass_finds_all_positions(tmp_path: Path, text: str) -> None:
    """One pass finds the same positions as several."""
    document = loaded(tmp_path, text)
    every = list(pointers(document.tree, ""))
    assert len(every) > 10
    assert positions(document, every) == {one: position(document, one) for one in every}


def pointers(tree: Json, pointer: str) -> list[str]:
    """Return the pointers of a tree."""
    found = [pointer]
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += pointers(value, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            found += pointers(value, f"{pointer}/{number}")
    return found
