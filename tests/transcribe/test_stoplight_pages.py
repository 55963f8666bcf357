"""Pages of Stoplight Elements: titles, alternatives, tuples and the form that sends requests."""

from __future__ import annotations

from typing import Any

from stubwright.transcribe.transcribe import read_drafts, transcribe

HEAD = """\
SCHEMAS
A Ship's Papers
powered by Stoplight
List ships
GET
https://api.dock.example/v2
/ships
Request
Security: Bearer Auth
Responses
200

The ships

Body
application/json
"""
FORM = """\
Auth
Token
:
Send API Request
Request Sample: Shell / cURL
curl --request GET
Response Example
"""


def fields(listed: str, sample: str = "{}") -> dict[str, Any]:
    drafts, refused = read_drafts([("page.txt", f"{HEAD}{listed}{FORM}{sample}\n")])
    assert not refused
    tree = transcribe(drafts).tree
    found: Any = tree["paths"]
    content = found["/ships"]["get"]["responses"]["200"]["content"]["application/json"]
    properties = content["schema"]["properties"]
    assert isinstance(properties, dict)
    return properties


def test_a_title_in_the_menu_is_a_type() -> None:
    found = fields(
        "papers\nA Ship's Papers\nrequired\n\nText.\n\nname\nstring\n",
        '{"papers": "a", "name": "b"}',
    )
    assert list(found) == ["papers", "name"]


def test_an_array_may_have_any_title() -> None:
    found = fields("crew\narray[A crew's list]\nrequired\n")
    assert found["crew"]["type"] == "array"


def test_the_types_of_a_tuple_are_not_read_as_fields() -> None:
    found = fields(
        "log\narray[array]\nrequired\nobject\nentry\nstring\nobject\nnote\nstring\nok\nboolean\n",
        '{"log": [{"entry": "a"}], "ok": true}',
    )
    assert list(found) == ["log", "ok"]
    assert "properties" not in found["log"].get("items", {}).get("items", {})


def test_the_labels_of_an_array_of_alternatives_are_types_of_its_items() -> None:
    found = fields(
        "tools\narray (oneOf) [Saw tool]\narray (oneOf) [Drill tool]\narray (oneOf) [Saw tool]\n"
        "required\n"
    )
    titles = [one["title"] for one in found["tools"]["items"]["anyOf"]]
    assert titles == ["Saw tool", "Drill tool"]


def test_null_among_alternatives_is_kept() -> None:
    found = fields("usage\nobject\nnull\nany of: object\nrequired\n\ntotal\ninteger\n")
    assert {"type": "null"} in found["usage"]["oneOf"]


def test_values_are_on_adjacent_lines() -> None:
    found = fields("kind\nstring\nAllowed values:\nsail\nsteam\n\nmast\nstring\n")
    assert found["kind"]["enum"] == ["sail", "steam"]
    assert found["mast"] == {"type": "string"}


def test_a_default_is_below_its_label() -> None:
    found = fields(
        "once\nboolean\n\nDefault: false\nDescription: Whether it is used once.\n\n"
        "mast\nstring\nDefault:\nfore\n"
    )
    assert found == {"once": {"type": "boolean"}, "mast": {"type": "string", "default": "fore"}}


def test_the_form_that_sends_requests_is_not_a_response() -> None:
    page = f"{HEAD}name\nstring\nParameters\nlimit\n:\nBody\n1\n{{\n}}\n"
    (operation,) = read_drafts([("page.txt", page)])[0][0].operations
    content = operation.responses["200"].content
    assert content is not None
    assert content.shape is not None
    assert list(content.shape.properties) == ["name"]


def test_markup_distinguishes_names_from_prose() -> None:
    def row(name: str, type_: str, prose: str) -> str:
        return (
            f'<div data-test="schema-row"><div data-test="property-name-{name}">{name}</div>'
            f'<span data-test="property-type">{type_}</span>'
            f'<div data-test="property-description"><p>{prose}</p></div></div>'
        )

    rows = row("a part", "The part's papers", "Default: 7") + row("keel", "integer", "&gt;= 1")
    head = "".join(f"<p>{line}</p>" for line in HEAD.splitlines() if line)
    page = f"<html>{head}<div>{rows}</div><p>Send API Request</p></html>"
    (operation,) = read_drafts([("page.html", page)])[0][0].operations
    content = operation.responses["200"].content
    assert content is not None
    assert content.shape is not None
    found = content.shape.properties
    assert {name: one.title for name, one in found.items()} == {
        "a part": "The part's papers",
        "keel": "",
    }
    assert list(found["keel"].facts) == ["type"]


def test_labels_that_markdown_runs_together_are_split_if_all_are_types() -> None:
    found = fields("size\nstringinteger\none of: string\n\n")
    assert found["size"]["oneOf"] == [{"type": "string"}, {"type": "integer"}]


def test_the_number_of_joined_labels_is_inferred() -> None:
    page = f"{HEAD}rig\nSloop rigCutter rigKetch rig\none of: Sloop rig\nrequired\n{FORM}{{}}\n"
    (operation,) = read_drafts([("page.txt", page)])[0][0].operations
    content = operation.responses["200"].content
    assert content is not None
    assert content.shape is not None
    assert content.shape.properties["rig"].facts["alternatives"].status == "inferred"


def test_null_and_a_title_before_types_are_alternatives() -> None:
    labels = "cargo\nnull\nShipsPapers\ninteger\nstring\none of: null\n"
    found = fields(f"{labels}required\nname\nstring\n", '{"cargo": null, "name": "Ada"}')
    assert list(found) == ["cargo", "name"]
    assert len(found["cargo"]["anyOf"]) == 4


def test_alternatives_may_be_arrays_of_models() -> None:
    found = fields("data\narray[Ship]\narray[object]\nany of: array[Ship]\nrequired\n\nText.\n\n")
    assert [one["type"] for one in found["data"]["oneOf"]] == ["array", "array"]


def test_a_label_below_a_default_is_not_its_value() -> None:
    found = fields("name\nstring\n\nDefault:\nMatch pattern:\n^[a-z]*$\n")
    assert found["name"] == {"type": "string", "pattern": "^[a-z]*$"}
