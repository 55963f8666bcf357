"""Fields that a text lists without nesting are compared with the schemas of a document."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from command import stubwright
from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.verify.verify import verify

PAGE = """\
Pets
AUTHORIZATIONS:
bearerAuth
Responses
200

OK

RESPONSE SCHEMA: application/json
total\t
integer

pets\t
Array of objects


Array
name\t
string

owner\t
object (Owner)

city
required
\t
string <uri>

name\t
string or null

tags\t
Array of strings

next\t
string

GET
/pets
https://api.shop.example/pets
"""
OWNER = {
    "type": "object",
    "required": ["city"],
    "properties": {
        "city": {"type": "string", "format": "uri"},
        "name": {"type": "string", "nullable": True},
    },
}
PET = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "owner": OWNER,
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
SCHEMA = {
    "type": "object",
    "properties": {
        "total": {"type": "integer"},
        "pets": {"type": "array", "items": PET},
        "next": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    answer = {"description": "OK", "content": {"application/json": {"schema": SCHEMA}}}
    security = {"bearerAuth": {"type": "http", "scheme": "bearer"}}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://api.shop.example"}],
        "paths": {
            "/pets": {"get": {"security": [{"bearerAuth": []}], "responses": {"200": answer}}}
        },
        "components": {"securitySchemes": security},
    }
    return copy.deepcopy(tree)


def schema_of(tree: dict[str, Any]) -> dict[str, Any]:
    answer = tree["paths"]["/pets"]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    assert isinstance(schema, dict)
    return schema


def messages(tree: dict[str, Any], page: str = PAGE) -> list[str]:
    drafts, _ = read_drafts([("pets.txt", page)])
    return [one.message for one in verify(drafts, tree) if one.kind != "unstated"]


def test_a_nested_document_agrees_with_a_flat_list() -> None:
    assert messages(document()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda owner, pet: owner["properties"]["city"].update(type="integer"),
            "the document has the response 200, 'pets', 'owner', 'city' of type integer, the page says string",
        ),
        (
            lambda owner, pet: owner["properties"]["city"].pop("format"),
            "the document lacks the format uri of the response 200, 'pets', 'owner', 'city'",
        ),
        (
            lambda owner, pet: owner.pop("required"),
            "the document lacks that the response 200, 'pets', 'owner', 'city' is required",
        ),
        (
            lambda owner, pet: owner["properties"]["name"].pop("nullable"),
            "the document lacks that the response 200, 'pets', 'owner', 'name' may be null",
        ),
        (
            lambda owner, pet: pet["properties"]["tags"]["items"].update(type="number"),
            "the document has an item of the response 200, 'pets', 'tags' of type number, the page says string",
        ),
        (
            lambda owner, pet: pet["properties"].pop("tags"),
            "the document lacks the property 'tags' of the response 200",
        ),
        (
            lambda owner, pet: pet["properties"].pop("owner"),
            "the document lacks the property 'owner' of the response 200",
        ),
    ],
)
def test_a_changed_fact_of_a_flat_list_is_reported(change: Any, message: str) -> None:
    tree = document()
    pet = schema_of(tree)["properties"]["pets"]["items"]
    change(pet["properties"]["owner"], pet)
    assert messages(tree) == [message]


def test_a_recursive_schema_accepts_all_fields() -> None:
    tree = document()
    pointer = "#/paths/~1pets/get/responses/200/content/application~1json/schema"
    schema_of(tree)["properties"]["pets"]["items"] = {"$ref": pointer}
    assert messages(tree) == []


def test_additional_properties_are_a_level() -> None:
    page = PAGE.replace(
        "tags\t\nArray of strings",
        "labels\t\nobject\n\n\nproperty name*\nadditional property\t\nstring",
    )
    tree = document()
    pet = schema_of(tree)["properties"]["pets"]["items"]
    pet["properties"]["labels"] = {
        "type": "object",
        "additionalProperties": {"type": "string"},
    }
    del pet["properties"]["tags"]
    assert messages(tree, page) == []


def test_fields_with_an_open_question_are_not_reported(tmp_path: Path) -> None:
    (tmp_path / "pets.txt").write_text(PAGE, encoding="utf-8")
    made = stubwright("transcribe", "pets.txt", "--output", "pets.yaml", cwd=tmp_path)
    assert "[[fields]]" in made.out + made.err
    agreed = stubwright("verify", "--document", "pets.yaml", cwd=tmp_path)
    assert agreed.code == 0, agreed.err
    (tmp_path / "pets.provenance.jsonl").unlink()
    held = stubwright("verify", "pets.txt", "--document", "pets.yaml", cwd=tmp_path)
    assert held.code == 1
    assert "the document lacks the property 'owner'" in held.err


def test_a_long_list_is_compared_in_reasonable_time() -> None:
    fields = "".join(f"field{at}\t\n{'object' if at % 3 else 'string'}\n\n" for at in range(400))
    page = PAGE.replace("city\nrequired\n", fields + "city\nrequired\n")
    drafts, _ = read_drafts([("pets.txt", page)])
    tree = transcribe(drafts).tree
    drafts, _ = read_drafts([("pets.txt", page)])
    assert len(verify(drafts, yaml.safe_load(json.dumps(tree)))) < 1000
