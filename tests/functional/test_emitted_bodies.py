"""Bodies that generated packages send: parts of forms, media type ranges, strings as the whole body."""

from __future__ import annotations

from typing import Any

import pytest

from emitted_calls import client_of


@pytest.mark.case("body/parts-without-a-type")
def test_a_part_without_a_type_is_an_octet_stream(package: Any) -> None:
    """A part without a type is ``application/octet-stream`` (OpenAPI 3.1.1, section 4.8.15.1)."""
    client, port = client_of(package)
    body = package.SendRequest(
        image=package.File(b"\x89PNG", "a.png"), more=[b"1"], meta={"a": 1}, text="t"
    )
    client.parts.send(body=body)
    assert port.parts() == {
        "image": ("image/png", "a.png", b"\x89PNG"),
        "more": ("application/octet-stream", "more", b"1"),
        "meta": ("application/json", None, b'{"a":1}'),
        "text": ("text/plain", None, b"t"),
    }


@pytest.mark.case("body/media-types-of-parts")
def test_parts_have_the_documented_media_types(package: Any) -> None:
    """``contentType`` precedes ``contentMediaType``; of several types, the one that fits the value is used."""
    client, port = client_of(package)
    file = package.File
    client.parts.send(
        body=package.SendRequest(
            signature=b"\x00",
            picture=b"p",
            pictures=[b"1"],
            one=b"1",
            two=file(b"2", "x.jpg"),
            any=file(b"a", "x.webp", "image/webp"),
            table="a,b",
            filter='{"a": 1}',
            plan=package.SendRequestPlan(days=1),
        )
    )
    kinds = {name: (kind, content) for name, (kind, _, content) in port.parts().items()}
    assert kinds == {
        "signature": ("application/octet-stream", b"AA=="),
        "picture": ("image/png", b"p"),
        "pictures": ("image/gif", b"1"),
        "one": ("image/png", b"1"),
        "two": ("image/jpeg", b"2"),
        "any": ("image/webp", b"a"),
        "table": ("text/csv", b"a,b"),
        "filter": ("text/plain", b'{"a": 1}'),
        "plan": ("application/vnd.plan+json", b'{"days":1}'),
    }


@pytest.mark.case("body/media-types-of-parts")
@pytest.mark.parametrize("member", ["two", "any"])
def test_a_file_without_a_media_type_is_refused_if_octet_stream_is_not_allowed(
    package: Any, member: str
) -> None:
    """A file without a media type is refused if the document does not allow ``application/octet-stream``."""
    client, port = client_of(package)
    with pytest.raises(package.InvalidRequestError, match=rf"{member} may be image/.*File"):
        client.parts.send(body=package.SendRequest(**{member: b"1"}))
    assert not port.seen


@pytest.mark.case("body/files-in-unions")
def test_files_are_sent_as_files_at_any_place(package: Any) -> None:
    """Files are sent in a union, in a list of one, in a body that is a union, and in a map."""
    client, port = client_of(package)
    file = package.File(b"1", "a.png")
    client.images.edit(body=package.EditRequest(image=[file], source="https://x.example"))
    assert port.parts() == {
        "image": ("image/png", "a.png", b"1"),
        "source": ("text/plain", None, b"https://x.example"),
    }
    client.images.edit(body=package.EditRequest(image=file, source=file))
    assert set(port.parts().values()) == {("image/png", "a.png", b"1")}
    client.images.either(body=package.ByFile(file=file))
    assert port.parts() == {"file": ("image/png", "a.png", b"1")}
    client.images.many(body={"x": file, "y": b"2"})
    assert port.parts()["y"] == ("application/octet-stream", "y", b"2")
    assert port.parts()["x"] == ("image/png", "a.png", b"1")


@pytest.mark.case("body/media-type-ranges")
def test_the_caller_chooses_the_media_type_of_a_range(package: Any) -> None:
    """By default, bytes are ``application/octet-stream``, strings ``text/plain``, and models JSON."""
    client, port = client_of(package)
    things = client.things

    def sent(method: Any, body: Any, **said: str) -> tuple[str, bytes]:
        method(body=body, **said)
        return port.seen[-1].headers["content-type"], port.seen[-1].content

    assert sent(things.put_any, b"\x89") == ("application/octet-stream", b"\x89")
    assert sent(things.put_any, b"\x89", content_type="image/png") == ("image/png", b"\x89")
    assert sent(things.put_image, b"\x89", content_type="image/png") == ("image/png", b"\x89")
    assert sent(things.put_note, "é") == ("text/plain", "é".encode())
    assert sent(things.put_note, "<p>", content_type="text/html") == ("text/html", b"<p>")
    assert sent(things.put_text, "a") == ("text/plain", b"a")
    assert sent(things.put_model, package.Thing(name="n")) == ("application/json", b'{"name":"n"}')
    assert sent(things.put_either, {"name": "n"}) == ("application/json", b'{"name":"n"}')
    assert sent(things.put_either, b"1", content_type="image/gif") == ("image/gif", b"1")
    with pytest.raises(TypeError, match="content_type"):
        things.put_image(body=b"1")


@pytest.mark.case("body/whole-strings")
def test_a_string_body_is_sent_as_text(package: Any) -> None:
    """A string as JSON lines is the whole content; a media type alone does not restrict JSON data."""
    content = b'{"a": 1}\n{"a": 2}\n'
    client, port = client_of(package, content, "application/jsonl")
    assert client.things.lines() == content.decode()
    assert client.things.octets() == content
    client, port = client_of(package)
    client.things.send(body=content.decode())
    assert port.seen[-1].content == content
    client, port = client_of(package, b'"a"\n"b"\n', "application/jsonl")
    with client.things.items() as stream:
        assert list(stream) == ["a", "b"]
    client, port = client_of(package, b'{"a": [1]}')
    assert client.things.json(body={"b": None}) == {"a": [1]}
    assert port.seen[-1].content == b'{"b":null}'


@pytest.mark.case("parameter/skip-url-encoding")
def test_autorest_skip_url_encoding_is_respected(package: Any) -> None:
    """With ``x-ms-skip-url-encoding``, reserved characters are not escaped."""
    client, port = client_of(package)
    client.locks.locks("subscriptions/1/groups/g", next="a/b?c", filter="a/b")
    url = port.seen[-1].url
    assert url == "https://api.example.com/subscriptions/1/groups/g/locks?next=a/b?c&filter=a%2Fb"


@pytest.mark.case("body/binary-as-json")
def test_a_binary_string_is_sent_as_bytes_with_a_json_media_type(package: Any) -> None:
    """The document determines the media type, the caller the content."""
    client, port = client_of(package)
    client.scans.add_scan(body=b"\x00\xff")
    assert port.seen[-1].headers["content-type"] == "application/json"
    assert port.seen[-1].content == b"\x00\xff"
