"""Multipart bodies by name, by position and one part at a time, against a server that parses them with `email`."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from email.message import Message
from email.parser import BytesParser
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from server import ChunkedHandler, running

TAKEN = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.timezone.utc)
IMAGE = bytes(range(256)) + b"\r\n--b\r--bx\n\r\n\r\n"
JSON = b'{"title":"Fay","taken":"2024-05-06T07:08:09Z"}'


def body(*parts: bytes, end: bytes = b"--b--\r\n") -> bytes:
    """Return a multipart body with the boundary `b`."""
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def typed(kind: str, content: bytes, more: str = "") -> bytes:
    """Return a part with its media type and other headers."""
    return f"Content-Type: {kind}\r\n{more}\r\n".encode() + content


def named(name: str, content: bytes, kind: str = "") -> bytes:
    """Return a part of a form."""
    head = f'Content-Disposition: form-data; name="{name}"\r\n'
    return (head + (f"content-type: {kind}\r\n" if kind else "") + "\r\n").encode() + content


SCAN = [
    named("metadata", JSON, "application/json"),
    named("image", IMAGE, "image/png"),
    named("pages", b"3"),
    named("tags", b"one", "text/plain; charset=utf-8"),
    named("tags", "\u00fcber".encode("latin-1"), "text/plain; charset=latin-1"),
    named("scanned", b"2024-05-06"),
    named("final", b"true"),
]
RELATED = [
    typed("application/json", JSON),
    b"Content-Transfer-Encoding: base64\r\nContent-ID: <image>\r\n\r\naGk=",
]
ANSWERS: dict[str, tuple[str, bytes]] = {
    "/form": ('multipart/form-data; boundary="b"', b"ignored\r\n" + body(*SCAN)),
    "/related": ("Multipart/Related; boundary=b; type=application/json", body(*RELATED)),
    "/list": ("multipart/mixed; boundary=b", body(SCAN[0], typed("image/png", IMAGE))),
    "/raw": ("multipart/mixed; boundary=b", body(b"\r\nanything")),
    "/either": ("application/json", JSON),
    "/stream": (
        "multipart/mixed; boundary=b",
        body(*[typed("application/json", JSON)] * 3, end=b"--b--\r\nepilogue"),
    ),
    "/frames": (
        "multipart/x-mixed-replace; boundary=b",
        body(typed("image/jpeg", IMAGE), typed("image/jpeg", b"")),
    ),
}
SEEN: list[tuple[Message, list[Message]]] = []


class Server(ChunkedHandler):
    """Respond with multipart bodies in chunks of seven bytes; record the received parts."""

    def do_GET(self) -> None:
        """Send a response."""
        kind, content = ANSWERS[self.path]
        self.answer(kind, (content[at : at + 7] for at in range(0, len(content), 7)))

    def do_POST(self) -> None:
        """Record the body."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = BytesParser().parsebytes(head + b"".join(self.chunks()))
        assert not message.defects
        SEEN.append((message, list(message.walk())[1:]))
        self.send_response(204)
        self.end_headers()


@pytest.fixture(name="url")
def running_server() -> Iterator[str]:
    """Return the URL of a running server."""
    SEEN.clear()
    with running(Server) as url:
        yield url


def calls(package: Any, url: str) -> list[Any]:
    """Return the result of every method, streams as lists."""
    with package.MultipartResponses(base_url=url, strict=True) as client:
        parts = client.parts
        whole = [parts.get_form(), parts.get_related(), parts.get_list(), parts.get_raw()]
        return [*whole, parts.get_either(), list(parts.get_stream()), list(parts.get_frames())]


async def acalls(package: Any, url: str) -> list[Any]:
    """Return the result of every async method."""
    async with package.AsyncMultipartResponses(base_url=url, strict=True) as client:
        parts = client.parts
        whole = [
            await parts.get_form(),
            await parts.get_related(),
            await parts.get_list(),
            await parts.get_raw(),
            await parts.get_either(),
        ]
        items = [each async for each in await parts.get_stream()]
        return [*whole, items, [each async for each in await parts.get_frames()]]


