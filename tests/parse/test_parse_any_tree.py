"""Parse returns a result for any tree."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stubwright.index import index
from stubwright.parse import parse
from stubwright.types.documents import Document, Documents
from stubwright.types.spec import Schema, Spec

PET: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
        "n": {"minimum": 1},
    },
    "additionalProperties": {"type": "integer", "nullable": True},
    "allOf": [{"oneOf": [{"const": 1}, {"items": {"$ref": "#/components/schemas/Pet"}}]}],
    "discriminator": {"propertyName": "kind", "mapping": {"a": "Pet"}},
    "x-enum-varnames": ["A"],
}
NEW: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://{a}", "variables": {"a": {"default": "b"}}}],
    "tags": [{"name": "pets"}],
    "security": [{"key": []}],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
                "operationId": "add",
                "tags": ["pets"],
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": "#/components/schemas/Pet"},
                            "encoding": {"kind": {"headers": {"X-A": {}}}},
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {"X-A": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"type": ["string", "null"]}}},
                    }
                },
                "callbacks": {"done": {"{$url}": {"post": {"responses": {}}}}},
                "security": [{}],
            },
        }
    },
    "webhooks": {"ping": {"post": {}}},
    "components": {
        "schemas": {"Pet": PET},
        "parameters": {"id": {"name": "id", "in": "path", "required": True, "schema": {}}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-K"}},
    },
}
OLD: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "T", "version": "1"},
    "host": "a.b",
    "basePath": "/v1",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "definitions": {"Pet": {"type": "object", "discriminator": "kind", "x-nullable": True}},
    "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
    "responses": {"gone": {"description": "", "schema": {"$ref": "#/definitions/Pet"}}},
    "securityDefinitions": {"b": {"type": "basic"}},
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "put": {
                "parameters": [
                    {"$ref": "#/parameters/limit"},
                    {"name": "f", "in": "formData", "type": "array", "items": {"type": "file"}},
                    {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/Pet"}},
                ],
                "responses": {"404": {"$ref": "#/responses/gone"}, "200": {"headers": {"A": {}}}},
            },
        }
    },
}
ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, "", "x", [], {}, [None], [[]], [{}], {"": {"": 1}}, {"$ref": 5},
    {"$ref": "#"}, {"$ref": "#/info"}, {"$ref": "#/paths"}, {"$ref": "#/x"}, "#/info", "\ud800",
]  # fmt: skip
KEYS = ["$ref", "type", "items", "in", "enum", "default", "allOf", "callbacks", "x-a", "", "$id"]


def slots(tree: Any) -> list[tuple[Any, Any]]:
    """Return every container with each of its keys, in order."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        keys = list(value) if isinstance(value, dict) else range(len(value))
        for key in keys:
            found.append((value, key))
            if isinstance(value[key], dict | list):
                waiting.append(value[key])
    return found


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """Draw a document with some values replaced, moved or added."""
    tree = copy.deepcopy(draw(st.sampled_from([NEW, OLD, {**NEW, "openapi": "3.0.3"}])))
    for _ in range(draw(st.integers(1, 6))):
        places = slots(tree)
        if not places:
            break
        container, key = places[draw(st.integers(0, len(places) - 1))]
        match draw(st.sampled_from(["replace", "move", "add"])):
            case "move":
                source, other = places[draw(st.integers(0, len(places) - 1))]
                container[key] = copy.deepcopy(source[other])
            case "add" if isinstance(container, dict):
                container[draw(st.sampled_from(KEYS))] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case _:
                container[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return tree


def parsed(tree: Any) -> Spec:
    """Parse one tree."""
    data = json.dumps(tree).encode()
    document = Document(uri="file:///a.json", name="a.json", data=data, tree=tree, digest="")
    return parse(index(Documents(root=document.uri, by_uri={document.uri: document}, refused={})))


def targets(schema: Schema) -> set[str]:
    """Return the ids that a schema names."""
    single = (schema.ref, schema.items, schema.additional_properties)
    several = (*schema.all_of, *schema.one_of, *schema.any_of, *schema.prefix_items)
    named = (*schema.properties, *schema.pattern_properties)
    mapped = schema.discriminator.mapping if schema.discriminator else ()
    return {id_ for id_ in (*single, *several) if id_} | {id_ for _, id_ in (*named, *mapped)}


@pytest.mark.parametrize("tree", [NEW, OLD])
def test_the_undamaged_documents_are_read_completely(tree: Any) -> None:
    """The documents that are damaged contain every kind of object."""
    spec = parsed(tree)
    assert spec.declared == len(spec.operations) == 1
    assert spec.components
    assert spec.security_schemes


@settings(max_examples=400, deadline=None)
@given(damaged())
def test_parse_never_raises(tree: Any) -> None:
    """Errors are values with a message, and every id belongs to a schema."""
    spec = parsed(tree)
    for fault in spec.diagnostics:
        assert fault.place is not None
        assert fault.message
    for schema in spec.schemas.values():
        assert targets(schema) <= spec.schemas.keys()


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.sampled_from(ODD),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*KEYS, "paths", "components", "get"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    )
)
def test_parse_never_raises_for_arbitrary_trees(tree: Any) -> None:
    """The same for any value below a version."""
    rest = tree if isinstance(tree, dict) else {"paths": tree}
    for version in ({"openapi": "3.2.0"}, {"swagger": "2.0"}, {}):
        parsed({**rest, **version})
