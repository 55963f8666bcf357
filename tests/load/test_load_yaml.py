"""YAML is read with the 1.2 core schema."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from stubwright.base import yaml_events
from stubwright.load.read_text import read_text
from stubwright.types.documents import Json


def read(text: str) -> Json:
    """Read a text without notes."""
    tree, notes = read_text(text.encode(), "file:///a.yaml")
    assert notes == ()
    return tree


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("NULL", None),
        ("null", None),
        ("nUll", "nUll"),
        ("12", 12),
        ("-12", -12),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2024-01-01", "2024-01-01"),
        ("2024-99-99T00:00:00Z", "2024-99-99T00:00:00Z"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-.inf", "-.inf"),
        (".nan", ".nan"),
        ("1e999", "1e999"),
        ("1e308", 1e308),
        ("1.2.3", "1.2.3"),
        ("=", "="),
        ("<<", "<<"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("! 12", "12"),
        ("!!str 12", "12"),
        ("!!float 12", 12.0),
        ("!!int 12", 12),
        ("!!null ''", None),
        ("+", "+"),
        (".", "."),
        ("- ", None),
    ],
)
def test_scalar(text: str, want: Json) -> None:
    """A plain scalar is resolved by the core schema; a quoted one is a string."""
    tree = read(f"- {text}\n")
    assert isinstance(tree, list)
    got = tree[0] if text != "- " else None
    assert got == want
    assert type(got) is type(want)


def test_keys_are_strings() -> None:
    """Keys are strings as spelled, whatever they would be as values."""
    keys = ["200", "1.0", "true", "yes", "null", "2024-01-01", "0o7"]
    assert read("".join(f"{key}: a\n" for key in keys)) == dict.fromkeys(keys, "a")
    assert read("'': a\n? \n: b\n") == {"": "a", "null": "b"}


def test_alias_is_shared() -> None:
    """An alias is the same object as its anchor, also as a key."""
    tree = read("a: &x {b: 1}\nc: *x\nd: &y key\n*y : 2\n")
    assert isinstance(tree, dict)
    assert tree["a"] is tree["c"]
    assert tree["key"] == 2


def test_merge() -> None:
    """`<<` is followed, with a note: own keys take precedence, then earlier bases."""
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {x: 3, <<: [*a, *b]}\n"
    tree, notes = read_text(text.encode(), "file:///a.yaml")
    assert isinstance(tree, dict)
    assert tree["c"] == {"x": 3, "y": 1, "z": 2}
    assert [(note.code, note.line) for note in notes] == [("yaml-merge", 3)]


@pytest.mark.parametrize("text", ["{'<<': {a: 1}}", "{<<: 1}", "{<<: [1]}"])
def test_no_merge(text: str) -> None:
    """A quoted `<<`, or one with nothing to merge, is a key."""
    tree = read(f"x: {text}")
    assert isinstance(tree, dict)
    assert list(tree["x"]) == ["<<"]  # type: ignore[arg-type]


def test_tags_create_no_objects() -> None:
    """An unknown tag is ignored with a note, and never creates an object."""
    text = "a: !!python/object/apply:os.system [x]\nb: !foo 1\nc: !!binary aGk=\n"
    tree, notes = read_text(text.encode(), "file:///a.yaml")
    assert tree == {"a": ["x"], "b": 1, "c": "aGk="}
    assert [note.code for note in notes] == ["yaml-tag"] * 3


def test_escaped_surrogates() -> None:
    """YAML that was converted from JSON may escape a character as two surrogates."""
    assert read('a: "\\ud83d\\ude00"\n') == {"a": "\U0001f600"}


def test_flow_style_is_not_json() -> None:
    """A text that begins like JSON may be YAML."""
    assert read("{a: 1, b: [x, y,], } # done") == {"a": 1, "b": ["x", "y"]}


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The pure parser reads the same."""
    text = "a: [1, x, 'y']\nb: &b {200: on}\nc: *b\nd: |\n  text\n"
    want = read(text)
    monkeypatch.setattr(yaml_events, "_PARSER", yaml_events._PureParser)
    assert read(text) == want
    with pytest.raises(yaml.YAMLError):
        list(iter(yaml_events.events("[").get_event, None))
