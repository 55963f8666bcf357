"""Every field of the stages' records is read somewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from sources import Source, sources

RECORDS = (
    "types.spec",
    "types.ir",
    "types.ir_operations",
    "types.names",
    "types.documents",
    "types.package",
)


def fields_of(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the annotated fields of a module's classes."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                    yield node.name, one.target.id


def read() -> frozenset[str]:
    """Return every name that is read as an attribute, matched in a pattern, or listed in a table of fields."""
    found: set[str] = set()
    for source in sources():
        if source.top == "runtime":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(node.attr)
            elif isinstance(node, ast.MatchClass):
                found.update(node.kwd_attrs)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


@pytest.mark.parametrize("module", RECORDS)
def test_every_field_is_read(module: str) -> None:
    """Records have no unused fields."""
    (source,) = (one for one in sources() if one.module == module)
    known = read()
    found = [(owner, name) for owner, name in fields_of(source) if not name.startswith("__")]
    unread = [f"{owner}.{name}" for owner, name in found if name not in known]
    assert unread == []
