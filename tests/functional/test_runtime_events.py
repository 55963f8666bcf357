"""Metadata of event streams, and reconnecting, sync and async, against a raw server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sample.client import AsyncSample, Sample
from sample.endpoints import AsyncPetsEndpoints, PetsEndpoints

from cases import call
from raw_server import Behaviour, Raw, raw_serving
from stubwright.runtime._runtime.streaming import Events, StreamOperation, astream, stream
from stubwright.runtime.errors import DecodeError, NotFoundError

both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
LISTEN = StreamOperation[Any]("GET /listen", responses={200: Events("int")})


class Reading:
    """A stream of either client, read step by step."""

    def __init__(self, url: str, asynchronous: bool, reconnects: int = 0) -> None:
        self.loop = asyncio.new_event_loop() if asynchronous else None
        if self.loop:
            self.client: Any = self._run(self._made(url))
            group = AsyncPetsEndpoints(self.client)
            self.stream: Any = self._run(astream(group, LISTEN, {}))
        else:
            self.client = Sample("t", base_url=url)
            self.stream = stream(PetsEndpoints(self.client), LISTEN, {})
        if reconnects:
            self.stream.reconnecting(reconnects)

    async def _made(self, url: str) -> Any:
        return AsyncSample("t", base_url=url)

    def _run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work) if self.loop else work

    def next(self) -> Any:
        """Return the next item, None at the end."""
        if self.loop is None:
            return next(self.stream, None)
        return self.loop.run_until_complete(self._anext())

    async def _anext(self) -> Any:
        return await anext(self.stream, None)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        if self.loop is None:
            self.stream.close()
            self.client.close()
        else:
            self.loop.run_until_complete(self.stream.aclose())
            self.loop.run_until_complete(self.client.aclose())
            self.loop.close()


def once(*answers: bytes) -> Behaviour:
    """Answer each connection with the next text, and close it."""
    left = list(answers)

    def answer(connection: Any, head: bytes) -> None:
        connection.sendall(left.pop(0))
        connection.shutdown(2)

    return answer


@both
def test_event_metadata_is_available(asynchronous: bool) -> None:
    """The stream has the name, the id and the retry time of the last event; an id remains."""
    text = b"event: tick\nid: 7\nretry: 20\ndata: 1\n\ndata: 2\n\n"
    with raw_serving(listen=once(HEAD + text)) as raw, Reading(raw.url, asynchronous) as reading:
        assert reading.next() == 1
        seen = reading.stream
        assert (seen.event, seen.last_event_id, seen.retry) == ("tick", "7", 20)
        assert reading.next() == 2
        assert (seen.event, seen.last_event_id, seen.retry) == ("message", "7", 20)
        assert reading.next() is None


@both
def test_an_invalid_event_does_not_end_the_stream(asynchronous: bool) -> None:
    """It raises, with its name available; the events after it follow."""
    text = b'data: 1\n\nevent: error\ndata: {"why": "busy"}\n\ndata: no json\n\ndata: 2\n\n'
    with raw_serving(listen=once(HEAD + text)) as raw, Reading(raw.url, asynchronous) as reading:
        reading.stream._call.note = None
        reading.stream._parser._note = None
        assert reading.next() == 1
        with pytest.raises(DecodeError):
            reading.next()
        assert reading.stream.event == "error"
        with pytest.raises(DecodeError):
            reading.next()
        assert reading.next() == 2
        assert reading.next() is None


def ids(raw: Raw) -> list[str]:
    """Return the Last-Event-ID of each request."""
    heads = (head.decode().lower() for head in raw.heads)
    return [head.partition("last-event-id: ")[2].partition("\r\n")[0] for head in heads]


@both
def test_an_interrupted_stream_reconnects(asynchronous: bool) -> None:
    """After a break, the stream reconnects with the last id; an incomplete event is dropped; 204 is the end."""
    answers = [
        HEAD + b"retry: 1\nid: a\ndata: 1\n\nid: b\ndata: 2\n\nid: c\nda",
        b"",
        HEAD + b"id: d\ndata: 3\n\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ]
    chunked = answers[0].replace(b"Connection: close", b"Content-Length: 999")
    with (
        raw_serving(listen=once(chunked, *answers[1:])) as raw,
        Reading(raw.url, asynchronous, reconnects=5) as reading,
    ):
        assert [reading.next() for _ in range(4)] == [1, 2, 3, None]
        assert ids(raw)[0] == ""
        assert set(ids(raw)[1:-1]) == {"b"}
        assert ids(raw)[-1] == "d"


@both
def test_a_refused_reconnection_raises(asynchronous: bool) -> None:
    """The error of the second request is raised; without reconnecting(), nothing is repeated."""
    gone = b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"
    text = HEAD + b"retry: 1\ndata: 1\n\n"
    with (
        raw_serving(listen=once(text, gone)) as raw,
        Reading(raw.url, asynchronous, reconnects=2) as reading,
    ):
        assert reading.next() == 1
        with pytest.raises(NotFoundError):
            reading.next()
    with raw_serving(listen=once(text)) as raw, Reading(raw.url, asynchronous) as reading:
        assert [reading.next(), reading.next()] == [1, None]
        assert len(raw.heads) == 1


DOCUMENT = """\
openapi: 3.1.0
info: {title: Talk, version: "1"}
paths:
  /chat:
    post:
      operationId: chat
      tags: [talk]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [say]
              properties: {say: {type: string}, stream: {type: boolean}}
      responses:
        "200":
          description: x
          content:
            application/json: {schema: {type: string}}
            text/event-stream: {schema: {type: string}}
"""


@pytest.fixture
def talk(tmp_path: Any) -> Iterator[Any]:
    """Return the generated package of the document."""
    (tmp_path / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    code, _, said = call(["generate", "openapi.yaml", "--package", "talk"], folder=tmp_path)
    assert code == 0, said
    sys.path.insert(0, str(tmp_path))
    try:
        import talk as package  # type: ignore[import-not-found]

        yield package
    finally:
        sys.path.remove(str(tmp_path))
        for name in [name for name in sys.modules if name.partition(".")[0] == "talk"]:
            del sys.modules[name]


def test_the_streaming_method_asks_for_a_stream(talk: Any) -> None:
    """The body has `stream: true`, whatever the caller passed; the plain method does not change it."""
    bodies: list[bytes] = []

    def answer(connection: Any, head: bytes) -> None:
        bodies.append(head.partition(b"\r\n\r\n")[2] or connection.recv(65536))
        connection.sendall(HEAD + b"data: hello\n\n")
        connection.shutdown(2)

    with raw_serving(chat=answer) as raw, talk.Talk(base_url=raw.url) as client:
        for body in (
            talk.ChatRequest(say="hi"),
            talk.ChatRequest(say="hi", stream=False),
            {"say": "hi"},
        ):
            with client.talk.chat_stream(body=body) as events:
                assert list(events) == ["hello"]
    assert bodies == [b'{"say":"hi","stream":true}'] * 3
