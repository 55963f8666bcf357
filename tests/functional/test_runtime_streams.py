"""Responses that arrive item by item: server-sent events and JSON lines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from sample.client import AsyncSample, Sample

from stubwright.runtime._runtime.client import AsyncGroup, Group
from stubwright.runtime._runtime.options import Unpack
from stubwright.runtime._runtime.stream_parsers import LineParser
from stubwright.runtime._runtime.streaming import Events, Lines, StreamOperation, astream, stream
from stubwright.runtime.errors import APIConnectionError, DecodeError, NotFoundError
from stubwright.runtime.http import CallOptions, RawResponse, Request
from stubwright.runtime.streams import AsyncStream, Stream


@dataclass(slots=True, kw_only=True)
class Chunk:
    """A piece of an answer."""

    text: str


@dataclass(slots=True, kw_only=True)
class Event:
    """A whole event, as OpenAPI 3.2 describes them."""

    data: str | Chunk
    event: str | None = None
    id: str | None = None
    retry: int | None = None


CHUNKS = StreamOperation["Chunk"](
    "GET /c", responses={200: {"text/event-stream": Events("Chunk")}, "default": "str"}
)
EVENTS = StreamOperation["Event"]("GET /e", responses={200: Events("Event")})
TEXTS = StreamOperation["str"]("GET /t", responses={200: Events("str")})
LINES = StreamOperation["Chunk"](
    "GET /l", responses={200: {"application/jsonl": Lines("Chunk"), "application/json": "Chunk"}}
)


class Streams(Group):
    """Operations that stream."""

    def chunks(self, **options: Unpack[CallOptions]) -> Stream[Chunk]:
        """Stream chunks."""
        return stream(self, CHUNKS, options)


class AsyncStreams(AsyncGroup):
    """Operations that stream."""

    async def chunks(self, **options: Unpack[CallOptions]) -> AsyncStream[Chunk]:
        """Stream chunks."""
        return await astream(self, CHUNKS, options)


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Bytes that arrive in pieces, and know whether they were closed."""

    def __init__(self, pieces: list[bytes], fault: Exception | None = None) -> None:
        self.pieces, self.fault, self.closed = pieces, fault, False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        if self.fault:
            raise self.fault

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self:
            yield each

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def transport(body: Body, kind: str, status: int) -> httpx2.MockTransport:
    """Return what answers every request with a body."""
    return httpx2.MockTransport(
        lambda request: httpx2.Response(status, headers={"content-type": kind}, stream=body)
    )


def reading(body: Body, kind: str = "text/event-stream", status: int = 200) -> Streams:
    """Return the group of a client that gets a body."""
    return Streams(Sample("t", http_client=httpx2.Client(transport=transport(body, kind, status))))


def pieces(content: bytes, size: int) -> list[bytes]:
    """Cut bytes into pieces."""
    return [content[start : start + size] for start in range(0, len(content), size)]


