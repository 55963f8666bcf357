"""Redoc: types with alternatives and limits, and fields that are called like headings."""

from __future__ import annotations

from typing import Any

import pytest

from stubwright.transcribe.systems.redoc.types import labels_of, redoc_type
from stubwright.transcribe.transcribe import read_drafts, transcribe

PAGE = """\
Fleet
AUTHORIZATIONS:
bearerAuth
Responses
200

OK

RESPONSE SCHEMA: application/json
{rows}GET
/ships
https://api.dock.example/ships
"""


def response_of(rows: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the properties of a response with these rows, and the components."""
    drafts, _ = read_drafts([("ships.txt", PAGE.format(rows=rows))])
    tree: Any = transcribe(drafts).tree
    content = tree["paths"]["/ships"]["get"]["responses"]["200"]["content"]
    return content["application/json"]["schema"]["properties"], tree["components"].get(
        "schemas", {}
    )


@pytest.mark.parametrize(
    ("text", "kinds", "rest"),
    [
        ("Ship (object) or Array of Ships (objects) (Fleet) unique", ["object", "array"], "unique"),
        ("Array of Ships (objects) or Array of Boats (objects)", ["array", "array"], ""),
        ("Name (string) or Ship (object) non-empty", ["string", "object"], "non-empty"),
    ],
)
def test_alternatives_may_be_arrays_followed_by_limits(
    text: str, kinds: list[str], rest: str
) -> None:
    found = redoc_type(text)
    assert found is not None
    assert [one.type for one in found[0].choices] == kinds
    assert found[1] == rest
    assert len(labels_of(text)) == len(kinds)


@pytest.mark.parametrize(
    ("rest", "nested"),
    [
        ("[ items ]", True),
        ("= 3 items [ items  = 3 items ]", True),
        ("[ items [ items <uuid> ] ]", True),
        ("[ items <uuid> ]", False),
        ("[ items <= 20 characters ]", False),
    ],
)
def test_limits_show_that_an_array_contains_arrays(rest: str, nested: bool) -> None:
    found = redoc_type(f"Array of strings (Names) {rest}")
    assert found is not None
    assert found[0].items is not None
    assert (found[0].items.type == "array") is nested


@pytest.mark.parametrize("name", ["links", "callbacks"])
@pytest.mark.parametrize("flag", ["", "required\n"])
def test_a_field_may_be_called_like_a_heading(name: str, flag: str) -> None:
    rows = f"id\t\nstring\n\n{name}\n{flag}\t\nobject (Found)\n\nname\t\nstring\n"
    assert list(response_of(rows)[0])[:2] == ["id", name]


def test_limits_may_be_above_the_type_of_an_alternative() -> None:
    found, schemas = response_of("""\
self\t
Self (string) or Link (object) (Self)

The ship itself.



Any of SelfLink
[ 1 .. 80 ] characters
string <uri> (Self) [ 1 .. 80 ] characters

The ship itself.
id\t
string
""")
    assert list(found) == ["self", "id"]
    assert schemas["Self"]["anyOf"][0] == {
        "type": "string",
        "format": "uri",
        "minLength": 1,
        "maxLength": 80,
    }
