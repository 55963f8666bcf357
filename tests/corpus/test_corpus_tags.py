"""Every table of tags agrees with its document, according to an independent reader."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from corpus import CORPUS, Entry, entries
from document_tags import Document
from places import CASES, NO_CORPUS
from stubwright.generate import inspect
from stubwright.load import load
from tag_judge import compare, judge

CHOSEN = ("real/openai.yaml", "real/adyen_Webhooks-v1.json", "real/qdrant.json")
"""With many tags, and quick."""
SMALL = 60_000
NESTED = CASES / "discriminator" / "nested" / "openapi.yaml"


def sample() -> list[Entry]:
    """Return every eighth of the small documents, and those that are rich in tags."""
    found = sorted(entries(), key=lambda each: each.path)
    small = [each for each in found if each.size <= SMALL]
    return [*small[::8], *(each for each in found if each.path in CHOSEN)]


@pytest.mark.parametrize("entry", sample() or [None], ids=lambda each: each.path if each else "")
def test_tables_of_tags_agree_with_real_documents(entry: Entry | None) -> None:
    """A value selects the member that the document names, and none is missing."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    assert judge(CORPUS / entry.path).differences == []


@pytest.mark.parametrize("group", ["discriminator", "one-of", "any-of"])
def test_tables_of_tags_agree_with_the_golden_cases(group: str) -> None:
    """The same for the documents of the golden cases."""
    paths = sorted((CASES / group).glob("*/openapi.yaml"))
    assert paths
    assert {str(path): judge(path).differences for path in paths if judge(path).differences} == {}


def read(path: Path) -> tuple[Any, list[Any]]:
    """Return a document's tree and the types of its IR."""
    documents = load(str(path))
    found: Any = inspect(documents)[0]
    return documents.by_uri[documents.root].tree, copy.deepcopy(found["schemas"])


def tags(schemas: list[Any]) -> list[Any]:
    """Return the tags of the unions."""
    shapes = [each["shape"] for each in schemas]
    return [tag for each in shapes if each["kind"] == "Union" for tag in each["tags"]]


def test_the_checker_detects_a_wrong_member() -> None:
    tree, schemas = read(NESTED)
    assert compare(tree, schemas).differences == []
    for tag in tags(schemas):
        first, second = tag["mapping"][0][1], tag["mapping"][1][1]
        tag["mapping"][0][1], tag["mapping"][1][1] = second, first
    assert len(compare(tree, schemas).differences) >= 2


def test_the_checker_detects_a_missing_value() -> None:
    tree, schemas = read(NESTED)
    for tag in tags(schemas):
        del tag["mapping"][0]
    assert "is not in the table" in json.dumps(compare(tree, schemas).differences)


def test_the_checker_detects_an_additional_value() -> None:
    tree, schemas = read(NESTED)
    for tag in tags(schemas):
        tag["mapping"].append(["invented", tag["mapping"][0][1]])
    assert "which nothing in the document says" in json.dumps(compare(tree, schemas).differences)


def test_what_a_document_allows_is_read_from_its_tree() -> None:
    tree = {
        "components": {
            "schemas": {
                "A": {"properties": {"k": {"enum": ["a", "b"]}}},
                "B": {
                    "allOf": [
                        {"$ref": "#/components/schemas/A"},
                        {"properties": {"k": {"const": "b"}}},
                    ]
                },
                "C": {"allOf": [{"$ref": "#/components/schemas/A"}]},
                "D": {"properties": {"k": {"anyOf": [{"enum": [1]}, {"type": "null"}]}}},
            }
        }
    }
    document, home = Document(tree), "#/components/schemas"
    assert document.values(f"{home}/B", "k", inherited=True) == {"b"}
    assert document.values(f"{home}/C", "k", inherited=True) == {"a", "b"}
    assert document.values(f"{home}/D", "k", inherited=True) == {"1"}
    assert document.target(f"{home}/C") == f"{home}/A"