@pytest.mark.case("response/multipart")
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_parts_are_typed(package: Any, url: str, asynchronous: bool) -> None:
    """Parts are matched by name, by Content-ID, by the order of members and by position; binary content is exact."""
    found = asyncio.run(acalls(package, url)) if asynchronous else calls(package, url)
    fay = package.Metadata(title="Fay", taken=TAKEN)
    form = package.Scan(
        metadata=fay,
        image=IMAGE,
        pages=3,
        tags=["one", "über"],
        scanned=dt.date(2024, 5, 6),
        final=True,
    )
    related = package.Scan(metadata=fay, image=b"hi")
    raw = ANSWERS["/raw"][1]
    assert found == [form, related, (fay, IMAGE), raw, fay, [fay] * 3, [IMAGE, b""]]


@pytest.mark.case("response/multipart")
@pytest.mark.parametrize(
    "answer",
    [
        ("/form", "multipart/form-data", body(*SCAN), "has no boundary"),
        ("/form", "multipart/form-data; boundary=b", body(*SCAN, end=b""), "last delimiter"),
        ("/form", "multipart/form-data; boundary=c", body(*SCAN), "a multipart body, got the end"),
        ("/form", "multipart/form-data; boundary=b", body(*SCAN[1:]), "metadata: required"),
        ("/form", "multipart/form-data; boundary=b", body(*[b"\r\n"] * 10_001), "at most 10000"),
        ("/form", "multipart/form-data; boundary=b", body(b"x" * 70_000), "headers of a part"),
        ("/form", "multipart/form-data; boundary=b", body(named("pages", b"x")), "required"),
        ("/stream", "multipart/mixed; boundary=b", body(b"\r\n{}"), "title: required"),
        ("/stream", "multipart/mixed; boundary=b", body(RELATED[0], end=b""), "last delimiter"),
    ],
)
def test_invalid_multipart_bodies_are_refused(
    package: Any,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    answer: tuple[str, str, bytes, str],
) -> None:
    """A body that is truncated, has no boundary or exceeds a limit is an error with its response."""
    path, kind, content, error = answer
    monkeypatch.setitem(ANSWERS, path, (kind, content))
    with package.MultipartResponses(base_url=url, strict=True) as client:
        method = {"/form": client.parts.get_form, "/stream": client.parts.get_stream}[path]
        with pytest.raises(package.DecodeError, match=error) as caught:
            list(method())
        assert caught.value.response.status == 200


