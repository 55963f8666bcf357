"""`.md` pages that contain an excerpt of a document, as Mintlify, ReadMe and GitBook write them."""

from __future__ import annotations

from typing import Any

import pytest

from stubwright.transcribe.transcribe import read_drafts, transcribe

PIECE = """\
# Add a ship

> Registers a ship.

## OpenAPI

````yaml api/openapi.json post /ships/{port}
paths:
  path: /ships/{port}
  method: post
  servers:
    - url: https://api.dock.example/v2
  request:
    security:
      - title: DockKey
        parameters:
          query: {}
          header:
            X-Dock-Key:
              type: apiKey
          cookie: {}
    parameters:
      path:
        port:
          schema:
            - type: enum<string>
              enum:
                - north
                - south
              required: true
      query:
        dry:
          schema:
            - type: boolean
              required: false
              default: false
      header: {}
      cookie: {}
    body:
      application/json:
        schemaArray:
          - type: object
            properties:
              name:
                allOf:
                  - type: string
                    maxLength: 40
              crew:
                allOf:
                  - type: array
                    items:
                      $ref: '#/components/schemas/Sailor'
            required: true
            refIdentifier: '#/components/schemas/NewShip'
            requiredProperties:
              - name
        examples:
          example:
            value:
              name: <string>
  response:
    '201':
      application/json:
        schemaArray:
          - type: object
            properties:
              id:
                allOf:
                  - type: string
                    format: uuid
          - type: any
        description: Added
    '204':
      _mintlify/placeholder:
        schemaArray:
          - type: any
        examples: {}
        description: Nothing to do
  deprecated: true
  type: path
components:
  schemas:
    Sailor:
      type: object
      properties:
        name:
          type: string

````
"""


def read(page: str) -> dict[str, Any]:
    drafts, refused = read_drafts([("page.md", page)])
    assert not refused
    tree: dict[str, Any] = transcribe(drafts).tree
    return tree


def test_an_excerpt_in_the_syntax_of_mintlify_is_converted() -> None:
    tree = read(PIECE)
    operation = tree["paths"]["/ships/{port}"]["post"]
    assert tree["servers"] == [{"url": "https://api.dock.example/v2"}]
    port, dry = operation["parameters"]
    assert port == {
        "name": "port",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": ["north", "south"]},
    }
    assert dry["schema"] == {"type": "boolean", "default": False}
    assert "required" not in dry
    assert operation["deprecated"] is True
    assert operation["requestBody"]["required"] is True
    assert operation["security"] == [{"DockKey": []}]
    components = tree["components"]
    assert components["securitySchemes"]["DockKey"]["name"] == "X-Dock-Key"
    assert components["schemas"]["NewShip"]["required"] == ["name"]
    assert components["schemas"]["NewShip"]["properties"]["name"] == {
        "type": "string",
        "maxLength": 40,
    }
    assert components["schemas"]["Sailor"]["type"] == "object"


def test_statuses_of_an_excerpt_may_have_alternatives_or_no_body() -> None:
    responses = read(PIECE)["paths"]["/ships/{port}"]["post"]["responses"]
    schema = responses["201"]["content"]["application/json"]["schema"]
    assert [*schema] == ["anyOf"]
    assert schema["anyOf"][0]["properties"]["id"]["format"] == "uuid"
    assert "content" not in responses["204"]


@pytest.mark.parametrize("change", ["  method: fetch", "  method: {}", "  method:"])
def test_an_excerpt_without_a_method_is_not_read(change: str) -> None:
    drafts, refused = read_drafts([("page.md", PIECE.replace("  method: post", change))])
    assert refused or drafts[0].system != "embedded"


def test_a_definition_below_a_heading_is_read() -> None:
    page = (
        "Add a ship\n\n# OpenAPI definition\n```json\n"
        '{\n  "_id": "/branches/1.0/apis/dock.json",\n  "openapi": "3.0.0",\n  "info": {"title": "Dock"},\n'
        '  "servers": [{"url": "{host}/api", "variables": {"host": {"default": "https://dock.example"}}}],\n'
        '  "paths": {"/ships": {"post": {"responses": {"201": {"description": "Added"}}}}}\n}\n```\n'
    )
    tree = read(page)
    assert list(tree["paths"]) == ["/ships"]
    assert tree["servers"][0]["variables"]["host"]["default"] == "https://dock.example"


def test_each_operation_of_a_page_may_have_its_own_document() -> None:
    one = (
        '{"openapi":"3.1.0","info":{"title":"Dock","version":"1"},"paths":{"/%s":{"get":'
        '{"responses":{"200":{"description":"OK"}}}}}}'
    )
    model = '{"openapi":"3.1.0","info":{"title":"Dock"},"components":{"schemas":{"Ship":{"type":"object"}}}}'
    page = "# Dock\n\n## The Ship object\n\n```json\n" + model + "\n```\n"
    page += "".join(f"\n## {name}\n\n> All.\n\n```json\n{one % name}\n```\n" for name in ("a", "b"))
    assert list(read(page)["paths"]) == ["/a", "/b"]
