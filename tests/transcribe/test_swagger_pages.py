"""Pages of Swagger UI: trees of models, schemas of OpenAPI 3.1, forms."""

from __future__ import annotations

from typing import Any

import pytest

from stubwright.transcribe.drafts.draft import Operation
from stubwright.transcribe.systems.swagger.titles import Titles
from stubwright.transcribe.transcribe import read_drafts, transcribe

HEAD = """\
Dock
OAS 3.0
Servers
https://api.dock.example/v2
POST
/ships
Add a ship
Parameters
Try it out
Name\tDescription
"""
ANSWER = """\
Responses
Code\tDescription\tLinks
200
A ship
Media type
application/json
Controls Accept header.
Example Value
Schema
"""


def operation(page: str) -> Operation:
    drafts, refused = read_drafts([("page", page)])
    assert not refused
    assert drafts[0].system == "swagger-ui"
    (found,) = drafts[0].operations
    return found


def schema(listed: str) -> dict[str, Any]:
    drafts, refused = read_drafts([("page", f"{HEAD}{ANSWER}{listed}\tNo links\n")])
    assert not refused
    tree: Any = transcribe(drafts).tree
    answer = tree["paths"]["/ships"]["post"]["responses"]["200"]
    found = answer["content"]["application/json"]["schema"]
    while "$ref" in found:
        found = tree["components"]["schemas"][found["$ref"].rpartition("/")[2]]
    assert isinstance(found, dict)
    return found


def test_an_array_and_its_items_may_both_have_titles() -> None:
    found = schema("Ship{\ncrew*\tCrew list[A sailor's data{\nname*\tstring\n}]\n}\n")
    crew = found["properties"]["crew"]
    assert crew["type"] == "array"
    assert found["required"] == ["crew"]


def test_braces_around_nothing_may_mean_any_value() -> None:
    page = f"{HEAD}{ANSWER}Ship{{\ncargo\t{{\ndescription:\nAnything.\n}}\nid\tstring\n}}\n"
    content = operation(page).responses["200"].content
    assert content is not None
    assert content.shape is not None
    assert content.shape.properties["cargo"].facts["type"].status == "inferred"


def test_a_title_that_is_printed_three_times_is_removed() -> None:
    found = schema("Ship{\nid*\tShip idShip idstring\ntitle: Ship id\npattern: ^s_\n}\n")
    assert found["properties"]["id"] == {"type": "string", "pattern": "^s_"}


def test_a_row_that_opens_a_bracket_is_not_a_keyword() -> None:
    found = schema("Ship{\nnext\tPaging: After{\ncursor\tstring\n}\nid\tstring\n}\n")
    assert list(found["properties"]) == ["next", "id"]


@pytest.mark.parametrize(
    ("values", "want"),
    [("[ sail, full steam ]", ["sail", "full steam"]), ("[ Yes, no thanks ]", None)],
)
def test_values_with_spaces_are_split_if_all_begin_alike(
    values: str, want: list[str] | None
) -> None:
    found = schema(f"Ship{{\ndrive\tstring\nEnum:\n{values}\n}}\n")
    assert found["properties"]["drive"].get("enum") == want


def markdown(rows: str) -> dict[str, Any]:
    page = f"# Dock\n\n{HEAD}{ANSWER}| 200 | A ship<br>Media type<br>application/json<br>Schema<br>"
    page = page.partition("Responses")[0] + "#### Responses\n\n| Code | Description | Links |\n"
    page += "| --- | --- | --- |\n| 200 | A ship<br>Media type<br>application/json<br>"
    page += f"Example Value<br>Schema<br>{rows.replace(chr(10), '<br>')} | No links |\n"
    content = operation(page).responses["200"].content
    assert content is not None
    assert content.shape is not None
    return dict(content.shape.properties)


def test_a_known_title_is_removed_from_a_name() -> None:
    found = markdown(
        "Ship{\nowner\\*party{\nname\\*string\n}\nheirparty{\nname\\*string\n}\nidstring\n}"
    )
    assert list(found) == ["owner", "heir", "id"]


def test_names_in_the_json_show_where_names_end() -> None:
    found = markdown('Ship{\nexample: { "hull": { "age": 1 } }\nhullShipHull{\nageinteger\n}\n}')
    assert list(found) == ["hull"]


def test_a_name_that_cannot_be_split_from_its_title_is_left_out() -> None:
    found = markdown("ship{\nhullbodyplan{\nageinteger\n}\nidstring\n}")
    assert list(found) == ["id"]


def test_fields_of_a_form_are_read() -> None:
    page = (
        HEAD + "Request body\nmultipart/form-data\nfile *\nstring($binary)\nfolder\nstring | null\n"
    )
    body = operation(page + ANSWER).body
    assert body is not None
    assert body.shape is not None
    assert list(body.shape.properties) == ["file", "folder"]
    assert body.shape.properties["file"].required is not None


def test_a_parameter_may_be_deprecated() -> None:
    page = f"{HEAD}If-Match\nstring\ndeprecated\n(header)\n{ANSWER}"
    (parameter,) = operation(page).parameters
    assert parameter.name == "If-Match"
    assert parameter.shape.facts["deprecated"].value is True


