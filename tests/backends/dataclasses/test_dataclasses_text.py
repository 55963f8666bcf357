"""Literals, docstrings and formatting."""

from __future__ import annotations

import ast
import sys

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stubwright.backends.dataclasses.formatting.docstrings import docstring, joined
from stubwright.backends.dataclasses.formatting.layout import bracket, lay_out, stable
from stubwright.backends.dataclasses.formatting.literals import prose, string, toml
from stubwright.backends.dataclasses.project import version

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@given(TEXT)
def test_a_string_literal_evaluates_to_its_text(text: str) -> None:
    """A literal is plain source that evaluates to the text, and black does not change it."""
    literal = string(text)
    assert ast.literal_eval(literal) == text
    source = f"x = {literal}\n"
    source.encode()
    assert black.format_str(source, mode=black.Mode()) == source


@given(TEXT, st.integers(0, 2))
def test_a_docstring_contains_its_text(text: str, level: int) -> None:
    """Any text becomes one docstring that black does not change, and only white space may differ."""
    pad = "    " * level
    written = docstring(joined(text), 4 * level)
    if not written:
        assert not prose(text)
        return
    heads = "".join(f"{'    ' * depth}class A:\n" for depth in range(level))
    source = f"{heads}{pad}{written}\n" + (f"\n{pad}x = 1\n")
    tree = ast.parse(source)
    assert black.format_str(source, mode=black.Mode()) == source
    strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and n.value != 1]
    assert len(strings) == 1
    assert "".join(strings[0].split()).removesuffix(".") == "".join(
        prose(text).split()
    ).removesuffix(".")


def test_a_long_text_is_wrapped() -> None:
    """Lines end before column 88, and list items have a hanging indentation."""
    text = "- " + "word " * 40
    written = docstring(joined("Head", text), 4)
    assert max(map(len, written.split("\n"))) <= 88
    assert "\n      word" in written


@given(TEXT)
def test_a_toml_string_is_one_line_of_its_text(text: str) -> None:
    """TOML preserves a project's description."""
    assert tomllib.loads(f"x = {toml(text)}")["x"] == " ".join(prose(text).split())


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("1.2.3", "1.2.3"),
        ("v1", "1"),
        ("2024-01-31", "2024.1.31"),
        ("1.0.0-rc.1", "1.0.0-rc.1"),
        ("latest", "0"),
        ("", "0"),
        ("3.1 (beta)", "3.1"),
    ],
)
def test_version(text: str, want: str) -> None:
    """Any text results in a version that `packaging` accepts."""
    assert version(text) == want


def test_brackets_have_the_format_of_black() -> None:
    """Content that does not fit has one item per line, with a trailing comma."""
    doc = bracket("f(", ["a" * 30, bracket("(", ["b" * 30, "c" * 40], ")")], ")")
    laid = lay_out(doc)
    assert laid.count("\n") == 3
    assert black.format_str(laid + "\n", mode=black.Mode()) == laid + "\n"


def test_a_tuple_of_one_item_keeps_its_comma() -> None:
    """``(x,)`` and its multi-line form are both tuples."""
    doc = bracket("x = (", ["a" * 90], ",)")
    assert lay_out(doc) == f"x = (\n    {'a' * 90},\n)"


def test_longer_statements_are_formatted_by_black() -> None:
    """A statement at a column has the format of black."""
    union = " | ".join("A" * 20 + str(i) for i in range(5))
    statement = stable(f"name: {union} = None", 4)
    source = f"class A:\n    {statement}\n"
    assert black.format_str(source, mode=black.Mode()) == source
    assert statement.startswith("name: (\n        ")
