"""Shared by all tests of lower: documents without files."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stubwright.base.diagnostics import Diagnostic
from stubwright.index import index
from stubwright.lower import lower
from stubwright.parse import parse
from stubwright.types import ir
from stubwright.types.documents import Document, Documents
from stubwright.types.ir import Type, TypeId
from stubwright.types.ir_operations import Api

ROOT = "file:///api/openapi.yaml"


class Lowered:
    """A lowered document with shortcuts to its parts."""

    def __init__(self, api: Api, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.api = api
        self.codes = sorted({each.code for each in diagnostics})

    def __getitem__(self, path: str) -> Type:
        """Return the type of a component (`Pet`), or of a property (`Pet.owner.name`); null left out."""
        first, *names = path.split(".")
        type_ = self.api.types[TypeId(f"{ROOT}#/components/schemas/{first}")]
        for name in names:
            type_ = self.types_of(self.value(type_))[name]
        return type_

    def types_of(self, type_: Type) -> dict[str, Type]:
        """Return the types of an object's own properties by name."""
        assert isinstance(type_.shape, ir.Object), type_
        return {each.name: self.api.types[each.type] for each in type_.shape.properties}

    def value(self, type_: Type) -> Type:
        """Return the id of a type without null."""
        return self.api.types[type_.shape.type] if isinstance(type_.shape, ir.Nullable) else type_

    def text(self, path: str) -> str:
        """Return a short notation of a type."""
        return self.show(self[path].id)

    def show(self, id_: TypeId | None, *, whole: bool = True) -> str:
        """Return a short notation of a type: named types by their hint, the outermost one expanded."""
        if id_ is None:
            return "-"
        type_ = self.api.types[id_]
        if type_.hint is not None and not whole:
            parent = self.show(type_.hint.parent, whole=False) if type_.hint.parent else ""
            return f"{parent} {type_.hint.words}".strip()
        return self.show_shape(type_.shape)

    def show_shape(self, shape: ir.Shape) -> str:
        """Return a short notation of a shape."""

        def inner(id_: TypeId | None) -> str:
            return self.show(id_, whole=False)

        match shape:
            case ir.Anything():
                return "any"
            case ir.Scalar(kind=kind):
                return kind.value
            case ir.Constant(value=value):
                return f"const {value!r}"
            case ir.Enumeration(members=members):
                return "enum " + " ".join(repr(each.value) for each in members)
            case ir.Array(items=items):
                return f"[{inner(items)}]"
            case ir.Tuple(items=items, rest=rest):
                return f"({', '.join(map(inner, items))}; {inner(rest)})"
            case ir.Mapping_(values=values):
                return f"{{*: {inner(values)}}}"
            case ir.Nullable(type=value):
                return f"{inner(value)} or null"
            case ir.Union(members=members):
                return " | ".join(map(inner, members))
            case ir.Object():
                return self.show_object(shape, inner)

    def show_object(self, shape: ir.Object, inner: Callable[[TypeId | None], str]) -> str:
        """Return the notation of an object: `(Base) name: type, other?: type, *: type`."""
        parts = [
            f"{each.name}{'' if isinstance(each.presence, ir.Required) else '?'}: {inner(each.type)}"
            for each in shape.properties
        ]
        if shape.extra is not None:
            parts.append(f"*: {inner(shape.extra)}")
        base = f"({inner(shape.base)}) " if shape.base is not None else ""
        return base + "{" + ", ".join(parts) + "}"


def lower_tree(tree: Any) -> Lowered:
    """Lower a document given as a tree."""
    document = Document(
        uri=ROOT, name="openapi.yaml", data=json.dumps(tree).encode(), tree=tree, digest=""
    )
    return Lowered(*lower(parse(index(Documents(root=ROOT, by_uri={ROOT: document}, refused={})))))


@pytest.fixture
def document() -> Callable[..., Lowered]:
    """Lower a whole document: `paths`, and what else stands at its top."""

    def lowering(version: str = "3.1.0", **parts: Any) -> Lowered:
        info = {"title": "T", "version": "1"}
        return lower_tree({"openapi": version, "info": info, "paths": {}, **parts})

    return lowering


@pytest.fixture
def schemas(document: Callable[..., Lowered]) -> Callable[..., Lowered]:
    """Lower component schemas."""

    def lowering(version: str = "3.1.0", **named: Any) -> Lowered:
        return document(version, components={"schemas": named})

    return lowering
