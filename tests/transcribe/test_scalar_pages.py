"""Pages of Scalar: markup, labels and counts."""

from __future__ import annotations

from typing import Any

import pytest

from stubwright.transcribe.transcribe import read_drafts, transcribe

HEAD = """\
Powered by Scalar
Server:
https://api.dock.example/v2
Authentication
Required
Bearer Token
:
get
/ships
List ships
Copy link
Auth Required
Copy as Markdown
"""
TAIL = """\
application/json
Request Example for
get
/ships
curl https://api.dock.example/v2/ships \\
  --header 'Authorization: Bearer YOUR_SECRET_TOKEN'
Status:200
Show Schema
"""


def document(page: str) -> dict[str, Any]:
    drafts, refused = read_drafts([("page.txt", page)])
    assert not refused
    assert drafts[0].system == "scalar"
    return transcribe(drafts).tree


def response(fields: str, sample: str = "{}") -> dict[str, Any]:
    page = f"{HEAD}Responses\n200\n\nShips\n\n{fields}{TAIL}{sample}\n"
    tree = document(page)
    schema = tree["paths"]["/ships"]["get"]["responses"]["200"]["content"]["application/json"]
    found = schema["schema"]
    while "$ref" in found:
        found = tree["components"]["schemas"][found["$ref"].rpartition("/")[2]]
    assert isinstance(found, dict)
    return found


def test_the_title_of_a_model_is_a_type_and_the_sample_shows_its_kind() -> None:
    found = response(
        "crew\nType:\nList of (Active) Sailors\nCopy link to crew\n\nProperties: 1\n"
        "name\nType:\nstring\nrequired\n\nport\nType:\nThe home port.\nFormat:\ndate-time\n",
        '{"crew": [{"name": "string"}], "port": "2026-01-01T00:00:00Z"}',
    )["properties"]
    assert found["crew"]["type"] == "array"
    assert found["crew"]["items"]["properties"]["name"]["type"] == "string"
    assert found["port"]["type"] == "string"
    assert found["port"]["format"] == "date-time"


def test_a_field_without_a_type_is_recognised_by_its_flags() -> None:
    found = response("cargo\nrequired\n\nAnything.\n\nkind\nenum\nconst:\nship\nrequired\n")
    assert found["required"] == ["cargo", "kind"]
    assert found["properties"]["kind"]["enum"] == ["ship"]


def test_values_in_place_of_a_type_are_an_enumeration() -> None:
    found = response('flag\nType:\n"red"\nor\n"green"\nenum\nCopy link to flag\n')["properties"]
    assert found["flag"] == {"type": "string", "enum": ["red", "green"]}


def test_a_default_below_a_collapsed_label_is_not_read() -> None:
    found = response(
        "speed\nType:\ninteger\nDefault\n12\nCopy link to speed\n\n"
        "depth\nType:\ninteger\nDefault\nCopy link to depth\n\nMetres.\n\n"
        "hull\nType:\nstring\nDefault\nsail\nType:\nstring\n"
    )["properties"]
    assert found["speed"]["default"] == 12
    assert "default" not in found["depth"]
    assert "default" not in found["hull"]
    assert found["sail"]["type"] == "string"