@pytest.mark.case("response/multipart")
def test_a_stream_of_parts_keeps_one_part_in_memory(
    package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part without an end is refused at the maximum size; the time is linear."""
    module = import_module(f"{package.__name__}._runtime.multipart")
    splitter = module.Splitter("multipart/mixed; boundary=b", 1 << 20)
    pieces = [b"--b\r\n\r\n", *[b"\r\n--c" * 20_000] * 20]
    with pytest.raises(package.DecodeError, match="parts of at most 1048576 bytes"):
        [list(splitter.feed(piece)) for piece in pieces]
    splitter = module.Splitter("multipart/mixed; boundary=b", 1 << 20)
    for _ in range(50):
        assert list(splitter.feed(b"x" * 100_000)) == []
    assert len(splitter._held) < 1000  # what is before the first delimiter is not kept


@pytest.mark.case("response/multipart")
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_delimiters_are_found_across_chunks(package: Any, size: int) -> None:
    """Delimiters are found across chunks, and with line feeds alone."""
    module = import_module(f"{package.__name__}._runtime.multipart")
    for content in (body(*SCAN), body(*SCAN[2:]).replace(b"\r\n", b"\n")):
        splitter = module.Splitter("multipart/form-data; boundary=b", 1 << 20)
        pieces = (content[at : at + size] for at in range(0, len(content), size))
        found = [each for piece in pieces for each in splitter.feed(piece)]
        splitter.end()
        contents = [part.partition(b"\r\n\r\n")[2] for part in SCAN[-len(found) :]]
        assert [each.content for each in found] == contents


def shown(parts: list[Message]) -> list[tuple[str, str | None, str | None, Any]]:
    """Return media type, name or id, filename and content of parts."""
    return [
        (
            part.get_content_type(),
            str(part.get_param("name", header="content-disposition") or part["content-id"] or ""),
            part.get_filename(),
            part.get_payload(decode=True),
        )
        for part in parts
    ]


@pytest.mark.case("body/parts")
def test_related_parts(package: Any, url: str, tmp_path: Path) -> None:
    """The type of the first part is in the header (RFC 2387); parts have ids, files their names."""
    path = tmp_path / "scan.png"
    path.write_bytes(IMAGE)
    fay = package.Metadata(title="Fay", taken=TAKEN)
    with package.Parts(base_url=url) as client:
        client.parts.send_related(body={"metadata": fay, "image": path})
        client.parts.send_pair(body=(fay, b"zipped"))
    (related, parts), (pair, two) = SEEN
    assert [related.get_param("type"), pair.get_param("type")] == ["application/json"] * 2
    assert shown(parts) == [
        ("application/json", "<metadata>", None, JSON),
        ("image/png", "<image>", "scan.png", IMAGE),
    ]
    assert shown(two) == [
        ("application/json", "", None, JSON),
        ("application/zip", "", None, b"zipped"),
    ]


@pytest.mark.case("body/parts")
def test_parts_by_position(package: Any, url: str) -> None:
    """Each part has the media type of its position; if several are allowed, the caller chooses."""
    fay = package.Metadata(title="Fay", taken=TAKEN)
    jpeg = package.File(b"jpeg", content_type="image/jpeg")
    with package.Parts(base_url=url) as client:
        client.parts.send_mixed(body=[fay, "# Fay", package.File(b"png", "a.png"), jpeg])
        client.parts.send_list(body=[fay, fay])
        with pytest.raises(package.PartsError, match="may be image/png, image/jpeg"):
            client.parts.send_mixed(body=[fay, "# Fay", b"png"])
        with pytest.raises(
            package.EncodeError, match="expected an iterable of parts, got Metadata"
        ):
            client.parts.send_list(body=fay)
    mixed, listed = [parts for _, parts in SEEN]
    assert shown(mixed) == [
        ("application/json", "", None, JSON),
        ("text/markdown", "", None, b"# Fay"),
        ("image/png", "", "a.png", b"png"),
        ("image/jpeg", "", None, b"jpeg"),
    ]
    assert shown(listed) == [("application/json", "", None, JSON)] * 2


@pytest.mark.case("body/parts")
def test_parts_one_at_a_time(package: Any, url: str, tmp_path: Path) -> None:
    """An iterator is advanced only while sending, also by an async client; a file is read in chunks."""
    path = tmp_path / "frame.jpg"
    path.write_bytes(IMAGE)
    fay = package.Metadata(title="Fay", taken=TAKEN)
    with package.Parts(base_url=url) as client:
        client.parts.send_stream(body=(fay for _ in range(3)))
        client.parts.send_frames(body=iter([IMAGE, package.File(path)]))
        client.parts.send_frames(body=[IMAGE])

    async def frames() -> AsyncIterator[Any]:
        yield b"one"
        yield package.File(path)

    async def call() -> None:
        async with package.AsyncParts(base_url=url) as client:
            await client.parts.send_frames(body=frames())

    asyncio.run(call())
    found = [[part.get_payload(decode=True) for part in parts] for _, parts in SEEN]
    assert found == [[JSON] * 3, [IMAGE, IMAGE], [IMAGE], [b"one", IMAGE]]
    assert SEEN[0][1][0].get_content_type() == "application/vnd.example+json"
