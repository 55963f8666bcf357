"""The documentation covers all message codes, commands and options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from places import REPOSITORY
from sources import sources

CODES = REPOSITORY / "docs" / "codes"
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def strings(node: ast.expr) -> Iterator[str]:
    """Yield the possible string values of an expression, including conditional ones."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)


def takers() -> dict[str, int]:
    """Return, by name, the position of the parameter `code` of functions and classes."""
    found = {"Diagnostic": -1}
    for source in sources():
        if source.top == "runtime":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef):
                names = [
                    argument.arg
                    for argument in node.args.args
                    if argument.arg not in {"self", "cls"}
                ]
                if "code" in names:
                    found[node.name] = names.index("code")
                elif "code" in {argument.arg for argument in node.args.kwonlyargs}:
                    found[node.name] = -1
    return found


def emitted() -> set[str]:
    """Return every code with which a diagnostic is created."""
    found: set[str] = set()
    known = takers()
    for source in sources():
        if source.top == "runtime":
            continue
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = (
                function.attr
                if isinstance(function, ast.Attribute)
                else getattr(function, "id", "")
            )
            if name not in known:
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if 0 <= known[name] < len(node.args):
                given.append(node.args[known[name]])
            found.update(text for each in given for text in strings(each) if KEBAB.fullmatch(text))
    return found


def constants() -> set[str]:
    """Return all strings of the generator."""
    return {
        node.value
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def pages() -> set[str]:
    """Return the codes that have a page."""
    return {path.stem for path in CODES.glob("*.md")}


def test_codes_are_found() -> None:
    """The codes in the sources are found."""
    assert len(emitted()) > 20


def test_every_code_has_a_page() -> None:
    """`stubwright explain CODE` has a page for each code."""
    assert emitted() - pages() == set()


def test_every_page_has_a_code() -> None:
    """Every page explains a code that is in use."""
    assert pages() - constants() == set()


def test_pages_have_one_form() -> None:
    """A page begins with its code and a title, and is short."""
    for path in sorted(CODES.glob("*.md")):
        lines = path.read_text("utf-8").splitlines()
        assert lines[0].startswith(f"# {path.stem}: "), path.name
        assert 2 <= len([line for line in lines[1:] if line.strip()]) <= 30, path.name


def options() -> set[str]:
    """Return every option that the command line declares."""
    found: set[str] = set()
    for source in sources():
        if source.top != "cli":
            continue
        found |= {
            text
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Constant) and isinstance(text := node.value, str)
            if re.fullmatch(r"--[a-z][a-z-]+", text)
        }
    return found


def test_every_option_is_documented() -> None:
    """The user guide contains each option of the command line."""
    guide = "\n".join(
        path.read_text("utf-8") for path in sorted((REPOSITORY / "docs").glob("*.md"))
    )
    assert options()
    assert {option for option in options() if option not in guide} == set()
