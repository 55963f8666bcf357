"""Operations of OpenAPI 3 with their parameters, bodies, responses and security."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stubwright.types.spec import Location

Read = Callable[..., Any]

TEXT = {"schema": {"type": "string"}}
AT = "/paths/~1pets/post"


@pytest.mark.parametrize(
    ("stated", "style", "explode"),
    [
        ({"in": "query"}, "form", True),
        ({"in": "query", "style": "deepObject"}, "deepObject", False),
        ({"in": "query", "explode": False}, "form", False),
        ({"in": "query", "style": "pipeDelimited"}, "pipeDelimited", False),
        ({"in": "header"}, "simple", False),
        ({"in": "cookie"}, "form", True),
        ({"in": "header", "style": "form"}, "simple", False),
    ],
)
def test_style_and_explode_are_filled_in(
    operation: Read, stated: Any, style: str, explode: bool
) -> None:
    """Each place has its default; a style of another place gives way to it."""
    (parameter,) = operation(
        "3.0.0", {"parameters": [{"name": "a", **stated, **TEXT}]}
    ).operation.parameters
    assert (parameter.style, parameter.explode) == (style, explode)


@pytest.mark.parametrize(
    ("stated", "code", "pointer"),
    [
        ({"name": "a", "in": "body", **TEXT}, "parameter-location-unknown", "/parameters/0/in"),
        ({"in": "query", **TEXT}, "key-missing", "/parameters/0"),
        ("a", "wrong-type", "/parameters/0"),
        ({"name": "Accept", "in": "header", **TEXT}, "header-ignored", "/parameters/0"),
        (
            {"name": "id", "in": "path", "required": True, **TEXT},
            "path-parameter-unused",
            "/parameters/0",
        ),
        ({"$ref": "#/nowhere"}, "ref-not-found", "/parameters/0/$ref"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_dropped(
    operation: Read, stated: Any, code: str, pointer: str
) -> None:
    """The fault costs the parameter, not the operation."""
    other = {"name": "limit", "in": "query", **TEXT}
    found = operation("3.0.0", {"parameters": [stated, other]})
    assert [parameter.name for parameter in found.operation.parameters] == ["limit"]
    assert found.faults == [(code, AT + pointer)]


def test_a_location_in_another_letter_case_is_read(operation: Read) -> None:
    """Only the letter case is wrong, so the location is known; it is reported."""
    found = operation("3.0.0", {"parameters": [{"name": "limit", "in": "QUERY", **TEXT}]})
    assert [each.location for each in found.operation.parameters] == [Location.QUERY]
    assert found.faults == [("parameter-location-unknown", AT + "/parameters/0/in")]


def test_a_parameter_of_the_path_is_a_string_if_not_declared(operation: Read) -> None:
    """The operation can be called all the same."""
    found = operation("3.0.0", {}, path="/pets/{petId}")
    (parameter,) = found.operation.parameters
    assert (parameter.name, parameter.required) == ("petId", True)
    assert found.spec.schemas[parameter.schema].types == ("string",)
    assert found.faults == [("path-parameter-undeclared", "/paths/~1pets~1{petId}/post")]


def test_an_operation_replaces_parameters_of_its_path_item(operation: Read) -> None:
    """Name and location count; a header's name ignores case."""

    def header(name: str, type_: str) -> Any:
        return {"name": name, "in": "header", "schema": {"type": type_}}

    item = {"parameters": [header("X-A", "string"), header("X-B", "string")]}
    found = operation("3.0.0", {"parameters": [header("x-a", "integer")]}, item=item)
    types = [found.spec.schemas[p.schema].types for p in found.operation.parameters]
    assert types == [("integer",), ("string",)]


def test_a_repeated_parameter_counts_once(operation: Read) -> None:
    """The first one of a list stays."""
    one = {"name": "a", "in": "query", **TEXT}
    found = operation("3.0.0", {"parameters": [one, dict(one)]})
    assert len(found.operation.parameters) == 1
    assert found.faults == [("parameter-repeated", AT + "/parameters/1")]


def test_a_parameter_may_be_described_by_content(operation: Read) -> None:
    """Its media type is kept."""
    stated = {"name": "a", "in": "query", "content": {"application/json": {"schema": {}}}}
    (parameter,) = operation("3.0.0", {"parameters": [stated]}).operation.parameters
    assert parameter.media_type == "application/json"
    assert parameter.schema.endswith("/content/application~1json/schema")


def test_bodies_keep_media_types_and_encodings(operation: Read) -> None:
    """In the order of the document."""
    encoding = {"photo": {"contentType": "image/png"}}
    content = {
        "multipart/form-data": {"schema": {"type": "object"}, "encoding": encoding},
        "application/json": {},
    }
    body = operation(
        "3.1.0", {"requestBody": {"required": True, "content": content}}
    ).operation.body
    assert body.required
    assert [media.name for media in body.contents] == list(content)
    (photo,) = body.contents[0].encodings
    assert (photo.property, photo.content_type) == ("photo", "image/png")


