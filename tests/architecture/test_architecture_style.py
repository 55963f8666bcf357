"""House rules that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from places import REPOSITORY
from sources import Source, sources

MODULE_LINES = 330
FUNCTION_LINES = 50

# Longer than the rule, each with its reason.
LONG_MODULES = {"types.ir": "the whole IR is read in one piece"}

ABSOLUTE = re.compile(rb"(?<![\w.:/~}])/(?:work|root|home|Users|private/tmp)/[\w.-]+")


def functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions and methods."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(source.tree) if isinstance(node, kinds)]


def test_modules_are_short() -> None:
    """A module is read in one sitting."""
    long = {source.module for source in sources() if source.text.count("\n") > MODULE_LINES}
    assert long == set(LONG_MODULES)


def test_functions_are_short() -> None:
    """A function fits on a screen, docstring included."""
    long = [
        f"{source.module}.{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for source in sources()
        for node in functions(source)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_annotations_are_text() -> None:
    """Every module with functions or classes opens with the future import."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for source in sources():
        if any(isinstance(node, kinds) for node in source.tree.body):
            imports = [node.module for node in source.tree.body if isinstance(node, ast.ImportFrom)]
            assert imports[:1] == ["__future__"], source.module


def test_dataclasses_are_frozen_and_slotted() -> None:
    """Values passed between stages never change."""
    for source in sources():
        if source.top != "types":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                for decorator in node.decorator_list:
                    text = ast.unparse(decorator)
                    if text.startswith("dataclass"):
                        assert "frozen=True" in text, f"{source.module}.{node.name}"
                        assert "slots=True" in text, f"{source.module}.{node.name}"


def test_public_things_are_described() -> None:
    """Modules, classes and functions that others use have a docstring."""
    for source in sources():
        assert ast.get_docstring(source.tree), source.module
        for node in source.tree.body:
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            if not isinstance(node, kinds) or node.name.startswith("_"):
                continue
            if "overload" not in map(ast.unparse, node.decorator_list):
                assert ast.get_docstring(node), f"{source.module}.{node.name}"


def tracked() -> list[str]:
    """Return the paths of all files that are part of the repository."""
    found = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.fail("this is no git repository")
    return [name for name in found.stdout.split("\0") if name]


def test_no_machine_is_mentioned() -> None:
    """No file holds a path of the machine it was written on."""
    for name in tracked():
        path = REPOSITORY / name
        if path.is_file():
            hits = ABSOLUTE.findall(path.read_bytes())
            assert not hits, f"{name}: {hits[:3]}"
