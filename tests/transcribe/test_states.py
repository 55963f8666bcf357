"""Pages whose scripts, attributes or front matter contain the document."""

from __future__ import annotations

import base64
import html
import json
import zlib
from typing import Any

import pytest

from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.verify.verify import verify

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Dock", "version": "1"},
    "servers": [{"url": "https://api.dock.example/v2"}],
    "paths": {
        "/ships": {
            "get": {
                "responses": {
                    "200": {
                        "description": 'The "ships"',
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"type": "string"}}
                            }
                        },
                    }
                }
            }
        }
    },
}
JSON = json.dumps(DOCUMENT)
YAML = """\
openapi: 3.0.3
info: {title: Dock, version: '1'}
servers: [{url: https://api.dock.example/v2}]
paths:
  /ships:
    get:
      responses:
        '200': {description: The ships, content: {application/json: {schema: {type: array, items: {type: string}}}}}
"""
FLIGHT = json.dumps('7:["$","main",null,' + JSON + "]\n")
PAGES = {
    "Redoc's state": f'<script>\nconst __redoc_state = {{"menu": {{}}, "spec": {{"data": {JSON}}}}};\n</script>',
    "a call with an object": f"<script>Scalar.createApiReference('#app', {{ content: {JSON} }})</script>",
    "a call with a string": f"<script>ui({{ content: {json.dumps(JSON)} }})</script>",
    "a template literal": f"<script>ui({{ content: `{YAML}` }})</script>",
    "a script of YAML": f'<script type="text/yaml" id="spec">{YAML}</script>',
    "Next.js": f"<script>self.__next_f.push([1,{FLIGHT}])</script>",
    "an attribute": f'<elements-api apiDescriptionDocument="{html.escape(JSON)}"></elements-api>',
    "Scalar's configuration": '<script id="api-reference" data-configuration="'
    + html.escape(json.dumps({"spec": {"content": DOCUMENT}}))
    + '"></script>',
    "Next.js data": '<script id="__NEXT_DATA__" type="application/json">'
    + json.dumps({"props": {"pageProps": {"spec": DOCUMENT}}})
    + "</script>",
}


def read(page: str) -> dict[str, Any]:
    drafts, refused = read_drafts([("page.html", page)])
    assert not refused
    assert [one.system for one in drafts] == ["embedded"]
    tree: dict[str, Any] = transcribe(drafts).tree
    assert not verify(drafts, json.loads(json.dumps(tree)))
    return tree


@pytest.mark.parametrize("kind", PAGES)
def test_a_document_in_a_script_is_read(kind: str) -> None:
    page = f"<!doctype html><html><body><h1>Dock</h1>{PAGES[kind]}</body></html>"
    tree = read(page)
    assert tree["servers"] == DOCUMENT["servers"]
    answer = tree["paths"]["/ships"]["get"]["responses"]["200"]
    assert answer["content"] == {
        "application/json": {"schema": {"type": "array", "items": {"type": "string"}}}
    }


OPERATION = {
    **DOCUMENT["paths"]["/ships"]["get"],
    "operationId": "listShips",
    "security": [{"key": []}],
    "method": "get",
    "path": "/ships",
    "servers": DOCUMENT["servers"],
    "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Dock-Key"}},
    "info": DOCUMENT["info"],
    "postman": {"name": "ships"},
}
FRONT = """\
---
id: list-ships
title: "List ships"
sidebar_label: "List ships"
api: {api}
sidebar_class_name: "get api-method"
custom_edit_url: null
---

import MethodEndpoint from "@theme/ApiExplorer/MethodEndpoint";

<MethodEndpoint method={{"get"}} path={{"/ships"}}></MethodEndpoint>
"""


def packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode()


@pytest.mark.parametrize("api", [json.dumps(OPERATION), packed(json.dumps(OPERATION))])
def test_the_front_matter_of_docusaurus_has_an_operation(api: str) -> None:
    tree = read(FRONT.format(api=api))
    assert tree["servers"] == DOCUMENT["servers"]
    operation = tree["paths"]["/ships"]["get"]
    assert set(operation) == {"operationId", "responses", "security"}
    assert tree["components"]["securitySchemes"] == OPERATION["securitySchemes"]


@pytest.mark.parametrize(
    "api",
    [
        "eJ",
        "eJ====",
        packed("[1]"),
        packed("{"),
        packed("[" * 100_000),
        packed(json.dumps({**OPERATION, "path": 3})),
        packed(json.dumps({**OPERATION, "method": "steal"})),
        packed(" " * 30_000_000),
    ],
)
def test_other_front_matter_is_not_read(api: str) -> None:
    drafts, refused = read_drafts([("page.mdx", FRONT.format(api=api))])
    assert not drafts
    assert refused


def test_text_that_only_looks_like_a_document_is_not_read() -> None:
    page = (
        "<!doctype html><html><body><h1>Dock</h1>"
        '<script>const a = {"openapi": "3.0.0", </script>'
        '<script>const b = "{\\"openapi\\": \\x";</script>'
        '<script>const c = {"openapi": "3.0.0", "paths": {}};</script></body></html>'
    )
    drafts, refused = read_drafts([("page.html", page)])
    assert not drafts
    assert refused
