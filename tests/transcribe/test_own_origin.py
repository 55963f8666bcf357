"""Servers that a renderer resolved against the address of the page."""

from __future__ import annotations

import json

import pytest

from stubwright.transcribe.decisions import read_decisions
from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.types.transcript import Transcript
from stubwright.verify.verify import verify

PAGE = """\
{head}Pets
AUTHORIZATIONS:
bearerAuth
Responses
200

OK

RESPONSE SCHEMA: application/json
name\t
string

GET
/pets
{server}/pets
"""
LINK = "Download OpenAPI specification:[Download](https://pets.example/openapi.json)\n"
DECISION = '[[server]]\nurl = "https://api.shop.example/v2"\nreason = "the support team said so"\n'


def transcribed(server: str, head: str = "", decisions: str = "") -> Transcript:
    page = PAGE.format(server=server, head=head)
    drafts, refused = read_drafts([("pets.txt", page)])
    assert not refused
    return transcribe(drafts, read_decisions(decisions))


def servers(transcript: Transcript) -> list[tuple[object, str]]:
    records = [one for one in transcript.records if one.predicate == "url"]
    return [(one.value, one.status) for one in records]


@pytest.mark.parametrize(
    ("server", "head"),
    [
        ("https://pets.example/v2", LINK),
        ("https://docs.shop.example/v2", ""),
        ("https://shop.github.io/v2", ""),
    ],
)
def test_the_path_of_a_server_on_the_host_of_the_page_is_inferred(server: str, head: str) -> None:
    transcript = transcribed(server, head)
    assert servers(transcript) == [("/v2", "inferred")]
    assert [one.subject for one in transcript.questions] == ["/servers"]


@pytest.mark.parametrize(
    ("server", "head"), [("https://pets.example/v2", ""), ("https://api.pets.example/v2", LINK)]
)
def test_another_host_is_stated(server: str, head: str) -> None:
    transcript = transcribed(server, head)
    assert servers(transcript) == [(server, "stated")]
    assert transcript.questions == ()


def test_a_server_without_a_path_is_left_out() -> None:
    transcript = transcribed("https://docs.shop.example")
    assert servers(transcript) == []
    assert "servers" not in transcript.tree


def test_a_decision_adds_the_host() -> None:
    transcript = transcribed("https://docs.shop.example/v2", decisions=DECISION)
    assert transcript.tree["servers"] == [{"url": "https://api.shop.example/v2"}]
    assert list(transcript.tree["paths"]) == ["/pets"]  # type: ignore[arg-type]
    assert transcript.questions == ()


def test_the_scheme_of_a_server_may_be_a_variable() -> None:
    assert servers(transcribed("{protocol}://{host}:{port}")) == [
        ("{protocol}://{host}:{port}", "stated")
    ]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/v2", []),
        ("https://api.shop.example/v2", []),
        ("/v3", ["the document has the server /v3, the page says /v2"]),
    ],
)
def test_the_path_of_a_server_on_the_host_of_the_page_is_compared(
    url: str, found: list[str]
) -> None:
    page = PAGE.format(server="https://pets.example/v2", head=LINK)
    drafts, _ = read_drafts([("pets.txt", page)])
    tree = json.loads(json.dumps(transcribe(drafts).tree))
    tree["servers"] = [{"url": url}]
    assert [one.message for one in verify(drafts, tree) if one.kind != "unstated"] == found