def test_a_word_in_a_list_is_not_a_status() -> None:
    page = f"{HEAD}Responses\n200\n\nLanes\n\nlane\nType:\nstring\nenum\n\nValues\nfast\ndefault\nslow\n{TAIL}"
    (responses,) = [one["get"]["responses"] for one in document(page)["paths"].values()]
    assert list(responses) == ["200"]
    schema = responses["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["lane"]["enum"] == ["fast", "default", "slow"]


def test_collapsed_members_are_known_by_name() -> None:
    found = response(
        "captain\nType:\nobject\n{ name, rank, +12 }\nCopy link to captain\nProperties: 14\n"
        "berth\nType:\ninteger\nCopy link to berth\n"
    )["properties"]
    assert found["captain"]["properties"] == {"name": {}, "rank": {}}
    assert found["berth"]["type"] == "integer"


def test_fields_of_a_map_are_nested_by_the_sample() -> None:
    found = response(
        "ports\nType:\nobject\nCopy link to ports\nProperties: 1\npropertyName\n"
        "additionalProperty\nType:\nPort\ncode\nType:\nstring\ntonnage\nType:\ninteger\n",
        '{"ports": {"additionalProperty": {"code": "string"}}, "tonnage": 1}',
    )["properties"]
    assert found["ports"]["additionalProperties"]["$ref"].endswith("/Port")
    assert found["tonnage"]["type"] == "integer"


def test_the_alternative_shown_is_one_of_several() -> None:
    found = response(
        "cover\nOne of\n·\nPicture\nCopy link to cover\n\nurl\nType:\nstring\nrequired\n\n"
        "name\nType:\nstring\nCopy link to name\n"
    )["properties"]
    assert len(found["cover"]["anyOf"]) == 2
    assert {} in found["cover"]["anyOf"]
    assert found["name"] == {"type": "string"}


def test_labels_that_markdown_runs_together_are_split() -> None:
    found = response("born\nType: stringFormat: date-timeCopy link to born\n")["properties"]
    assert found["born"] == {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    ("sent", "schemes"),
    [("Bearer YOUR_SECRET_TOKEN", [{"type": "http", "scheme": "bearer"}]), ("Basic a:b", [])],
)
def test_the_call_shows_which_schemes_of_the_panel_an_operation_uses(
    sent: str, schemes: list[dict[str, str]]
) -> None:
    page = f"{HEAD}Responses\n200\nid\nType:\nstring\n{TAIL}"
    tree = document(page.replace("Bearer YOUR_SECRET_TOKEN", sent))
    found = tree.get("components", {}).get("securitySchemes", {})
    assert [*found.values()] == schemes


def test_markup_distinguishes_names_from_prose() -> None:
    def row(name: str, inside: str, prose: str = "") -> str:
        return (
            f'<li><div class="property-heading"><div class="property-name"><span>{name}</span></div>'
            f'{inside}</div><div class="property-description"><p>{prose}</p></div></li>'
        )

    typed = (
        '<span class="property-detail-value"><span>Type: </span>'
        '<span class="property-type-token">integer</span></span>'
    )
    rows = row("draft of keel", typed, "default: 7") + row("any_thing", "", "format: date")
    head = "".join(f"<p>{line}</p>" for line in HEAD.splitlines())
    page = f"<html>{head}<h4>Responses</h4><div><p>200</p><ul>{rows}</ul></div></html>"
    (operation,) = read_drafts([("page.html", page)])[0][0].operations
    content = operation.responses["200"].content
    assert content is not None
    assert content.shape is not None
    fields = content.shape.properties
    assert list(fields) == ["draft of keel", "any_thing"]
    assert [fact.value for fact in fields["draft of keel"].facts.values()] == ["integer"]
    assert fields["any_thing"].facts == {}


def test_the_format_of_an_array_is_that_of_its_items() -> None:
    found = response("links\nType:\narray of\nstring\nFormat:\nuri\nCopy link to links\n")
    assert found["properties"]["links"]["items"] == {"type": "string", "format": "uri"}


@pytest.mark.parametrize(
    "call", ["Test Request(get /ships/{id})", "Request Example for get/ships/_{id}_"]
)
def test_the_samples_name_an_operation_without_a_tag(call: str) -> None:
    page = f"Powered by Scalar\nCopy as Markdown\nResponses\n200\n\nid\nType:\nstring\n{call}\n"
    assert list(document(page)["paths"]) == ["/ships/{id}"]


def test_fields_belong_to_an_alternative_that_is_an_array() -> None:
    listed = (
        "data\nrequired\nCopy link to data\n\nAny of\n·\nShips\nType:\narray of Ship\n\n"
        "Properties: 1\nname\nType:\nstring\nrequired\n\n"
        "more\nType:\nboolean\nCopy link to more\n"
    )
    found = response(listed)
    assert list(found["properties"]) == ["data", "more"]
    assert found["properties"]["data"]["anyOf"][0]["type"] == "array"
    tree = document(f"{HEAD}Responses\n200\n\nShips\n\n{listed}{TAIL}{{}}\n")
    assert list(tree["components"]["schemas"]["Ship"]["properties"]) == ["name"]


def test_alternatives_below_prose_show_that_a_word_is_a_field() -> None:
    listed = (
        "links\nType:\nLinks\nCopy link to links\n\nProperties: 1\nself\n\nThe ship itself.\n\n"
        "Any of\n·\nSelf\nShow Schema Details\n"
        "meta\nType:\nMeta\nCopy link to meta\n\nEmpty object\n"
    )
    found = response(listed)
    assert list(found["properties"]) == ["links", "meta"]
    assert found["properties"]["meta"]["type"] == "object"
    tree = document(f"{HEAD}Responses\n200\n\nShips\n\n{listed}{TAIL}{{}}\n")
    assert list(tree["components"]["schemas"]["Links"]["properties"]) == ["self"]


def test_a_field_may_follow_prose_on_limits() -> None:
    found = response(
        "code\nType:\nstring\nCopy link to code\n\nThe code.\n\nmaxLength: 6 characters\n"
        "name\nType:\nstring\nCopy link to name\n"
    )
    assert list(found["properties"]) == ["code", "name"]


def test_a_field_called_default_is_not_a_status() -> None:
    page = (
        f"{HEAD}Responses\n200\n\nShips\n\n"
        f"id\nType:\nstring\nCopy link to id\n\ndefault\nType:\nboolean\n\nText.\n{TAIL}{{}}\n"
    )
    assert list(document(page)["paths"]["/ships"]["get"]["responses"]) == ["200"]
