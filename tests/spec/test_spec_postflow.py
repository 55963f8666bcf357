"""PostFlow's document is compared with the provenance of its page, and the provenance with the page.

The document is what `stubwright transcribe` and `decisions.toml` give of the page, with the
maintainer's own words; the page itself is not stored, since its text is its author's.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from command import stubwright
from places import NO_REFERENCE, REFERENCE, REPOSITORY
from stubwright.transcribe.decisions import read_decisions
from stubwright.transcribe.transcribe import provenance, read_drafts, transcribe

SPEC = REPOSITORY / "spec"
DOCUMENT = yaml.safe_load((SPEC / "postflow.yaml").read_text("utf-8"))
RECORDS = [
    json.loads(line)
    for line in (SPEC / "postflow.provenance.jsonl").read_text("utf-8").splitlines()
]
DECISIONS = read_decisions((SPEC / "decisions.toml").read_text("utf-8"))
PAGE = REFERENCE / "postflow-get-post-group-metrics.txt"
NAME = "get-post-group-metrics.txt"

PATH = "/posts/{postId}/metrics"
OPERATION = DOCUMENT["paths"][PATH]["get"]
RESPONSE = OPERATION["responses"]["200"]["content"]["application/json"]
SCHEMAS = DOCUMENT["components"]["schemas"]
# What a person adds to a transcription: words, names and the payload, but no fact.
WORDS = ("description", "summary", "operationId", "tags", "example", "x-inferred", "info")


def at(pointer: str) -> Any:
    """Return what is at a JSON Pointer into the document, references followed."""
    found = DOCUMENT
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        found = found[int(part)] if isinstance(found, list) else found[part]
        if isinstance(found, dict) and "$ref" in found:
            found = at(found["$ref"].removeprefix("#"))
    return found


def facts(node: Any, pointer: str = "") -> dict[str, Any]:
    """Return a document's values by their pointers, without words; lists of values as sets."""
    found: dict[str, Any] = {}
    if isinstance(node, dict):
        for key, value in node.items():
            inside = key if not pointer.endswith("/properties") else f"property {key}"
            if inside not in WORDS:
                found |= facts(value, f"{pointer}/{key}")
        return found or {pointer: {}}
    if isinstance(node, list) and any(isinstance(one, dict) for one in node):
        for place, value in enumerate(node):
            found |= facts(value, f"{pointer}/{place}")
        return found
    return {pointer: sorted(map(str, node)) if isinstance(node, list) else node}


def holds(record: dict[str, Any]) -> bool:
    """Say whether the document holds a record of the provenance."""
    subject, predicate, value = record["subject"], record["predicate"], record["value"]
    if predicate in ("method", "path"):
        return DOCUMENT["paths"][PATH].get("get") is not None and value in ("get", PATH)
    if predicate in ("status", "media", "component"):
        return at(subject) is not None
    found = at(subject)
    parent, _, leaf = subject.rpartition("/")
    if predicate == "name" and parent.endswith("/properties"):
        return leaf == value
    if predicate == "required" and parent.endswith("/properties"):
        return leaf in at(parent.removesuffix("/properties"))["required"]
    where = found.get("schema", {}) if predicate not in found and "schema" in found else found
    if predicate == "nullable":
        return "null" in where["type"]
    if predicate == "type" and isinstance(where["type"], list):
        return value in where["type"]
    return bool(where[predicate] == value)


@pytest.mark.parametrize(
    "record", RECORDS, ids=lambda record: f"{record['subject']} {record['predicate']}"
)
def test_each_fact_of_the_page_is_in_the_document(record: dict[str, Any]) -> None:
    assert holds(record), record


def test_every_property_is_on_the_page() -> None:
    known = {record["subject"] for record in RECORDS if record["predicate"] == "name"}
    own = {
        f"/components/schemas/{name}/properties/{field}"
        for name, schema in SCHEMAS.items()
        for field in schema["properties"]
    }
    assert own == {one for one in known if one.startswith("/components/schemas/")}


def test_properties_from_the_sample_are_marked_as_inferred() -> None:
    """They have a type, are not required, and are marked as inferred."""
    inferred = [
        record["subject"]
        for record in RECORDS
        if record["status"] == "inferred" and record["predicate"] == "name"
    ]
    assert len(inferred) > 20
    for subject in inferred:
        schema, _, field = subject.rpartition("/properties/")
        members = at(schema)["properties"]
        assert field not in at(schema).get("required", [])
        assert members[field]["x-inferred"] is True
        assert "nferred" in members[field]["description"]
    for name in ("PostDetailData", "LinkPreview", "FirstComment"):
        assert SCHEMAS[name]["x-inferred"] is True


def test_example_is_valid() -> None:
    """The example is the payload of the page, and valid against its schema."""
    schema = {**RESPONSE["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        RESPONSE["example"]
    )


def test_document_is_valid() -> None:
    """openapi-spec-validator finds nothing."""
    validate(DOCUMENT)


def page_text() -> str:
    """Return the page, or skip."""
    if not PAGE.is_file():
        pytest.skip(NO_REFERENCE)
    return PAGE.read_text("utf-8")


def test_transcribe_and_decisions_result_in_the_document_without_its_descriptions() -> None:
    drafts, refused = read_drafts([(NAME, page_text())])
    assert refused == []
    made = transcribe(drafts, DECISIONS)
    assert provenance(made.records) == (SPEC / "postflow.provenance.jsonl").read_text("utf-8")
    tree = json.loads(json.dumps(made.tree))
    # The document says once, for all operations, what the page says of its one.
    tree["security"] = tree["paths"][PATH]["get"].pop("security")
    assert facts(tree) == facts(DOCUMENT)
    for name, schema in tree["components"]["schemas"].items():
        assert list(SCHEMAS[name]["properties"]) == list(schema["properties"])


def test_verify_finds_nothing() -> None:
    page_text()
    done = stubwright("verify", PAGE, "--document", SPEC / "postflow.yaml", cwd=REPOSITORY)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_the_example_is_that_of_the_page() -> None:
    page = page_text()
    shown, _ = json.JSONDecoder().raw_decode(page[page.index("\n[\n") + 1 :])
    assert json.dumps(RESPONSE["example"]) == json.dumps(shown)


def test_descriptions_are_not_copied() -> None:
    """No sentence of the page is repeated."""
    page = " ".join(page_text().split()).lower()
    for name, schema in SCHEMAS.items():
        for field, found in schema["properties"].items():
            text = found.get("description", "").partition(". ")[0].rstrip(".").lower()
            assert len(text.split()) < 4 or text not in page, f"{name}.{field}"