def test_statuses_are_settled(operation: Read) -> None:
    """Ranges are in capitals; what is no status is left out."""
    keys = ("200", "4xx", "DEFAULT", "OK", "4XX", "x-own")
    found = operation("3.0.0", {"responses": {key: {"description": key} for key in keys}})
    assert [response.status for response in found.operation.responses] == ["200", "4XX", "default"]
    assert found.faults == [
        ("status-wrong", AT + "/responses/OK"),
        ("status-wrong", AT + "/responses/4XX"),
    ]


def test_security_is_none_where_the_operation_is_silent(operation: Read) -> None:
    """An empty list, and an empty requirement, are something else."""
    schemes = {"components": {"securitySchemes": {"k": {"type": "http", "scheme": "Bearer"}}}}
    silent = operation("3.0.0", {}, **schemes)
    assert silent.operation.security is None
    assert silent.spec.security_schemes[0].scheme == "bearer"
    assert operation("3.0.0", {"security": []}, **schemes).operation.security == ()
    both = operation("3.0.0", {"security": [{"k": []}, {}]}, **schemes)
    assert both.operation.security == (("k",), ())


def test_an_unknown_scheme_stays_in_its_requirement(operation: Read) -> None:
    """So that the requirement is not met in part."""
    schemes = {"components": {"securitySchemes": {"key": {"type": "mutualTLS"}}}}
    found = operation("3.1.0", {"security": [{"key": [], "keys": []}]}, **schemes)
    assert found.operation.security == (("key", "keys"),)
    assert found.faults == [("security-scheme-unknown", AT + "/security/0/keys")]


def test_security_that_is_no_list_says_nothing(operation: Read) -> None:
    """It does not make the operation anonymous."""
    found = operation("3.0.0", {"security": {"key": []}})
    assert found.operation.security is None
    assert found.faults == [("wrong-type", AT + "/security")]


def test_a_repeated_operation_id_is_said(read: Read) -> None:
    """Both operations stay."""
    paths = {path: {"get": {"operationId": "list"}} for path in ("/a", "/b")}
    found = read({"openapi": "3.0.0", "info": {"title": "T", "version": "1"}, "paths": paths})
    assert len(found.spec.operations) == 2
    assert found.faults == [("operation-id-repeated", "/paths/~1b/get/operationId")]


def test_callbacks_and_webhooks_are_operations(read: Read) -> None:
    """They are counted apart from the paths."""
    item = {"post": {"responses": {"200": {"description": ""}}}}
    stated = {"callbacks": {"done": {"{$request.body#/url}": item}}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/jobs": {"post": stated}},
        "webhooks": {"ping": item},
    }
    found = read(tree)
    (callback,) = found.operation.callbacks
    assert (callback.name, callback.path) == ("done", "{$request.body#/url}")
    assert [(hook.name, hook.method) for hook in found.spec.webhooks] == [("ping", "POST")]
    assert found.spec.declared == 1
    assert found.faults == []


def test_callbacks_that_lead_back_end(operation: Read) -> None:
    """A path item that is its own callback is left out there."""
    found = operation("3.1.0", {"callbacks": {"again": {"{$url}": {"$ref": "#/paths/~1pets"}}}})
    assert found.operation.callbacks == ()
    assert [code for code, _ in found.faults] == ["ref-loop"]


def test_methods_of_3_2(read: Read) -> None:
    """`query` and additional methods count as declared; the latter are sent as they are spelled."""
    item = {"query": {}, "additionalOperations": {"COPY": {}, "Purge": {}}, "get": 5}
    tree = {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": item}}
    found = read(tree)
    assert [operation.method for operation in found.spec.operations] == ["QUERY", "COPY", "Purge"]
    assert found.spec.declared == 4


def test_servers_are_resolved_where_the_document_has_a_url(read: Read) -> None:
    """A file keeps a relative server as it is."""
    tree = {
        "openapi": "3.0.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "servers": [{"url": "/v1"}],
    }
    assert read(tree).spec.servers[0].url == "/v1"
    found = read(tree, "https://example.com/docs/openapi.yaml")
    assert found.spec.servers[0].url == "https://example.com/v1"


def test_server_variables_have_defaults(read: Read) -> None:
    """One that is not described is empty."""
    server = {"url": "https://{a}.{b}.com", "variables": {"a": {"default": "eu"}}}
    info = {"title": "T", "version": "1"}
    found = read({"openapi": "3.0.0", "info": info, "paths": {}, "servers": [server]})
    found_variables = [(one.name, one.default) for one in found.spec.servers[0].variables]
    assert found_variables == [("a", "eu"), ("b", "")]
    assert found.faults == [("server-variable-undefined", "/servers/0/url")]
