"""Pages of RapiDoc: alternatives, bodies below response headers, and nesting in a text."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from stubwright.transcribe.drafts.draft import Draft
from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.verify.verify import verify

FOLDER = Path(__file__).parent / "rendered"
TREES = [
    f"rapidoc-workshop-post-machines-machineId-checks.{form}" for form in ("txt", "md", "html")
]
TABLE = "rapidoc-workshop-get-machines-machineId-checks.{}"
CHECKS = "/machines/{machineId}/checks"


def drafts_of(name: str) -> list[Draft]:
    text = (FOLDER / "pages" / name).read_text(encoding="utf-8")
    drafts, refused = read_drafts([(name, text)])
    assert not refused
    return drafts


def truth() -> dict[str, Any]:
    tree = yaml.safe_load((FOLDER / "workshop.yaml").read_text(encoding="utf-8"))
    assert isinstance(tree, dict)
    return tree


def body(tree: Any, method: str) -> Any:
    operation = tree["paths"][CHECKS][method]
    return operation["requestBody"]["content"]["application/json"]["schema"]["properties"]


def answer(tree: Any, method: str, status: str) -> Any:
    operation = tree["paths"][CHECKS][method]
    return operation["responses"][status]["content"]["application/json"]["schema"]


@pytest.mark.parametrize("page", TREES)
def test_alternatives_with_fields_are_those_of_the_document(page: str) -> None:
    tree: Any = transcribe(drafts_of(page)).tree
    properties = body(tree, "post")
    assert properties["result"] == {
        "oneOf": [{"$ref": "#/components/schemas/Passed"}, {"$ref": "#/components/schemas/Failed"}]
    }
    assert properties["reading"] == {
        "anyOf": [{"type": "boolean"}, {"type": "number"}, {"type": "string", "maxLength": 32}]
    }
    assert properties["remarks"] == {"type": "array", "items": {"type": "string", "maxLength": 200}}
    failed = tree["components"]["schemas"]["Failed"]
    assert failed["required"] == ["outcome"]
    assert failed["properties"]["stop"] == {"type": "boolean", "default": True}


@pytest.mark.parametrize("page", TREES)
def test_a_body_below_response_headers_is_read(page: str) -> None:
    check = answer(transcribe(drafts_of(page)).tree, "post", "201")
    properties = check["properties"]
    assert check["required"] == ["id", "inspector"]
    assert list(properties) == list(truth()["components"]["schemas"]["Check"]["properties"])
    assert properties["previous"]["type"] == ["object", "null"]
    assert list(properties["steps"]["items"]["properties"]) == ["position", "tools", "minutes"]
    assert len(properties["attempts"]["items"]["oneOf"]) == 2
    assert properties["readings"]["additionalProperties"]["required"] == ["unit"]


def test_html_of_a_table_nests_all_fields() -> None:
    schema = answer(transcribe(drafts_of(TABLE.format("html"))).tree, "get", "200")
    check = schema["properties"]["checks"]["items"]
    assert list(schema["properties"]) == ["checks", "cursor"]
    assert list(check["properties"]) == list(
        truth()["components"]["schemas"]["Check"]["properties"]
    )


def test_text_of_a_table_nests_only_fields_with_marks() -> None:
    transcript = transcribe(drafts_of(TABLE.format("txt")))
    schema = answer(transcript.tree, "get", "200")
    # The level of checks may end behind its first field.
    assert list(schema["properties"]) == ["checks"]
    assert list(schema["properties"]["checks"]["items"]["properties"]) == ["id"]
    # An object without fields has the mark of an open one: its first field is inferred.
    at = schema["properties"]["checks"]["items"]["properties"]["id"]
    assert at == {"type": "string", "format": "uuid", "x-inferred": True}
    absent = [one.value for one in transcript.records if one.status == "absent"]
    assert {"inspector", "minutes", "cursor"} <= set(absent)


def test_text_of_a_table_nests_the_fields_between_two_alternatives() -> None:
    page = """\
API SERVER
https://api.shop.example
SELECTED: https://api.shop.example
get
/pets
REQUEST
FILL EXAMPLE
RESPONSE
200
SCHEMA
application/json
object
Multiline description
Field
Type
Description
- pet
object
- ONE OF
- 1Cat
object
lives
integer
indoor
boolean
- 2Dog
object
walks
integer
size
integer
"""
    drafts, _ = read_drafts([("pets.txt", page)])
    transcript = transcribe(drafts)
    schemas: Any = transcript.tree["components"]
    assert list(schemas["schemas"]["Cat"]["properties"]) == ["lives", "indoor"]
    assert list(schemas["schemas"]["Dog"]["properties"]) == ["walks"]
    assert [one.value for one in transcript.records if one.status == "absent"] == ["size"]


def test_prose_like_a_label_is_skipped_and_an_empty_default_is_read() -> None:
    page = """\