STREAM = (
    b"\xef\xbb\xbf: hello\r\n\r\n"
    b'event: x\rid: 7\rretry: 10\rdata: {"text":\rdata:  "a\\u2028b"}\r\r'
    b'data:{"text": "\xe2\x80\xa8"}\n\nignored: 1\nevent: empty\n\n'
    b'data: {"text": "c"}\r\n\r\ndata: [DONE]\n\ndata: nonsense\n\n'
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_read_from_any_chunks(size: int) -> None:
    """All line endings, comments and several data lines are read, from chunks of any size."""
    body = Body(pieces(STREAM, size))
    assert list(reading(body).chunks()) == [
        Chunk(text="a\u2028b"),
        Chunk(text="\u2028"),
        Chunk(text="c"),
    ]
    assert body.closed


def test_events_are_read_async() -> None:
    """The async client reads the same events and closes the connection at the end."""
    body = Body(pieces(STREAM, 5))

    async def read() -> list[Chunk]:
        http_client = httpx2.AsyncClient(transport=transport(body, "text/event-stream", 200))
        async with AsyncSample("t", http_client=http_client) as client:
            return [each async for each in await AsyncStreams(client).chunks()]

    assert asyncio.run(read()) == [Chunk(text="a\u2028b"), Chunk(text="\u2028"), Chunk(text="c")]
    assert body.closed


def test_a_type_with_the_members_of_an_event_gets_them() -> None:
    """A type with the members of an event gets all of them."""
    group = reading(Body([b'id: 1\nevent: e\nretry: 5\ndata: hi\n\ndata: {"text": "a"}']))
    assert list(stream(group, EVENTS, {})) == [
        Event(data="hi", event="e", id="1", retry=5),
        Event(data='{"text": "a"}'),
    ]


def test_string_data_is_not_decoded() -> None:
    """Data of the type str is not decoded as JSON."""
    assert list(stream(reading(Body([b"data: a\ndata: b\n\n"])), TEXTS, {})) == ["a\nb"]


@pytest.mark.parametrize("size", [1, 4, 100])
def test_each_line_is_a_value(size: int) -> None:
    """Blank lines and record separators are ignored."""
    content = b'{"text": "\xe2\x80\xa8"}\n\n\r\n\x1e{"text": "b"}\r\n{"text": "c"}'
    found = list(stream(reading(Body(pieces(content, size)), "application/jsonl"), LINES, {}))
    assert found == [Chunk(text="\u2028"), Chunk(text="b"), Chunk(text="c")]


def test_a_response_of_another_media_type_is_the_only_item() -> None:
    """A documented response of another media type is the only item."""
    body = Body([b'{"text": "whole"}'])
    assert list(stream(reading(body, "application/json"), LINES, {})) == [Chunk(text="whole")]
    assert body.closed


def test_a_success_without_content_is_an_empty_stream() -> None:
    """Without content, there are no items."""
    assert list(reading(Body([]), "text/plain", 204).chunks()) == []


def test_json_instead_of_events_is_an_error() -> None:
    """JSON in place of events is an error; the connection is closed."""
    body = Body([b'{"text": "a"}'])
    with pytest.raises(DecodeError, match=r"200: .*expected events, got '{\"text"):
        list(reading(body, "application/json").chunks())
    assert body.closed


def test_error_statuses_raise_at_the_call() -> None:
    """An error status raises before the first item."""
    body = Body([b"none"])
    with pytest.raises(NotFoundError, match="none"):
        reading(body, "text/plain", 404).chunks()
    assert body.closed


def test_an_invalid_item_raises_with_its_call() -> None:
    """Earlier items are returned; the error has the call, and later items follow."""
    body = Body([b'data: {"text": "a"}\n\ndata: {"text": 3}\n\ndata: {"text": "b"}\n\n'])
    items = reading(body).chunks(strict=True)
    assert next(items) == Chunk(text="a")
    with pytest.raises(DecodeError) as caught:
        next(items)
    assert (
        str(caught.value)
        == "GET https://api.sample.example/v1/c \u2192 200: $.text: expected str, got int"
    )
    assert list(items) == [Chunk(text="b")]
    assert body.closed


def test_a_broken_connection_raises() -> None:
    """A connection that breaks in the middle raises the package's own error."""
    body = Body([b'data: {"text": "a"}\n\n'], httpx2.ReadError("gone"))
    items = reading(body).chunks()
    assert next(items) == Chunk(text="a")
    with pytest.raises(APIConnectionError, match="gone"):
        next(items)


def test_a_stream_can_be_left() -> None:
    """Closing the iterator closes the connection, whether iteration began or not."""
    for begun in (False, True):
        body = Body(pieces(STREAM, 1000))
        with stream(reading(body), CHUNKS, {}) as items:
            if begun:
                next(items)
        assert body.closed


def test_an_async_stream_can_be_left() -> None:
    """Leaving the block closes the connection."""
    body = Body(pieces(STREAM, 1000))

    async def read() -> None:
        client = AsyncSample(
            "t", http_client=httpx2.AsyncClient(transport=transport(body, "text/event-stream", 200))
        )
        async with await astream(AsyncStreams(client), CHUNKS, {}) as items:
            await items.__anext__()

    asyncio.run(read())
    assert body.closed


def test_with_response_of_a_stream() -> None:
    """Status and headers are available before the first item."""
    body = Body(pieces(STREAM, 1000))
    client = Sample(
        "t", http_client=httpx2.Client(transport=transport(body, "text/event-stream", 200))
    )
    got = client.with_response(Streams(client).chunks)
    assert (got.status, got.headers["content-type"]) == (200, "text/event-stream")
    assert len(list(got.value)) == 3


class Whole:
    """A transport that knows no streams."""

    def send(self, request: Request, /) -> RawResponse:
        """Answer all at once."""
        return RawResponse(200, {"content-type": "text/event-stream"}, STREAM)


def test_a_transport_without_streaming_works() -> None:
    """Without httpx2, the whole response is read first."""
    group = Streams(Sample("t", http_client=Whole()))
    found: Any = list(group.chunks())
    assert [each.text for each in found] == ["a\u2028b", "\u2028", "c"]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_text_sequences(size: int) -> None:
    """RFC 7464: items may contain line feeds; a truncated item raises, and the next one follows."""
    data = b'\x1e{"text":\n"a"}\n\x1e{"text": "b\n\x1e\x1e{"text": "c"}'
    parser = LineParser(Chunk, None)
    found: list[Any] = []
    for piece in [data[at : at + size] for at in range(0, len(data), size)]:
        found += outcomes(parser.feed(piece))
    found += outcomes(parser.end())
    assert found == [Chunk(text="a"), "DecodeError", Chunk(text="c")]


@pytest.mark.parametrize(("data", "found"), [(b"\x1e12\n\x1e3", [12, "DecodeError"]), (b"12\n3", [12, 3])])  # fmt: skip
def test_a_truncated_number_raises(data: bytes, found: list[Any]) -> None:
    """RFC 7464, section 2.4: in a sequence, a number without a final line feed may be incomplete."""
    parser = LineParser(int, None)
    assert outcomes(parser.feed(data)) + outcomes(parser.end()) == found


def outcomes(items: Iterator[Any]) -> list[Any]:
    """Return items, and the names of what is raised in their place."""
    found: list[Any] = []
    while True:
        try:
            found.append(next(items))
        except StopIteration:
            return found
        except DecodeError as error:
            found.append(type(error).__name__)
