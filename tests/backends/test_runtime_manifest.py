"""The manifest of the runtime equals the imports of its modules, and every module is used by some package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from places import RUNTIME
from stubwright.backends.dataclasses.imports import RUNTIME as NAMES
from stubwright.backends.dataclasses.runtime_manifest import IMPORTS


def imported(path: Path) -> Iterator[str]:
    """Yield the runtime modules that a module imports."""
    folder = path.relative_to(RUNTIME).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = folder[: len(folder) - node.level + 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (".".join([*above, name]) for name in names)


def test_the_manifest_equals_the_imports() -> None:
    """Every module is listed with its imports, including those in functions and for type checkers."""
    found = {
        ".".join(path.relative_to(RUNTIME).with_suffix("").parts): tuple(
            sorted(set(imported(path)))
        )
        for path in RUNTIME.rglob("*.py")
        if path != RUNTIME / "__init__.py"
    }
    assert dict(IMPORTS) == found


def test_imported_names_are_defined() -> None:
    """Names that generated code imports are defined or imported in their modules."""
    for name, module in NAMES.items():
        text = (RUNTIME / f"{module.replace('.', '/')}.py").read_text("utf-8")
        tree = ast.parse(text)
        defined = {
            one.name
            for one in tree.body
            if isinstance(one, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        }
        stores = {
            one.id
            for one in ast.walk(tree)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        }
        aliases = {
            alias.asname
            for one in ast.walk(tree)
            if isinstance(one, ast.ImportFrom)
            for alias in one.names
        }
        assert name in defined | stores | aliases, f"{module} has no {name}"
