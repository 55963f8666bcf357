"""Pages of Redoc: alternatives, menus of media types, and nesting in texts and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from stubwright.transcribe.reading.type_words import TypeWords
from stubwright.transcribe.systems.redoc.types import labels_of, redoc_type
from stubwright.transcribe.transcribe import read_drafts, transcribe

FOLDER = Path(__file__).parent / "rendered"
CHECKS = "/machines/{machineId}/checks"


def tree_of(method: str, form: str) -> tuple[Any, list[object]]:
    name = f"redoc-workshop-{method}-machines-machineId-checks.{form}"
    drafts, refused = read_drafts([(name, (FOLDER / "pages" / name).read_text(encoding="utf-8"))])
    assert not refused
    transcript = transcribe(drafts)
    return transcript.tree, [one.value for one in transcript.records if one.status == "absent"]


def properties(tree: Any, method: str, *, status: str = "") -> Any:
    operation = tree["paths"][CHECKS][method]
    holder = operation["responses"][status] if status else operation["requestBody"]
    schema = holder["content"]["application/json"]["schema"]
    assert schema["type"] == "object"
    return schema["properties"]


def resolved(tree: Any, schema: Any) -> Any:
    name = schema.get("$ref", "").rpartition("/")[2]
    return tree["components"]["schemas"][name] if name else schema


def check_of_the_document() -> list[str]:
    tree = yaml.safe_load((FOLDER / "workshop.yaml").read_text(encoding="utf-8"))
    return list(tree["components"]["schemas"]["Check"]["properties"])


def test_html_nests_all_fields() -> None:
    tree, absent = tree_of("get", "html")
    found = properties(tree, "get", status="200")
    assert list(found) == ["checks", "cursor"]
    check = resolved(tree, found["checks"]["items"])
    assert list(check["properties"]) == check_of_the_document()
    assert absent == []


def test_alternatives_have_their_names_and_the_fields_shown() -> None:
    tree, _ = tree_of("post", "html")
    found = properties(tree, "post")
    assert [one.get("type", "") for one in found["reading"]["anyOf"]] == [
        "boolean",
        "number",
        "string",
    ]
    passed, failed = found["result"]["oneOf"]
    shown = resolved(tree, passed)["properties"]
    assert shown["score"] == {"type": "integer", "minimum": 0, "maximum": 100}
    assert failed == {"type": "object"}
    assert found["remarks"] == {"type": "array", "items": {"type": "string", "maxLength": 200}}


def test_a_table_row_with_one_cell_has_the_fields_of_the_row_above() -> None:
    tree, _ = tree_of("post", "md")
    found = properties(tree, "post")
    assert list(found) == ["inspector", "result", "reading", "remarks", "kind"]
    assert list(resolved(tree, found["inspector"])["properties"]) == ["name", "badge"]
    answer = properties(tree, "post", status="201")
    assert list(answer) == check_of_the_document()
    # In the cell of the steps nothing says whether the minutes are those of the tools.
    assert list(answer["steps"]["items"]["properties"]) == ["position", "tools"]
    assert list(answer["steps"]["items"]["properties"]["tools"]["items"]["properties"]) == ["code"]


PAGE = """\
Pets
AUTHORIZATIONS:
bearerAuth
REQUEST BODY SCHEMA: application/json
required
owner\t
object (Owner)

{open}name\t
string

kind\t
string
{tail}
Responses
200

OK

POST
/pets
https://api.shop.example/pets
"""


@pytest.mark.parametrize(
    ("opened", "placed"), [(False, ["owner", "name", "kind"]), (True, ["owner"])]
)
def test_an_additional_empty_line_shows_that_an_object_is_expanded(
    opened: bool, placed: list[str]
) -> None:
    page = PAGE.format(open="\n" if opened else "", tail="" if opened else "\n\nEnd of it\n\n\n")
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    schema = tree["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert list(schema["properties"]) == placed
    owner = resolved(tree, schema["properties"]["owner"])
    assert list(owner.get("properties", {})) == (["name"] if opened else [])


def test_the_selected_media_type_of_a_menu_is_read() -> None:
    page = """\
Pets
AUTHORIZATIONS:
bearerAuth
Responses
200

OK

RESPONSE SCHEMA:
application/json
text/csv
application/json
name\t
string

GET
/pets
https://api.shop.example/pets
"""
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    content = tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]
    assert list(content) == ["application/json"]
    assert list(content["application/json"]["schema"]["properties"]) == ["name"]


def test_alternatives_without_fields_do_not_take_the_following_ones() -> None:
    page = PAGE.format(open="\n", tail="").replace(
        "object (Owner)", "null or Owner (object)\n\n\nOne of nullOwner\nnull"
    )
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    schema = tree["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert list(schema["properties"]) == ["owner", "name", "kind"]


def test_limits_after_a_type() -> None:
    page = """\
Pets
AUTHORIZATIONS:
bearerAuth
QUERY PARAMETERS
kind\t
string unique

code\t
string = 3 characters ^[a-z]+$

step\t
number multiple of 0.5 ( 0 .. 10 )