def test_a_field_of_openapi_31_without_details_has_no_button() -> None:
    found = schema(
        "ShipCollapse allobject\nnamestring\ncountintegerint64\ncodestring3 characters\n"
    )
    assert found["properties"] == {
        "name": {"type": "string"},
        "count": {"type": "integer", "format": "int64"},
        "code": {"type": "string", "minLength": 3, "maxLength": 3},
    }


def test_one_type_or_null_is_that_type() -> None:
    found = schema(
        "ShipCollapse allobject\nportCollapse all(string | null)\n"
        "Any ofCollapse all(string | null)\n#0string\n#1null\nnamestring\n"
    )
    assert found["properties"]["port"] == {"type": ["string", "null"]}
    assert found["properties"]["name"] == {"type": "string"}


def test_members_are_nested_in_their_alternative() -> None:
    def row(name: str, type_: str, inside: str = "") -> str:
        return (
            f"<div><span>{name}</span><div><button>Collapse all</button><p>{type_}</p>"
            f"<div>{inside}</div></div></div>"
        )

    sail = row("#0", "object", row("area", "integer"))
    steam = row("#1", "object", row("power", "number"))
    drive = row("drive", "(object | object)", row("One of", "(object | object)", sail + steam))
    listed = row("Ship", "object", drive + row("name", "string"))
    head = "".join(f"<p>{line}</p>" for line in (HEAD + ANSWER).replace("\t", "\n").splitlines())
    shape = (
        operation(f'<html class="swagger-ui">{head}<div>{listed}</div></html>')
        .responses["200"]
        .content
    )
    assert shape is not None
    assert shape.shape is not None
    properties = shape.shape.properties
    assert list(properties) == ["drive", "name"]
    assert [list(one.properties) for one in properties["drive"].choices] == [["area"], ["power"]]


def test_markup_shows_that_a_body_is_required() -> None:
    head = "".join(f"<p>{line}</p>" for line in HEAD.replace("\t", "\n").splitlines())
    body = "<p>application/json</p><p>Example Value</p>"
    title = '<h4 class="opblock-title parameter__name required">Request body</h4>'
    found = operation(f"<html>{head}{title}{body}<p>Responses</p><p>200</p></html>").body
    assert found is not None
    assert found.required is not None


def test_arrays_and_maps_of_scalars_have_no_fields() -> None:
    found = schema(
        "ShipCollapse allobject\ntagsCollapse allarray<string>\nItemsstring\n"
        "notesCollapse allobject\nAdditional propertiesstring\nnamestring\n"
    )
    assert found["properties"]["tags"] == {"type": "array", "items": {"type": "string"}}
    assert found["properties"]["notes"]["additionalProperties"] == {"type": "string"}
    assert found["properties"]["name"] == {"type": "string"}


def test_the_name_of_an_example_is_not_a_status() -> None:
    examples = "Controls Accept header.\nExamples\ndefault\n"
    answer = ANSWER.replace("Controls Accept header.\n", examples)
    found = operation(f"{HEAD}{answer}Ship{{\nid\tstring\n}}\n")
    assert list(found.responses) == ["200"]
    content = found.responses["200"].content
    assert content is not None
    assert content.shape is not None
    assert list(content.shape.properties) == ["id"]


@pytest.mark.parametrize(
    ("schemes", "url"),
    [
        ("Schemes\nhttp\nhttps\n", "http://api.dock.example/v2"),
        ("Schemes\nhttps\n", "https://api.dock.example/v2"),
        ("Schemeshttp\n", "http://api.dock.example/v2"),
        ("", "https://api.dock.example/v2"),
    ],
)
def test_the_scheme_of_a_base_url_is_below_it(schemes: str, url: str) -> None:
    base = f"OAS 2.0\n[ Base URL: api.dock.example/v2 ]\n/openapi.json\n{schemes}ships\n"
    head = HEAD.replace("OAS 3.0\nServers\nhttps://api.dock.example/v2\n", base)
    found = operation(f"{head}{ANSWER}Ship{{\nid\tstring\n}}\n")
    assert [one.value for one in found.servers] == [url]


@pytest.mark.parametrize("default", ["north,south", '"north,south"'])
def test_it_is_inferred_that_a_default_has_several_values(default: str) -> None:
    row = f"port\narray<string>\n(query)\nThe port.\n\nDefault value : {default}\n"
    (parameter,) = operation(f"{HEAD}{row}{ANSWER}Ship{{\nid\tstring\n}}\n").parameters
    fact = parameter.shape.facts["default"]
    assert (fact.value, fact.status) == (["north", "south"], "inferred")


def test_prose_that_begins_with_a_bracket_opens_no_level() -> None:
    found = schema(
        "Ship{\nname\tstring\n\n[Sail only] Whether the ship has a name.\n\nid*\tstring\n}\n"
    )
    assert list(found["properties"]) == ["name", "id"]


def test_a_title_may_be_below_limits() -> None:
    found = schema("Ship{\nsite\tSitestring($uri)\nmaxLength: 80\nminLength: 1\ntitle: Site\n}\n")
    assert found["properties"]["site"] == {
        "type": "string",
        "format": "uri",
        "maxLength": 80,
        "minLength": 1,
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [("h264H264Settings{", "h264"), ("padPadConfig{", "pad"), ("speedOfShip{", None)],
)
def test_a_title_that_begins_like_its_name_is_split(text: str, name: str | None) -> None:
    found = Titles().split(text)
    assert (found[0] if found else None) == name
