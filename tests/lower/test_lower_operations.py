"""Operations, directions, files, servers and security."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stubwright.base.ids import INPUT, derived
from stubwright.types import ir

Lower = Callable[..., Any]

REF = {"$ref": "#/components/schemas/Pet"}
PET = {
    "type": "object",
    "required": ["id", "pin"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "pin": {"type": "string", "writeOnly": True},
        "name": {"type": "string"},
    },
}


def media(schema: object, media_type: str = "application/json") -> dict[str, object]:
    """Return a body or response with one content."""
    return {"description": "", "content": {media_type: {"schema": schema}}}


def call(request: object = None, response: object = None) -> dict[str, object]:
    """Return an operation that sends and receives these schemas."""
    stated: dict[str, object] = {
        "responses": {"200": media(response) if response else {"description": ""}}
    }
    return {**stated, "requestBody": media(request)} if request else stated


def test_two_types_if_directions_differ(document: Lower) -> None:
    """Requests lack readOnly members, responses writeOnly ones; types that contain them differ as well."""
    team = {"type": "object", "properties": {"lead": REF}}
    lowered = document(
        paths={
            "/a": {
                "post": call(
                    {"$ref": "#/components/schemas/Team"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/Team"}},
                )
            }
        },
        components={"schemas": {"Pet": PET, "Team": team}},
    )
    (operation,) = lowered.api.operations
    assert lowered.text("Pet") == "{id: string, name?: string}"
    assert lowered.text("Team") == "{lead?: Pet}"
    sent = operation.body.contents[0].type
    assert (lowered.show(sent, whole=False), lowered.show(sent)) == (
        "Team input",
        "{lead?: Pet input}",
    )
    pet = lowered.api.types[derived(lowered["Pet"].id, INPUT)]
    assert lowered.show(pet.id) == "{pin: string, name?: string}"


@pytest.mark.parametrize(
    ("sent", "received", "want"),
    [
        (REF, None, "{pin: string, name?: string}"),
        (None, REF, "{id: string, name?: string}"),
        (None, None, "{id: string, pin: string, name?: string}"),
    ],
)
def test_one_type_if_one_direction_is_used(
    document: Lower, sent: Any, received: Any, want: str
) -> None:
    """A type used in one direction has one form; an unused type has all members."""
    lowered = document(
        paths={"/a": {"post": call(sent, received)}}, components={"schemas": {"Pet": PET}}
    )
    assert lowered.text("Pet") == want
    assert not [id_ for id_ in lowered.api.types if id_.endswith(derived("", INPUT))]


def test_types_that_do_not_differ_are_shared(document: Lower) -> None:
    """Without readOnly and writeOnly, the same type is used in both directions."""
    lowered = document(
        paths={"/a": {"post": call(REF, REF)}},
        components={"schemas": {"Pet": {"type": "object", "properties": {"a": {}}}}},
    )
    (operation,) = lowered.api.operations
    assert operation.body.contents[0].type == operation.responses[0].contents[0].type


@pytest.mark.parametrize(
    ("media_type", "codec", "shown"),
    [
        ("application/json", "json", "[integer]"),
        ("application/problem+json; charset=utf-8", "json", "[integer]"),
        ("*/*", "json", "[integer]"),
        ("application/x-www-form-urlencoded", "bytes", "binary"),
        ("multipart/form-data", "bytes", "binary"),
        ("multipart/mixed", "parts", "[integer]"),
        ("text/csv", "text", "string"),
        ("application/xml", "xml", "[integer]"),
        ("application/x-ndjson", "json-lines", "integer"),
        ("text/event-stream", "events", "integer"),
        ("application/octet-stream", "bytes", "binary"),
        ("image/*", "bytes", "binary"),
    ],
)
def test_codecs(document: Lower, media_type: str, codec: str, shown: str) -> None:
    """The media type determines the codec, and the type unless the schema does."""
    body = media({"type": "array", "items": {"type": "integer"}}, media_type)
    lowered = document(paths={"/a": {"post": {"requestBody": body, "responses": {}}}})
    (content,) = lowered.api.operations[0].body.contents
    assert (content.codec.value, lowered.show(content.type)) == (codec, shown)


@pytest.mark.parametrize(
    ("media_type", "codec"),
    [("application/x-www-form-urlencoded", "form"), ("multipart/mixed", "multipart")],
)
def test_codecs_of_forms(document: Lower, media_type: str, codec: str) -> None:
    """A body is a form if its schema has fields."""
    body = media({"type": "object", "additionalProperties": {"type": "integer"}}, media_type)
    lowered = document(paths={"/a": {"post": {"requestBody": body, "responses": {}}}})
    (content,) = lowered.api.operations[0].body.contents
    assert content.codec.value == codec


def test_files(document: Lower) -> None:
    """Binary parts of a multipart form are files; elsewhere, the same schema is bytes."""
    binary = {"type": "string", "format": "binary"}
    form = {
        "type": "object",
        "properties": {
            "one": binary,
            "many": {"type": "array", "items": binary},
            "maybe": {**binary, "nullable": True},
            "text": {"type": "string"},
        },
    }
    shared = {"$ref": "#/components/schemas/Form"}
    paths = {
        "/a": {"post": {"requestBody": media(form, "multipart/form-data"), "responses": {}}},
        "/b": {
            "post": {
                "requestBody": media(shared, "multipart/form-data"),
                "responses": {"200": media(shared)},
            }
        },
    }
    lowered = document("3.0.3", paths=paths, components={"schemas": {"Form": form}})
    want = "{one?: file, many?: [file], maybe?: file or null, text?: string}"
    own, other = (lowered.show(each.body.contents[0].type) for each in lowered.api.operations)
    assert own == other == want
    assert lowered.text("Form").startswith("{one?: binary, many?: [binary]")


def test_ids_groups_and_names(document: Lower) -> None:
    """Operations are grouped by tag, otherwise by path, and named by their id, otherwise by method and path."""
    ok: dict[str, Any] = {"responses": {}}
    paths = {
        "/v1/posts/{id}/metrics": {"get": ok},
        "/v1.2/posts": {
            "get": ok,
            "post": {**ok, "operationId": " make ", "tags": ["Writing", "x"]},
        },
        "/v1/posts/{id}": {"get": ok},
        "/{id}": {"get": ok},
    }
    api = document(paths=paths, tags=[{"name": "Writing", "description": "W."}]).api
    assert [(each.id, each.group, each.name) for each in api.operations] == [
        ("get /v1/posts/{id}/metrics", "posts", "get posts metrics"),
        ("get /v1.2/posts", "posts", "get posts"),
        ("post /v1.2/posts", "Writing", "make"),
        ("get /v1/posts/{id}", "posts", "get posts by id"),
        ("get /{id}", "default", "get"),
    ]
    assert api.groups == {"Writing": "W.", "posts": "", "default": ""}


def test_webhooks_and_callbacks_are_incoming(document: Lower) -> None:
    """Webhooks and callbacks are incoming requests: their bodies are decoded like responses."""
    hook = {"post": {"requestBody": media(REF), "responses": {}}}
    paths = {
        "/a": {"post": {"responses": {}, "callbacks": {"done": {"{$request.body#/url}": hook}}}}
    }
    lowered = document(paths=paths, webhooks={"new": hook}, components={"schemas": {"Pet": PET}})
    assert [each.id for each in lowered.api.incoming] == [
        "callback post /a done {$request.body#/url} post",
        "webhook new post",
    ]
    assert lowered.text("Pet") == "{id: string, name?: string}"


@pytest.mark.parametrize(
    ("servers", "want"),
    [
        ([{"url": "https://a.example/v1/"}, {"url": "https://b.example"}], "https://a.example/v1"),
        (
            [{"url": "https://{r}.example", "variables": {"r": {"default": "eu", "enum": ["eu"]}}}],
            "https://eu.example",
        ),
        (
            [{"url": "https://{r}.example", "variables": {"r": {"default": "eu"}}}],
            "https://eu.example",
        ),
        (
            [{"url": "http://{h}/v1", "variables": {"h": {"default": "localhost"}}}],
            "http://localhost/v1",
        ),
        ([{"url": "/v1"}], ""),
        ([], ""),
    ],
)
def test_server(document: Lower, servers: object, want: str) -> None:
    """The first server is used, with its variables' defaults; a relative URL is ignored."""
    assert document(servers=servers).api.server == want


