"""PostFlow's document against the facts of the page it was transcribed from."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from places import NO_REFERENCE, REFERENCE, REPOSITORY

DOCUMENT = yaml.safe_load((REPOSITORY / "spec/postflow.yaml").read_text("utf-8"))
FACTS = yaml.safe_load((REPOSITORY / "spec/postflow.facts.yaml").read_text("utf-8"))
PAGE = REFERENCE / "postflow-get-post-group-metrics.txt"

OPERATION = DOCUMENT["paths"][FACTS["path"]][FACTS["method"].lower()]
RESPONSE = OPERATION["responses"]["200"]["content"]["application/json"]
SCHEMAS = DOCUMENT["components"]["schemas"]
METRICS = SCHEMAS["PostMetricData"]
INFERRED = [(name, field) for name, fields in FACTS["inferred"].items() for field in fields]


def spelled(schema: dict[str, Any]) -> tuple[str, bool]:
    """Spell a schema as the page does: its type, and whether it may be null."""
    if "$ref" in schema:
        return schema["$ref"].removeprefix("#/components/schemas/"), False
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    (kind,) = set(types) - {"null"}
    if "format" in schema:
        kind += f"<{schema['format']}>"
    if "items" in schema:
        kind = spelled(schema["items"])[0] + "[]"
    return kind, "null" in types


@pytest.mark.parametrize("field", FACTS["fields"], ids=lambda field: field["name"])
def test_field_is_as_the_page_states(field: dict[str, Any]) -> None:
    """Each field has the page's type, `| null` and `required`."""
    name = field["name"]
    kind, nullable = spelled(METRICS["properties"][name])
    stated = field["type"].removesuffix(" · object")
    assert (name, kind, nullable) == (name, stated, field["nullable"])
    assert (name in METRICS["required"]) is field["required"], name


@pytest.mark.parametrize(
    ("schema", "field"), INFERRED, ids=[f"{name}.{field['name']}" for name, field in INFERRED]
)
def test_inferred_field_is_marked(schema: str, field: dict[str, Any]) -> None:
    """What the example alone shows has its type, is not required, and says that it was inferred."""
    found = SCHEMAS[schema]["properties"][field["name"]]
    assert spelled(found) == (field["type"], False), field["name"]
    assert field["name"] not in SCHEMAS[schema].get("required", [])
    assert found["x-inferred"] is True
    assert "nferred" in found["description"]


def test_fields_stand_in_the_order_of_the_page() -> None:
    """No field is added, none is missing, and none has moved."""
    names = [field["name"] for field in FACTS["fields"]]
    assert list(METRICS["properties"]) == names
    assert METRICS["required"] == [field["name"] for field in FACTS["fields"] if field["required"]]


def test_inferred_schemas_hold_what_the_example_shows() -> None:
    """The inferred parts have the members of the example, in its order, and nothing more."""
    for name, fields in FACTS["inferred"].items():
        assert SCHEMAS[name]["x-inferred"] is True
        assert list(SCHEMAS[name]["properties"]) == [field["name"] for field in fields]
    assert set(SCHEMAS) == {"PostMetricData", *FACTS["inferred"]}


def test_request_is_as_the_page_states() -> None:
    """Server, method, path, parameters and credentials are the page's."""
    assert [server["url"] for server in DOCUMENT["servers"]] == [FACTS["server"]]
    assert list(DOCUMENT["paths"]) == [FACTS["path"]]
    shown = [
        {**{key: each[key] for key in ("name", "in", "required")}, "type": each["schema"]["type"]}
        for each in OPERATION["parameters"]
    ]
    assert shown == FACTS["parameters"]
    (scheme,) = DOCUMENT["components"]["securitySchemes"].items()
    assert (scheme[1]["type"], scheme[1]["scheme"]) == ("http", FACTS["authorization"]["scheme"])
    assert DOCUMENT["security"] == [{scheme[0]: []}]


def test_response_is_an_array_of_metrics() -> None:
    """Status 200 gives the container and the schema that the page names; there is no other."""
    assert list(OPERATION["responses"]) == ["200"]
    assert RESPONSE["schema"]["type"] == FACTS["response"]["container"]
    assert spelled(RESPONSE["schema"]["items"])[0] == FACTS["response"]["schema"]
    assert "items" not in METRICS["properties"]["items"]


def test_example_fits_the_schema() -> None:
    """The page's payload stands in the document and is valid under its schema."""
    assert RESPONSE["example"] == FACTS["example"]
    schema = {**RESPONSE["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        FACTS["example"]
    )


def test_document_is_valid() -> None:
    """openapi-spec-validator finds nothing."""
    validate(DOCUMENT)


def page_text() -> str:
    """Return the page, or skip."""
    if not PAGE.is_file():
        pytest.skip(NO_REFERENCE)
    return PAGE.read_text("utf-8")


def page_fields(page: str) -> list[dict[str, Any]]:
    """Read the page's table: a field is a name, its type and the word `required`, a line each."""
    lines = [line.strip() for line in page.partition("\nResponse\n")[2].splitlines()]
    return [
        {
            "name": name,
            "type": kind.removesuffix("| null").strip(),
            "nullable": kind.endswith("| null"),
            "required": True,
        }
        for name, kind, mark in zip(lines, lines[1:], lines[2:], strict=False)
        if mark == "required"
    ]


def test_facts_hold_the_table_of_the_page() -> None:
    """Names, types, nulls and order of the facts are read from the page."""
    assert FACTS["fields"] == page_fields(page_text())


def test_facts_hold_the_example_of_the_page() -> None:
    """The example payload is the page's, in its order."""
    page = page_text()
    example, _ = json.JSONDecoder().raw_decode(page[page.index("\n[\n") + 1 :])
    assert json.dumps(FACTS["example"]) == json.dumps(example)
    for name, part in (
        ("PostDetailData", example[0]["postDetail"]),
        ("LinkPreview", example[0]["postDetail"]["link_preview"]),
        ("FirstComment", example[0]["postDetail"]["firstComment"]),
    ):
        assert [field["name"] for field in FACTS["inferred"][name]] == list(part), name


def test_facts_hold_the_request_of_the_page() -> None:
    """The server, the path, the parameter and the header are the page's."""
    page = page_text()
    assert f"--url {FACTS['server']}{FACTS['path']} " in page
    assert f"--request {FACTS['method']} " in page
    assert "Authorization: Bearer" in page
    assert FACTS["title"] in page
    (parameter,) = FACTS["parameters"]
    shown = re.compile(rf"Path Parameters\s+{parameter['name']}\s+{parameter['type']}\s+required")
    assert shown.search(page)
    assert f"Array of {FACTS['response']['schema']}" in page


def test_descriptions_are_in_our_own_words() -> None:
    """No sentence of the page is repeated."""
    page = " ".join(page_text().split()).lower()
    for name, schema in SCHEMAS.items():
        for field, found in schema["properties"].items():
            text = found.get("description", "").partition(". ")[0].rstrip(".").lower()
            assert len(text.split()) < 4 or text not in page, f"{name}.{field}"
