"""Style rules that no linter checks."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from places import GENERATOR, REPOSITORY
from rooms import room_of
from sources import Source, sources

MODULE_LINES = 300
FUNCTION_LINES = 40
FOLDER_FILES = 25
LOOSE_FILES = 6

# Longer than the rule, each with its reason. These lists may shrink, not grow.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
FULL_FOLDERS = {"runtime/_runtime": "a package of its own, copied module by module"}

ABSOLUTE = re.compile(rb"(?<![\w.:/~}])/(?:work|root|home|Users|private/tmp)/[\w.-]+")


def functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions and methods."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(source.tree) if isinstance(node, kinds)]


def test_modules_are_short() -> None:
    """Modules are short."""
    long = {source.module for source in sources() if source.text.count("\n") > MODULE_LINES}
    assert long == set(LONG_MODULES)


def test_functions_are_short() -> None:
    """Functions are short, including their docstrings, with at most six exceptions."""
    long = {
        f"{source.module}.{node.name}"
        for source in sources()
        for node in functions(source)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == set(LONG_FUNCTIONS)
    assert len(long) <= 6


def test_folders_are_small() -> None:
    """Folders contain few files, and few modules are at the top level."""
    files = Counter(path.parent.relative_to(GENERATOR) for path in GENERATOR.rglob("*.py"))
    full = {folder.as_posix() for folder, count in files.items() if count > FOLDER_FILES}
    assert full == set(FULL_FOLDERS)
    assert files[Path()] <= LOOSE_FILES


def test_class_names_are_unique_within_a_room() -> None:
    """Class names are unique within a room; in `types/`, within a module."""
    found: Counter[tuple[str, str]] = Counter()
    for source in sources():
        room = source.module if source.top == "types" else room_of(source.module)
        names = [node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]
        found.update((room, name) for name in names)
    assert [each for each, count in found.items() if count > 1] == []


def test_annotations_are_text() -> None:
    """Every module with functions or classes begins with the future import."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for source in sources():
        if any(isinstance(node, kinds) for node in source.tree.body):
            imports = [node.module for node in source.tree.body if isinstance(node, ast.ImportFrom)]
            assert imports[:1] == ["__future__"], source.module


def test_dataclasses_are_frozen_and_slotted() -> None:
    """Values that stages exchange are immutable."""
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


def test_public_names_have_docstrings() -> None:
    """Public modules, classes and functions have a docstring."""
    for source in sources():
        assert ast.get_docstring(source.tree), source.module
        for node in source.tree.body:
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            if not isinstance(node, kinds) or node.name.startswith("_"):
                continue
            if "overload" not in map(ast.unparse, node.decorator_list):
                assert ast.get_docstring(node), f"{source.module}.{node.name}"


def tracked() -> list[str]:
    """Return the paths of all files in the repository."""
    found = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.fail("this is no git repository")
    return [name for name in found.stdout.split("\0") if name]


def test_no_file_contains_a_machine_path() -> None:
    """No file contains a path of the machine on which it was written."""
    for name in tracked():
        path = REPOSITORY / name
        if path.is_file():
            hits = ABSOLUTE.findall(path.read_bytes())
            assert not hits, f"{name}: {hits[:3]}"
