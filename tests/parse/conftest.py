"""Trees that need no file: what all tests of parse share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stubwright.index import index
from stubwright.parse import parse
from stubwright.types.documents import Document, Documents
from stubwright.types.spec import Operation, Schema, SchemaId, Spec

ROOT = "file:///api/openapi.yaml"


def documents(tree: Any, uri: str = ROOT, **others: Any) -> Documents:
    """Return documents as `load` would; `others` are neighbours by file name without its ending."""
    trees = {uri: tree, **{uri.replace("openapi", name): other for name, other in others.items()}}
    read = {
        key: Document(
            uri=key,
            name=key.rpartition("/")[2],
            data=json.dumps(value).encode(),
            tree=value,
            digest="",
        )
        for key, value in trees.items()
    }
    return Documents(root=uri, by_uri=read, refused={})


class Read:
    """A parsed document with short ways to its parts."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    def schema(self, *keys: str) -> Schema:
        """Return a component schema, or what stands below one."""
        names = dict(self.spec.components)
        id_ = names[keys[0]] + "".join(f"/{key}" for key in keys[1:])
        return self.spec.schemas[SchemaId(id_)]

    @property
    def operation(self) -> Operation:
        """Return the only operation."""
        (operation,) = self.spec.operations
        return operation

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return code and pointer of every diagnostic."""
        return [(d.code, d.place.pointer if d.place else "") for d in self.spec.diagnostics]


@pytest.fixture
def read() -> Callable[..., Read]:
    """Parse a tree and its neighbours."""

    def reading(tree: Any, uri: str = ROOT, **others: Any) -> Read:
        return Read(parse(index(documents(tree, uri, **others))))

    return reading


@pytest.fixture
def schemas(read: Callable[..., Read]) -> Callable[..., Read]:
    """Parse component schemas under a version."""

    def reading(version: str, **named: Any) -> Read:
        tree: dict[str, Any] = {"info": {"title": "T", "version": "1"}, "paths": {}}
        if version == "2.0":
            return read({"swagger": version, **tree, "definitions": named})
        return read({"openapi": version, **tree, "components": {"schemas": named}})

    return reading


@pytest.fixture
def operation(read: Callable[..., Read]) -> Callable[..., Read]:
    """Parse one operation, with parts of the document beside it."""

    def reading(
        version: str, stated: Any, *, path: str = "/pets", item: Any = None, **parts: Any
    ) -> Read:
        key = "swagger" if version == "2.0" else "openapi"
        paths = {path: {**(item or {}), "post": stated}}
        info = {"title": "T", "version": "1"}
        return read({key: version, "info": info, "paths": paths, **parts})

    return reading
