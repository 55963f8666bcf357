"""Requests of the cases' packages, as a transport gets them."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest


class Recorder:
    """A transport that keeps requests and answers each with the same response."""

    def __init__(self, package: ModuleType, content: bytes = b"", kind: str = "") -> None:
        self.seen: list[Any] = []
        made = import_module(f"{package.__name__}.http").RawResponse
        headers = {"content-type": kind} if kind else {}
        self.response = made(200 if content else 204, headers, content)

    def send(self, request: Any, /) -> Any:
        """Keep the request."""
        self.seen.append(request)
        return self.response


def client_of(package: ModuleType, transport: Recorder, **more: Any) -> Any:
    """Return the package's client."""
    name = next(name for name in package.__all__ if f"Async{name}" in package.__all__)
    return getattr(package, name)(http_client=transport, **more)


@pytest.mark.case("body/text-scalars")
def test_numbers_and_booleans_in_text_parts(package: ModuleType) -> None:
    """They are written as in JSON, and read as their type."""
    numbers = Recorder(package, b"7", "text/plain")
    texts = client_of(package, numbers).texts
    assert texts.set_count(body=3) == 7
    assert texts.set_on(body=True) == 7.0
    assert texts.set_either(body=4, content_type="text/plain") == "7"
    assert [each.content for each in numbers.seen] == [b"3", b"true", b"4"]
    words = client_of(package, Recorder(package, b"many", "text/plain")).texts
    with pytest.raises(package.DecodeError):
        words.set_count(body=3)


@pytest.mark.case("body/text-scalars")
def test_formats_and_enums_in_text(package: ModuleType) -> None:
    """They are sent and read as their text, also if that looks like JSON."""
    models = import_module(f"{package.__name__}.models")

    def texts(content: bytes) -> Any:
        return client_of(package, Recorder(package, content, "text/plain"), strict=True).texts

    sent = Recorder(package, b"2024-01-02", "text/plain")
    assert client_of(package, sent).texts.set_day(body=UUID(int=5)) == dt.date(2024, 1, 2)
    assert [each.content for each in sent.seen] == [str(UUID(int=5)).encode()]
    assert texts(b"null").set_day(body=UUID(int=5)) is None
    with pytest.raises(package.DecodeError):
        texts(b"tomorrow").set_day(body=UUID(int=5))
    assert texts(b"1").set_level(body="low") is models.Level("1")
    assert texts(b'"low"').set_level(body="low") is models.Level.LOW
    assert texts(b"high").set_level(body="low") == "high"
    assert str(texts(b"1.50").get_price()) == "1.50"


@pytest.mark.case("body/text-scalars")
@pytest.mark.parametrize("charset", ["utf-8", "unknown", "hex", "idna"])
def test_a_charset_that_cannot_be_read_is_utf_8(package: ModuleType, charset: str) -> None:
    """Unknown and binary encodings do not hide the value."""
    day = Recorder(package, b"2024-01-02", f"text/plain; charset={charset}")
    assert client_of(package, day).texts.set_day(body=UUID(int=5)) == dt.date(2024, 1, 2)


@pytest.mark.case("parameter/collection-formats")
def test_collection_formats_of_swagger(package: ModuleType) -> None:
    """Each separator is the documented one; an empty list leaves a header out."""
    transport = Recorder(package)
    two = ["a", "b,c"]
    client_of(package, transport).items.send(
        *[two] * 3,
        query_tabs=two,
        x_tabs=[1, 2],
        x_spaces=[1, 2],
        x_pipes=[1, 2],
        x_commas=[],
        x_multi=[1, 2],
        body={"form_tabs": two, "form_pipes": two},
    )
    (request,) = transport.seen
    assert "/a%09b%2Cc/a%20b%2Cc/a%7Cb%2Cc?" in request.url
    assert unquote(request.url).endswith("?query_tabs=a\tb,c")
    headers = {
        name: request.headers.get(f"x-{name}") for name in ("tabs", "spaces", "pipes", "multi")
    }
    assert headers == {"tabs": "1\t2", "spaces": "1 2", "pipes": "1|2", "multi": "1,2"}
    assert "x-commas" not in request.headers
    assert request.content == b"form_tabs=a%09b%2Cc&form_pipes=a%7Cb%2Cc"


@pytest.mark.case("body/map-of-files")
def test_each_file_of_a_map_is_a_part(package: ModuleType) -> None:
    """A file per entry, named after it unless it has a name; other maps are JSON."""
    transport = Recorder(package)
    files = client_of(package, transport).files
    files.send_whole(body={"a": b"1"})
    lists = {"x": [b"3", b"4"]}
    named = {"k": b"1", "l": package.File(b"2", "own.txt")}
    every = {"note": "n", "files": named, "lists": lists, "labels": {"a": "b"}}
    files.send_property(body=every)
    whole, parts = (each.content.decode() for each in transport.seen)
    assert 'name="a"; filename="a"' in whole
    for wanted in (
        'name="files"; filename="k"\r\nContent-Type: application/octet-stream\r\n\r\n1\r\n',
        'name="files"; filename="own.txt"\r\nContent-Type: text/plain\r\n\r\n2\r\n',
        'name="lists"; filename="x"\r\nContent-Type: application/octet-stream\r\n\r\n3\r\n',
        'name="lists"; filename="x"\r\nContent-Type: application/octet-stream\r\n\r\n4\r\n',
        'name="labels"\r\nContent-Type: application/json\r\n\r\n{"a":"b"}\r\n',
    ):
        assert wanted in parts
    models = import_module(f"{package.__name__}.models")
    files.send_property(body=models.SendPropertyRequest(note="n", files={}, lists={}, labels={}))
    empty = transport.seen[-1].content.decode()
    assert "files" not in empty
    assert "lists" not in empty
    assert 'name="labels"\r\nContent-Type: application/json\r\n\r\n{}\r\n' in empty


@pytest.mark.case("security/key-as-parameter")
def test_an_api_key_that_is_also_a_parameter(package: ModuleType) -> None:
    """The credential fills it; an argument takes precedence and is sent once."""
    transport = Recorder(package)
    given = {"header": "H", "query": "Q", "cookie": "C"}
    keys = client_of(package, transport, credentials=given).keys
    keys.get_header(x_other="o")
    keys.get_header(x_other="o", x_api_key="own")
    keys.get_query()
    keys.get_query(key="own")
    keys.get_cookie()
    keys.get_cookie(session="own")
    first, second, third, fourth, fifth, sixth = transport.seen
    assert [each.headers["x-api-key"] for each in (first, second)] == ["H", "own"]
    assert third.url.endswith("/query?key=Q")
    assert fourth.url.endswith("/query?key=own")
    assert [each.headers["cookie"] for each in (fifth, sixth)] == ["session=C", "session=own"]


@pytest.mark.case("security/partly-defined")
def test_an_incomplete_security_requirement_sends_nothing(package: ModuleType) -> None:
    """Without a complete alternative, no credential is sent."""
    transport = Recorder(package)
    things = client_of(package, transport, credentials={"key": "K"}).things
    things.get_undefined()
    things.get_unsupported()
    things.get_alternative()
    assert [each.headers.get("x-api-key") for each in transport.seen] == [None, None, "K"]