names\t
Array of strings <word> [ 1 .. 4 ] items unique [ items <word >^[a-z]$ ]

Possible values: of prose

Responses
200

OK

GET
/pets
https://api.shop.example/pets
"""
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    assert [one["schema"] for one in tree["paths"]["/pets"]["get"]["parameters"]] == [
        {"type": "string"},
        {"type": "string", "minLength": 3, "maxLength": 3, "pattern": "^[a-z]+$"},
        {
            "type": "number",
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 10,
            "multipleOf": 0.5,
        },
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 4,
            "items": {"type": "string", "format": "word", "pattern": "^[a-z]$"},
        },
    ]


def test_types_with_alternatives_are_read() -> None:
    def words(text: str) -> TypeWords:
        read = redoc_type(text)
        assert read is not None
        return read[0]

    several = words("Array of integers or strings (Id)")
    assert several.items is not None
    assert [one.type for one in several.items.choices] == ["integer", "string"]
    listed = words("Array of Passed (object) or Failed (object) (Result)")
    assert listed.items is not None
    assert [one.title for one in listed.items.choices] == ["Passed", "Failed"]
    deep = words("(Key (Key (string) or Key (integer))) or (any or null)")
    assert [one.type for one in deep.choices[0].choices] == ["string", "integer"]
    assert words("Inspector (object) or null").nullable
    assert words("null or Inspector (object)").nullable
    titled = words("ROUND (integer) or SQUARE (integer) (Kind)")
    assert (titled.title, [one.title for one in titled.choices]) == ("Kind", ["ROUND", "SQUARE"])
    assert labels_of("(Key ((Name (string)) or (Array of Key (strings)))) or (any or null)") == [
        "Key",
        "any or null",
    ]
    assert redoc_type("Whether this or (that) is meant") is None


ANYTHING = """\
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
Array of any


Array
name\t
string

GET
/pets
https://api.shop.example/pets
"""


def test_fields_below_an_array_of_anything_are_those_of_its_items() -> None:
    drafts, _ = read_drafts([("pets.txt", ANYTHING)])
    tree: Any = transcribe(drafts).tree
    answer = tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]
    assert list(answer["schema"]["properties"]) == ["total", "pets"]
    pet = resolved(tree, answer["schema"]["properties"]["pets"]["items"])
    assert list(pet["properties"]) == ["name"]


UNREAD = """\
Pets
AUTHORIZATIONS:
bearerAuth
Responses
200

OK

RESPONSE SCHEMA: application/json
key\t
(Key (Key (string) or Key (integer))) or (any or null)

Any of Keyany or null
Any of KeyKey
string (Key)

count
required\t
integer

GET
/pets
https://api.shop.example/pets
"""


def test_fields_after_unread_alternatives_are_not_nested_in_them() -> None:
    drafts, _ = read_drafts([("pets.txt", UNREAD)])
    transcript = transcribe(drafts)
    tree: Any = transcript.tree
    answer = tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]
    assert list(answer["schema"]["properties"]) == ["key"]
    assert [one.value for one in transcript.records if one.status == "absent"] == ["count"]


@pytest.mark.parametrize("end", ["string", "string <uuid>"])
def test_an_array_of_one_type_is_not_an_array_of_arrays(end: str) -> None:
    page = PAGE.format(open="", tail="").replace(
        "POST",
        f"""\
Responses
200

OK

RESPONSE SCHEMA: application/json
Array
{end}

POST""",
    )
    drafts, _ = read_drafts([("pets.txt", page)])
    tree: Any = transcribe(drafts).tree
    answer = tree["paths"]["/pets"]["post"]["responses"]["200"]["content"]["application/json"]
    assert answer["schema"]["type"] == "array"
    assert answer["schema"]["items"]["type"] == "string"


def test_a_media_type_may_have_parameters() -> None:
    kind = "application/json; charset=utf-8"
    page = PAGE.format(open="", tail="").replace("application/json", kind)
    answer = f"Responses\n200\n\nOK\n\nRESPONSE SCHEMA: {kind}\nid\t\nstring\n\nPOST"
    drafts, _ = read_drafts([("pets.txt", page.replace("POST", answer))])
    tree: Any = transcribe(drafts).tree
    operation = tree["paths"]["/pets"]["post"]
    for content in (operation["requestBody"]["content"], operation["responses"]["200"]["content"]):
        assert list(content) == ["application/json"]
        assert content["application/json"]["schema"]["properties"]


def test_null_among_quoted_values_is_a_value_of_its_own() -> None:
    row = 'mode\t\nstring or null\nEnum: "fast" "slow" null\n\nThe mode.\n\n\n'
    answer = f"Responses\n200\n\nOK\n\nRESPONSE SCHEMA: application/json\n{row}POST"
    drafts, _ = read_drafts([("pets.txt", PAGE.format(open="", tail="").replace("POST", answer))])
    tree: Any = transcribe(drafts).tree
    content = tree["paths"]["/pets"]["post"]["responses"]["200"]["content"]
    mode = content["application/json"]["schema"]["properties"]["mode"]
    assert set(mode["enum"]) == {"fast", "slow", None}
