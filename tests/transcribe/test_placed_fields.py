"""A decision about fields of a text that have no place."""

from __future__ import annotations

from typing import Any

import pytest

from stubwright.transcribe.decisions import WrongDecision, read_decisions
from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.types.transcript import Transcript

PAGE = """\
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
Array of objects


Array
name\t
string

owner\t
object (Owner)

city\t
string

next\t
string

GET
/pets
https://api.shop.example/pets
"""
SUBJECT = "/paths/~1pets/get/responses/200/content/application~1json/schema"
QUESTION = f"""\
[[fields]]
subject = "{SUBJECT}"
places = '''
total
pets
  name
? owner
? city
? next
'''
reason = ""
"""


def transcribed(decisions: str = "", page: str = PAGE) -> Transcript:
    drafts, refused = read_drafts([("pets.txt", page)])
    assert not refused
    return transcribe(drafts, read_decisions(decisions))


def answer(*places: str) -> str:
    lines = "\n".join(places)
    return f"[[fields]]\nsubject = \"{SUBJECT}\"\nplaces = '''\n{lines}\n'''\nreason = \"as in HTML\"\n"


PLACES = ("total", "pets", "  name", "  owner", "    city", "next")


def test_the_question_lists_the_fields_as_the_page_does() -> None:
    (question,) = transcribed().questions
    assert question.decision == QUESTION
    assert question.text.startswith("where do 3 fields belong?")


def test_an_answer_places_all_fields_and_closes_the_question() -> None:
    transcript = transcribed(answer(*PLACES))
    tree: Any = transcript.tree
    schema = tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    assert list(schema["properties"]) == ["total", "pets", "next"]
    pet = schema["properties"]["pets"]["items"]["properties"]
    assert list(pet) == ["name", "owner"]
    assert pet["owner"] == {"$ref": "#/components/schemas/Owner"}
    assert list(tree["components"]["schemas"]["Owner"]["properties"]) == ["city"]
    assert transcript.questions == ()
    names = {one.value: one for one in transcript.records if one.predicate == "name"}
    assert {name: one.status for name, one in names.items()} == {
        "total": "stated",
        "pets": "stated",
        "name": "stated",
        "owner": "decided",
        "city": "decided",
        "next": "decided",
    }
    assert names["next"].rule == "fields 1: as in HTML"
    assert not [one for one in transcript.records if one.status == "absent"]


def test_the_margin_of_the_list_does_not_count() -> None:
    indented = [f"    {one}" for one in PLACES]
    assert transcribed(answer(*indented)).tree == transcribed(answer(*PLACES)).tree


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (("total", "pets", "  name", "? owner", "? city", "? next"), "'owner' has no place yet"),
        (("total", "pets", "  name", "  owner", "    city"), "field 6 of the page is 'next'"),
        ((*PLACES, "more"), "field 7 of the page is '', and 'more'"),
        (
            ("total", "pets", "  owner", "  name", "    city", "next"),
            "field 3 of the page is 'name'",
        ),
        (("total", "  pets", "  name", "  owner", "    city", "next"), "'total' has no fields"),
    ],
)
def test_an_answer_that_does_not_fit_is_an_error(places: tuple[str, ...], said: str) -> None:
    with pytest.raises(WrongDecision) as stop:
        transcribed(answer(*places))
    assert f"fields 1 ({SUBJECT}): " in stop.value.message
    assert said in stop.value.message
    assert "order of the page" in stop.value.hint


def test_two_fields_of_one_name_in_an_object_are_an_error() -> None:
    page = PAGE.replace("next\t", "total\t")
    with pytest.raises(WrongDecision) as stop:
        transcribed(answer("total", "pets", "  name", "  owner", "    city", "total"), page)
    assert "there are two fields 'total' in one object" in stop.value.message


def test_an_answer_that_the_page_gives_itself_is_stale() -> None:
    settled = PAGE[: PAGE.index("owner\t")] + PAGE[PAGE.index("GET\n") :]
    with pytest.raises(WrongDecision) as stop:
        transcribed(answer("total", "pets", "  name"), settled)
    assert "changes nothing" in stop.value.message
