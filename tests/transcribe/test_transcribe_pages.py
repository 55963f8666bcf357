"""Conversion of pages to documents: what is read, what is left out, and that hostile text is harmless."""

from __future__ import annotations

import csv
import json

import pytest
import yaml
from openapi_spec_validator import validate

from places import NO_REFERENCE, REFERENCE
from stubwright.transcribe.decisions import WrongDecision, read_decisions
from stubwright.transcribe.transcribe import provenance, read_drafts, transcribe
from stubwright.transcribe.write_yaml import write_yaml

PAGES = REFERENCE / "pages" / "pages"
MINTLIFY = """\
Get a pet
GET
/
pets
/
{petId}
curl --request GET \\
  --url https://api.shop.example/v2/pets/{petId} \\
  --header 'Authorization: Bearer <token>'
200
404
{
  "id": "<string>",
  "owner": {
    "name": "<string>"
  },
  "tags": []
}

Authorizations

Authorization
string
header
required

Bearer authentication header of the form Bearer <token>, where <token> is your auth token.

Path Parameters

petId
string<uuid>
required

Query Parameters

limit
integer
default:20

How many. Required range:

Required range: 1 <= x <= 100
colour
enum<string>
Available options: red, green

Response

200 - application/json

id
string
required
owner
Owner · object
tags
array | null
"""


def document(text: str, decisions: str = "") -> dict[str, object]:
    drafts, refused = read_drafts([("page.txt", text)])
    assert refused == []
    made = transcribe(drafts, read_decisions(decisions))
    tree = yaml.safe_load(write_yaml(made.tree))
    validate(tree)
    return tree


def test_a_page_becomes_a_document() -> None:
    tree = document(MINTLIFY)
    assert tree["servers"] == [{"url": "https://api.shop.example/v2"}]
    operation = tree["paths"]["/pets/{petId}"]["get"]
    assert operation["parameters"] == [
        {
            "name": "petId",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        },
        {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "default": 20, "minimum": 1, "maximum": 100},
        },
        {
            "name": "colour",
            "in": "query",
            "schema": {"type": "string", "enum": ["red", "green"]},
        },
    ]
    assert set(operation["responses"]) == {"200", "404"}
    assert operation["security"] == [{"bearerAuth": []}]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["id"]
    assert schema["properties"]["owner"] == {"$ref": "#/components/schemas/Owner"}
    assert tree["components"]["schemas"]["Owner"]["properties"] == {
        "name": {"type": "string", "x-inferred": True}
    }


def test_each_fact_has_its_line_and_its_status() -> None:
    drafts, _ = read_drafts([("page.txt", MINTLIFY)])
    records = [json.loads(line) for line in provenance(transcribe(drafts).records).splitlines()]
    lines = MINTLIFY.split("\n")
    limits = [one for one in records if one["predicate"] == "maximum"]
    assert [one["status"] for one in limits] == ["stated"]
    assert lines[limits[0]["lines"][0] - 1] == "Required range: 1 <= x <= 100"
    server = next(one for one in records if one["subject"] == "/servers/0")
    assert server["status"] == "inferred"
    inferred = [
        one for one in records if one["subject"] == "/components/schemas/Owner/properties/name"
    ]
    assert {one["status"] for one in inferred} == {"inferred"}


def test_decisions_are_applied_and_must_change_something() -> None:
    pointer = "/paths/~1pets~1{petId}/get/responses/200/content/application~1json/schema"
    said = (
        f'[[set]]\nsubject = "{pointer}/properties/tags/items"\nvalue = {{ type = "string" }}\nreason = "seen"\n'
        f'[[component]]\nsubject = "{pointer}"\nname = "Pet"\nreason = "the title"\n'
    )
    tree = document(MINTLIFY, said)
    assert tree["components"]["schemas"]["Pet"]["properties"]["tags"]["items"] == {"type": "string"}
    gone = '[[remove]]\nsubject = "/paths/~1cats"\nreason = "gone"\n'
    with pytest.raises(WrongDecision, match="changes nothing"):
        document(MINTLIFY, gone)
    with pytest.raises(WrongDecision, match="has no reason"):
        read_decisions('[[server]]\nurl = "https://a.example"\nreason = ""\n')


def test_a_page_with_too_little_information_is_declined_and_the_others_are_read() -> None:
    login = "Log in\nEmail\nPassword\nForgot your password?\n"
    cut = "Authorizations\n\nPath Parameters\n\npetId\nstring\nrequired\n\nResponse\n\n200\n"
    drafts, refused = read_drafts([("login.txt", login), ("cut.txt", cut), ("page.txt", MINTLIFY)])
    assert [draft.page for draft in drafts] == ["page.txt"]
    assert [one.page for one in refused] == ["login.txt", "cut.txt"]
    assert all(one.hint and one.line for one in refused)


HOSTILE = [
    "x: !!python/object/apply:os.system ['true']",
    "'''\"; import os #",
    "- &a [*a]",
    "{{7*7}}",
    "\u202eevil",
    "yes",
    "0o17",
    "1e3",
    "null",
    "</script><script>alert(1)</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_a_string(text: str) -> None:
    value = text.replace(",", " ")
    page = MINTLIFY.replace("Available options: red, green", f"Available options: `{value}`, `b`")
    page = page.replace("default:20", "").replace("Get a pet", f"{text}\n# {text}")
    tree = document(page)
    schema = tree["paths"]["/pets/{petId}"]["get"]["parameters"][2]["schema"]
    assert schema["enum"] == [value.replace("\u202e", ""), "b"]


@pytest.mark.parametrize("at", range(0, len(MINTLIFY), 37))
def test_a_truncated_page_is_read_or_declined(at: int) -> None:
    for text in (MINTLIFY[:at], MINTLIFY[at:], MINTLIFY[at:] + MINTLIFY[:at]):
        drafts, refused = read_drafts([("cut.txt", text)])
        assert len(drafts) + len(refused) == 1
        if drafts:
            validate(yaml.safe_load(write_yaml(transcribe(drafts).tree)))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    if not (REFERENCE / "pages" / "MAP.tsv").is_file():
        pytest.skip(NO_REFERENCE)
    with (REFERENCE / "pages" / "MAP.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_stored_pages_result_in_valid_documents(rows: list[dict[str, str]]) -> None:
    """The method and path of each page are exact, unless its URL does not show where the path begins."""
    assert len(rows) > 100
    for row in rows:
        text = (PAGES / row["page"]).read_text(encoding="utf-8")
        drafts, refused = read_drafts([(row["page"], text)])
        assert refused == [], row["page"]
        made = transcribe(drafts)
        assert list(made.tree["paths"]) == [row["path"]], row["page"]
        assert row["method"] in made.tree["paths"][row["path"]], row["page"]
        again = transcribe(read_drafts([(row["page"], text)])[0])
        assert write_yaml(made.tree) == write_yaml(again.tree)
        assert provenance(made.records) == provenance(again.records)
        validate(yaml.safe_load(write_yaml(made.tree)))


def test_truncated_and_concatenated_pages_never_raise(rows: list[dict[str, str]]) -> None:
    texts = [(PAGES / row["page"]).read_text(encoding="utf-8") for row in rows[:: len(rows) // 20]]
    for first, second in zip(texts, [*texts[1:], texts[0]], strict=True):
        for text in (first[: len(first) // 2], first[len(first) // 3 :], first + second):
            drafts, refused = read_drafts([("page", text)])
            assert drafts or refused
            if drafts:
                yaml.safe_load(write_yaml(transcribe(drafts).tree))