@pytest.mark.parametrize(
    ("stated", "want"),
    [
        (None, None),
        ([], ((),)),
        ([{"key": []}], (("key",),)),
        ([{"key": [], "login": []}, {}], (("key", "login"), ())),
    ],
)
def test_security(document: Lower, stated: object, want: object) -> None:
    """Requirements are alternatives of schemes that exist; an empty list is anonymous."""
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "login": {"type": "http", "scheme": "Basic"},
        "sign": {"type": "http", "scheme": "digest"},
        "oauth": {"type": "oauth2", "flows": {}},
    }
    operation: dict[str, Any] = {"responses": {}}
    if stated is not None:
        operation["security"] = stated
    lowered = document(paths={"/a": {"get": operation}}, components={"securitySchemes": schemes})
    assert lowered.api.operations[0].security == want
    assert [each.kind for each in lowered.api.schemes] == ["apikey", "basic", "none", "bearer"]
    assert "security-scheme-unsupported" in lowered.codes


def test_parameters(document: Lower) -> None:
    """A parameter has its default, or that of the schema to which it refers."""
    parameters = [
        {"name": "a", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "b", "in": "query", "schema": {"$ref": "#/components/schemas/Size"}},
        {"name": "c", "in": "header", "schema": {"type": "string"}},
    ]
    lowered = document(
        paths={"/a": {"get": {"parameters": parameters, "responses": {}}}},
        components={"schemas": {"Size": {"type": "integer", "default": 7}}},
    )
    found = [(each.name, each.presence) for each in lowered.api.operations[0].parameters]
    assert found == [("a", ir.Required()), ("b", ir.Default(value=7)), ("c", ir.Optional())]