API SERVER
https://api.shop.example
SELECTED: https://api.shop.example
get
/pets
REQUEST
QUERY-STRING PARAMETERS
kind
snowflake
Default: ∅
Possible values: cat, dog and others
page
integer
Min 1┃Max 50
Defaults to the first
FILL EXAMPLE
RESPONSE
200
"""
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    assert [one["schema"] for one in tree["paths"]["/pets"]["get"]["parameters"]] == [
        {"type": "string", "format": "snowflake", "default": ""},
        {"type": "integer", "minimum": 1, "maximum": 50},
    ]


def test_schemes_are_alternatives() -> None:
    tree: Any = transcribe(drafts_of(TREES[0])).tree
    assert tree["paths"][CHECKS]["post"]["security"] == [{"xWorkshopKey": []}, {"oauth2": []}]


CHANGES: dict[str, tuple[list[str | int], Any, str]] = {
    "a type": (["reading", "anyOf", 1], {"type": "integer"}, "type"),
    "a limit": (["reading", "anyOf", 2, "maxLength"], 31, "maxLength"),
    "an alternative": (["reading", "anyOf"], [{"type": "boolean"}, {"type": "number"}], "string"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_an_alternative_is_reported(change: str) -> None:
    path, value, word = CHANGES[change]
    tree = truth()
    place = body(tree, "post")
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    found = [one.message for one in verify(drafts_of(TREES[0]), tree) if one.kind != "unstated"]
    assert found
    assert any(word in message and "reading" in message for message in found)


@pytest.mark.parametrize(("name", "field"), [("Passed", "score"), ("Failed", "stop")])
def test_a_field_missing_from_an_alternative_is_reported(name: str, field: str) -> None:
    tree = copy.deepcopy(truth())
    del tree["components"]["schemas"][name]["properties"][field]
    found = [one.message for one in verify(drafts_of(TREES[0]), tree) if one.kind == "missing"]
    assert any(repr(field) in message for message in found)


UNMARKED = """\
get
/pets
List pets

REQUEST

API Server

https://api.shop.example

Authentication

Not Required

RESPONSE

200

OK

EXAMPLE SCHEMA

application/json

object

Multiline description

Field

Type

Description

total

integer

pets

array of object

name

string
"""


def test_without_marks_no_field_is_nested_after_an_object() -> None:
    drafts, refused = read_drafts([("pets.txt", UNMARKED)])
    assert not refused
    transcript = transcribe(drafts)
    schema = answer_of_pets(transcript.tree)
    assert list(schema["properties"]) == ["total", "pets"]
    assert [one.value for one in transcript.records if one.status == "absent"] == ["name"]


def answer_of_pets(tree: Any) -> Any:
    answer = tree["paths"]["/pets"]["get"]["responses"]["200"]
    return answer["content"]["application/json"]["schema"]


def test_an_array_of_arrays_has_no_fields() -> None:
    page = UNMARKED.replace("pets\n\narray of object", "- rows\n\narray of array of number")
    drafts, _ = read_drafts([("pets.txt", page)])
    schema = answer_of_pets(transcribe(drafts).tree)
    assert list(schema["properties"]) == ["total", "rows", "name"]


def test_the_two_operations_of_a_page_are_not_mixed() -> None:
    other = UNMARKED.replace("/pets", "/owners").replace("get", "post", 1).replace("name", "city")
    drafts, _ = read_drafts([("pets.txt", UNMARKED + other)])
    tree: Any = transcribe(drafts).tree
    assert {path: list(item) for path, item in tree["paths"].items()} == {
        "/pets": ["get"],
        "/owners": ["post"],
    }
    assert "city" not in str(tree["paths"]["/pets"])


def test_a_repeated_operation_is_read_once() -> None:
    drafts, _ = read_drafts([("pets.txt", UNMARKED + UNMARKED)])
    once, _ = read_drafts([("pets.txt", UNMARKED)])
    assert transcribe(drafts).tree == transcribe(once).tree


def test_a_body_with_a_menu_of_media_types_is_not_read_as_a_parameter() -> None:
    page = UNMARKED.replace("RESPONSE\n", MENU, 1)
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    (parameter,) = tree["paths"]["/pets"]["get"]["parameters"]
    assert parameter["schema"] == {"type": "string"}


MENU = """\
QUERY-STRING PARAMETERS
remote
string

REQUEST BODY application/json application/json text/plain
EXAMPLE
SCHEMA
array
[{
Value: [string]
}]
RESPONSE
"""
