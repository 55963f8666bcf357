"""Schemas that are repeated inside others are read once, with the same result as if each were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stubwright.generate import generate
from stubwright.index import index
from stubwright.load import load
from stubwright.parse import document as parsing
from stubwright.parse import parse
from stubwright.parse.context import Context
from stubwright.types.options import Options
from stubwright.types.spec import Spec

CASES = Path(__file__).parents[1] / "cases"

OWNER = "{type: object, required: [id], properties: {id: {type: integer}, mail: {type: string, formt: email}}}"
DOCUMENT = f"""\
openapi: 3.1.0
info: {{title: T, version: "1"}}
paths: {{}}
components:
  schemas:
    Repository: {{type: object, properties: {{the_owner: {OWNER}, list: {{type: array, items: {OWNER}}}}}}}
    Team: {{type: object, properties: {{owner: {OWNER}, either: {{anyOf: [{OWNER}, {OWNER}]}}}}}}
"""


def parsed(folder: Path, text: str = DOCUMENT) -> Spec:
    """Parse a document as it is loaded from a file."""
    (folder / "openapi.yaml").write_text(text, encoding="utf-8")
    return parse(index(load(str(folder / "openapi.yaml"))))


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every schema be read."""

    def context(*arguments: Any, once: bool = False, examples: bool = False) -> Context:
        return Context(*arguments, examples=examples)

    monkeypatch.setattr(parsing, "Context", context)


def pointers(spec: Spec) -> list[str]:
    """Return the pointers of all schemas but components."""
    return sorted(
        schema.place.pointer.removeprefix("/components/schemas/")
        for schema in spec.schemas.values()
        if schema.place.pointer.count("/") > 3
    )


def test_a_repeated_schema_exists_once(tmp_path: Path) -> None:
    """It has the shortest of its places; two members of a list are separate, others are shared."""
    spec = parsed(tmp_path)
    assert pointers(spec) == [
        "Repository/properties/list",
        "Team/properties/either",
        "Team/properties/either/anyOf/1",
        "Team/properties/owner",
        "Team/properties/owner/properties/id",
        "Team/properties/owner/properties/mail",
    ]
    front = f"{spec.uri}#/components/schemas"
    owner = next(id_ for id_ in spec.schemas if id_.endswith("/Team/properties/owner"))
    assert sorted(spec.repeats[owner]) == [
        (f"{front}/Repository", "/properties/the_owner"),
        (f"{front}/Repository/properties/list", "/items"),
        (f"{front}/Team", "/properties/owner"),
        (f"{front}/Team/properties/either", "/anyOf/0"),
    ]


def test_findings_are_reported_at_each_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The misspelt key occurs five times."""
    found = parsed(tmp_path).diagnostics
    one_by_one(monkeypatch)
    assert len(found) == 5
    assert {*found} == {*parsed(tmp_path).diagnostics}


@pytest.mark.parametrize(
    "added",
    [
        'Mail: {$ref: "#/components/schemas/Team/properties/owner/properties/mail"}',
        'Other: {$id: "https://example.com/other", type: object}',
        "Tree: {$recursiveAnchor: true, type: object, properties: {left: {$recursiveRef: '#'}}}",
    ],
)
def test_schemas_whose_inner_places_matter_are_read_separately(tmp_path: Path, added: str) -> None:
    """References into a schema, identifiers, and references that depend on their context."""
    spec = parsed(tmp_path, f"{DOCUMENT}    {added}\n")
    assert not spec.repeats
    assert "Repository/properties/the_owner/properties/id" in pointers(spec)


@pytest.mark.parametrize(
    "case",
    ["fault/wrong-types", "names/scripts", "presence/null-spellings-3-0", "one-of/beside-type"],
)
def test_output_and_messages_are_the_same(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading each schema results in the same output and messages."""
    documents = load(str(next(CASES.glob(f"{case}/openapi.yaml"))))
    once = generate(documents, Options(), {})
    one_by_one(monkeypatch)
    each = generate(documents, Options(), {})
    assert once.files == each.files
    assert once.pins == each.pins
    assert once.diagnostics == each.diagnostics
