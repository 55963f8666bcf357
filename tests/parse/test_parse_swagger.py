"""Conversion of Swagger 2.0: later stages do not depend on the version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("parts", "want"),
    [
        ({"host": "a.b", "basePath": "/v1"}, ["https://a.b/v1"]),
        ({"host": "a.b", "schemes": ["http", "https"]}, ["https://a.b", "http://a.b"]),
        ({"host": "a.b", "schemes": ["http"], "basePath": "v1"}, ["http://a.b/v1"]),
        ({"basePath": "/v1"}, ["/v1"]),
        ({}, []),
    ],
)
def test_servers_are_built_from_scheme_host_and_base_path(
    read: Read, parts: Any, want: list[str]
) -> None:
    """URLs are built from schemes, host and base path, HTTPS first."""
    info = {"title": "T", "version": "1"}
    found = read({"swagger": "2.0", "info": info, "paths": {}, **parts})
    assert [server.url for server in found.spec.servers] == want


@pytest.mark.parametrize(
    ("stated", "style", "explode"),
    [
        ("csv", "form", False),
        ("ssv", "spaceDelimited", False),
        ("pipes", "pipeDelimited", False),
        ("multi", "form", True),
        (None, "form", False),
    ],
)
def test_collection_formats_are_styles(
    operation: Read, stated: str | None, style: str, explode: bool
) -> None:
    """Each becomes a style."""
    parameter = {"name": "a", "in": "query", "type": "array", "items": {"type": "string"}}
    if stated:
        parameter["collectionFormat"] = stated
    found = operation("2.0", {"parameters": [parameter]})
    (lifted,) = found.operation.parameters
    assert (lifted.style, lifted.explode) == (style, explode)
    assert found.spec.schemas[lifted.schema].types == ("array",)
    assert found.faults == []


@pytest.mark.parametrize(
    ("location", "stated"),
    [("header", "multi"), ("path", "multi"), ("path", "semicolons"), ("query", "spaces")],
)
def test_unsupported_collection_formats(operation: Read, location: str, stated: str) -> None:
    """Commas are used instead, with a message."""
    parameter = {"name": "a", "in": location, "required": True, "type": "array"}
    parameter |= {"items": {"type": "string"}, "collectionFormat": stated}
    found = operation("2.0", {"parameters": [parameter]})
    assert "collection-format-unknown" in str(found.faults)
    assert not any(one.explode for one in found.operation.parameters)


def test_a_body_parameter_is_a_request_body(operation: Read) -> None:
    """It has each consumed media type, first those of the operation."""
    body = {"name": "pet", "in": "body", "required": True, "schema": {"type": "object"}}
    stated = {"parameters": [body], "consumes": ["application/xml"]}
    lifted = operation("2.0", stated, consumes=["application/json"]).operation
    assert lifted.parameters == ()
    assert lifted.body.required
    assert [media.name for media in lifted.body.contents] == ["application/xml"]
    inherited = operation("2.0", {"parameters": [body]}, consumes=["text/json"]).operation
    assert inherited.body.contents[0].name == "text/json"


@pytest.mark.parametrize(
    ("type_", "consumes", "want"),
    [
        ("string", [], ["application/x-www-form-urlencoded"]),
        ("string", ["application/json"], ["application/x-www-form-urlencoded"]),
        ("string", ["multipart/form-data"], ["multipart/form-data"]),
        ("file", ["application/x-www-form-urlencoded"], ["multipart/form-data"]),
    ],
)
def test_form_fields_are_one_object(
    operation: Read, type_: str, consumes: list[str], want: list[str]
) -> None:
    """Files need a multipart form."""
    field = {"name": "a", "in": "formData", "type": type_, "required": True, "description": "It."}
    found = operation("2.0", {"parameters": [field], "consumes": consumes})
    body = found.operation.body
    assert [media.name for media in body.contents] == want
    schema = found.spec.schemas[body.contents[0].schema]
    ((name, id_),) = schema.properties
    assert (name, schema.required) == ("a", ("a",))
    assert found.spec.schemas[id_].description == "It."
    assert found.spec.schemas[id_].format == ("binary" if type_ == "file" else "")


def test_responses_have_the_produced_media_types(operation: Read) -> None:
    """Without a schema, there is no content; a file is an octet stream unless stated otherwise."""
    responses = {
        "200": {"description": "", "schema": {"type": "object"}},
        "201": {"description": "", "schema": {"type": "file"}},
        "204": {"description": "", "headers": {"X-A": {"type": "integer"}}},
    }
    found = operation("2.0", {"responses": responses}, produces=["application/json"])
    json, file, none = found.operation.responses
    assert [media.name for media in json.contents] == ["application/json"]
    assert [media.name for media in file.contents] == ["application/octet-stream"]
    assert none.contents == ()
    assert found.spec.schemas[none.headers[0].schema].types == ("integer",)
    assert found.faults == []


def test_basic_security_is_http(read: Read) -> None:
    """Swagger 2.0 has a separate type for it."""
    tree = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "securityDefinitions": {"b": {"type": "basic"}},
        "security": [{"b": []}],
    }
    found = read(tree)
    (scheme,) = found.spec.security_schemes
    assert (scheme.type, scheme.scheme) == ("http", "basic")
    assert found.spec.security == (("b",),)


def test_a_body_takes_precedence_over_a_form(operation: Read) -> None:
    """Swagger 2.0 allows only one of them."""
    body = {"name": "pet", "in": "body", "schema": {}}
    field = {"name": "a", "in": "formData", "type": "string"}
    found = operation("2.0", {"parameters": [field, body]})
    assert found.operation.body.contents[0].name == "application/json"
    assert [code for code, _ in found.faults] == ["body-and-form"]


def test_keywords_of_a_body_without_schema_are_read(operation: Read) -> None:
    """Keywords that belong in `schema` are read beside it."""
    body = {"name": "pet", "in": "body", "type": "object", "properties": {"a": {}}}
    found = operation("2.0", {"parameters": [body]})
    schema = found.spec.schemas[found.operation.body.contents[0].schema]
    assert [name for name, _ in schema.properties] == ["a"]
    assert [code for code, _ in found.faults] == ["parameter-without-schema"]
