"""Which documents are read at all, and as what."""

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
def test_a_stated_version_means_a_dialect(key: str, stated: Any, want: Dialect | None) -> None:
    """Patch numbers do not matter; numbers are read where they can mean one thing only."""
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
def test_without_a_known_version_there_is_nothing(
    read: Read, tree: Any, code: str, pointer: str
) -> None:
    """The fault is the only one, an error, and the rest is empty."""
    found = read(tree)
    assert found.faults == [(code, pointer)]
    assert found.spec.diagnostics[0].severity is Severity.ERROR
    assert found.spec.diagnostics[0].hint
    assert found.spec.operations == ()


def test_a_number_as_version_is_a_warning(read: Read) -> None:
    """An unquoted 3.0 is read, and said."""
    info = {"title": "T", "version": "1"}
    found = read({"openapi": 3.0, "info": info, "paths": {}})
    assert found.faults == [("wrong-type", "/openapi")]
    assert found.spec.title == "T"


def test_another_document_has_its_own_version(read: Read) -> None:
    """A whole document that is referred to is read as what it says it is."""
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