@pytest.mark.parametrize(
    ("media_type", "schema", "kind"),
    [
        ("image/png", {"type": "string", "format": "byte"}, "base64"),
        ("image/png", {"$ref": "#/components/schemas/Image"}, "base64"),
        ("image/png", {"type": "string", "format": "binary"}, "binary"),
        ("application/octet-stream", {"type": "string", "format": "byte"}, "binary"),
        ("application/octet-stream", {"type": "string", "contentEncoding": "base64"}, "base64"),
    ],
)
def test_base64_bodies(document: Lower, media_type: str, schema: Any, kind: str) -> None:
    """A body is base64 if its schema says so; for an octet stream, a format is not sufficient."""
    operation = {"requestBody": media(schema, media_type), "responses": {"200": media(schema, media_type)}}  # fmt: skip
    image = {"type": "string", "format": "byte"}
    lowered = document(paths={"/a": {"post": operation}}, components={"schemas": {"Image": image}})
    (found,) = lowered.api.operations
    assert lowered.show(found.body.contents[0].type) == kind
    assert lowered.show(found.responses[0].contents[0].type) == "binary"


def test_relative_servers_of_operations_are_resolved(document: Lower) -> None:
    """A relative server is resolved if the server of the API is known."""
    operation = {"servers": [{"url": "/v2/"}], "responses": {}}
    lowered = document(
        paths={"/a": {"get": operation}}, servers=[{"url": "https://api.example/v1"}]
    )
    assert lowered.api.operations[0].server == "https://api.example/v2"
    assert document(paths={"/a": {"get": operation}}).api.operations[0].server == "/v2"
