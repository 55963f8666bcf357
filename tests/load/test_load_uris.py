"""URIs are joined as in RFC 3986."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stubwright.base.uris import from_path, join, origin, readable, to_path

BASE = "http://a/b/c/d;p?q"


@pytest.mark.parametrize(
    ("reference", "want"),
    [
        ("gg:hh", "gg:hh"),
        ("g//../h", "http://a/b/c/g/h"),
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../..", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        ("..g", "http://a/b/c/..g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
    ],
)
def test_join(reference: str, want: str) -> None:
    """The examples of RFC 3986, section 5.4, as far as they have no fragment."""
    assert join(BASE, reference) == want


def test_join_files() -> None:
    """Different spellings of a file are the same URI."""
    want = "file:///p/x%20y/%C3%A9.yaml"
    for reference in ("x y/é.yaml", "x%20y/%C3%A9.yaml", "./%78%20y/%c3%a9.yaml", "x y\\é.yaml"):
        assert join("file:///p/a.yaml", reference) == want
    assert join("stdin:", "b.yaml") == "stdin:b.yaml"


@pytest.mark.parametrize("name", ["a.yaml", "a b#c?d%20.yaml", "é", "x:y"])
def test_path_and_back(name: str, tmp_path: Path) -> None:
    """Any path can be converted to a URI and back."""
    path = tmp_path / name
    assert to_path(from_path(path)) == path
    assert join(from_path(path), "") == from_path(path)


def test_undecodable_path() -> None:
    """So can a file name that is not valid text."""
    path = Path(os.fsdecode(b"/x/\xff"))
    assert to_path(from_path(path)) == path


def test_origin() -> None:
    """Default ports and upper case make no difference; other hosts, ports and schemes do."""
    assert origin("HTTPS://A.example/x") == origin("https://a.example:443/y")
    others = ("http://a.example", "https://a.example:8443", "https://b.example")
    assert all(origin("https://a.example") != origin(other) for other in others)


def test_readable() -> None:
    """A URI for people contains no password."""
    assert readable("https://me:secret@a.example/x%20y") == "https://a.example/x y"
