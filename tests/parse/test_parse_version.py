"""Supported versions of documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stubwright.base.diagnostics import Severity
from stubwright.parse.version import Dialect, dialect_of

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("key", "stated", "want"),
    [
        ("openapi", "3.0.0", Dialect.V30),
        ("openapi", "3.0", Dialect.V30),
        ("openapi", "3.0.7", Dialect.V30),
        ("openapi", "3.1.0-rc1", Dialect.V31),
        ("openapi", "3.2.0", Dialect.V32),
        ("openapi", 3.1, Dialect.V31),
        ("openapi", 3, None),
        ("openapi", "3", None),
        ("openapi", "3.3.0", None),
        ("openapi", "2.0", None),
        ("openapi", True, None),
        ("openapi", ["3.0.0"], None),
        ("openapi", "9" * 9000 + ".1", None),
        ("swagger", "2.0", Dialect.V20),
        ("swagger", 2.0, Dialect.V20),
        ("swagger", 2, Dialect.V20),
        ("swagger", "1.2", None),
        ("swagger", "3.0.0", None),
    ],
)
def test_the_version_determines_the_dialect(key: str, stated: Any, want: Dialect | None) -> None:
    """Patch numbers are ignored; a number is accepted if it is unambiguous."""
    assert dialect_of(key, stated) is want


@pytest.mark.parametrize(
    ("tree", "code", "pointer"),
    [
        ({"info": {}}, "version-missing", ""),
        ([{"openapi": "3.0.0"}], "version-missing", ""),
        (None, "version-missing", ""),
        ("openapi: 3.0.0", "version-missing", ""),
        ({"openapi": "4.0.0"}, "version-unknown", "/openapi"),
        ({"swagger": "1.2"}, "version-unknown", "/swagger"),
    ],
)
def test_a_document_of_unknown_version_is_empty(
    read: Read, tree: Any, code: str, pointer: str
) -> None:
    """There is one error, and the result is empty."""
    found = read(tree)
    assert found.faults == [(code, pointer)]
    assert found.spec.diagnostics[0].severity is Severity.ERROR
    assert found.spec.diagnostics[0].hint
    assert found.spec.operations == ()


def test_a_number_as_version_is_a_warning(read: Read) -> None:
    """An unquoted 3.0 is read, with a warning."""
    info = {"title": "T", "version": "1"}
    found = read({"openapi": 3.0, "info": info, "paths": {}})
    assert found.faults == [("wrong-type", "/openapi")]
    assert found.spec.title == "T"


def test_another_document_has_its_own_version(read: Read) -> None:
    """A whole referenced document is read according to its own version."""
    root = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": {"A": {"$ref": "old.yaml#/definitions/B"}}},
    }
    old = {"swagger": "2.0", "definitions": {"B": {"type": "string", "x-nullable": True}}}
    found = read(root, old=old)
    target = found.spec.schemas[found.schema("A").ref]
    assert target.types == ("string", "null")
    assert found.faults == []
