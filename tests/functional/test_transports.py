"""The table of behaviours for every transport, sync and async: httpx2, httpx, requests and aiohttp behave alike."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
import traceback
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import requests
from sample.client import AsyncSample, Sample

from behaviours import JSON, TABLE
from raw_server import Raw, dripping, endless, raw_serving, silent, whole
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.streaming import Events, StreamOperation, astream, stream
from stubwright.runtime._runtime.uploads import Upload
from stubwright.runtime.aiohttp_transport import AiohttpTransport
from stubwright.runtime.errors import APIConnectionError, APIError, APIStatusError, APITimeoutError
from stubwright.runtime.http import Request, Timeout
from stubwright.runtime.httpx_transport import HttpxTransport
from stubwright.runtime.requests_transport import RequestsTransport
from ways import Way, adapters, async_adapters, async_ways, every_way, settled, sync_ways

SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
EVENT = b"c\r\ndata: 1234\n\n\r\n"
PLAIN_SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
LISTEN = StreamOperation[Any]("GET /listen", responses={200: Events("Any")})
GET = Operation[Any]("GET /x", responses={200: "Any", 204: "None"})
SECRET = "QSECRET"


@pytest.fixture(scope="module")
def faulty() -> Iterator[Raw]:
    """Return the fault server."""
    with raw_serving(**{name: row.does for name, row in TABLE.items()}) as raw:
        yield raw


def outcome(way: Way, url: str, name: str) -> tuple[str, Any]:
    """Return the error of a call and its value."""
    row = TABLE[name]
    try:
        value = way.call(url, name, row.of, **(row.settings or {}))
    except APIStatusError as error:
        return f"{type(error).__name__} {error.status}: {error.text}", None
    except APIError as error:
        said = type(error).__name__
        return said if str(error).isprintable() else f"{said}, not printable", None
    return "", value


@every_way
@pytest.mark.parametrize("name", TABLE)
def test_transports_behave_as_in_the_table(name: str, way: Way, faulty: Raw) -> None:
    """Each behaviour is as in the table, and no connection is left open."""
    assert outcome(way, faulty.url, name) == TABLE[name].outcome(way.name)
    assert faulty.count_open(0) == 0


# What is sent.


def echo(connection: Any, head: bytes) -> None:
    """Answer with what was sent: the request line and the headers, sorted, and the body."""
    while b"\r\n\r\n" not in head:
        head += connection.recv(65536)
    lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines[1:]}
    body = head.partition(b"\r\n\r\n")[2]
    if "content-length" in headers:
        while len(body) < int(headers["content-length"]):
            body += connection.recv(65536)
    elif headers.get("transfer-encoding") == "chunked":
        while not body.endswith(b"0\r\n\r\n"):
            body += connection.recv(65536)
        body = unchunked(body)
    for own in ("host", "connection", "accept-encoding"):
        headers.pop(own, None)
    said = repr((lines[0], sorted(headers.items()), body)).encode()
    connection.sendall(f"{JSON}Content-Length: {len(said)}\r\n\r\n".encode() + said)


def unchunked(body: bytes) -> bytes:
    """Return a body without its chunks."""
    found = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        found, body = found + body[: int(size, 16)], body[int(size, 16) + 2 :]
    return found


def sent(way: Way, url: str, request: Request) -> str:
    """Return what a server gets."""

    async def do(client: Any) -> str:
        opened = await client._port.open(request)
        pieces: list[bytes] = []
        while piece := await opened.piece():
            pieces.append(piece)
        await opened.close()
        return b"".join(pieces).decode()

    def now(client: Any) -> str:
        try:
            do(client).send(None)
        except StopIteration as done:
            return str(done.value)
        raise AssertionError("a sync client does not wait")

    return str(way.use(url, do if way.asynchronous else now))


def numbers() -> Iterator[bytes]:
    yield b"one"
    yield b"two"


BODIES = {
    "none": lambda: None,
    "bytes": lambda: b"\x00abc",
    "sized": lambda: Upload([b"abc" * 100_000]),
    "unsized": lambda: Upload([numbers()]),
}


@every_way
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "QUERY"])
@pytest.mark.parametrize("body", BODIES)
def test_requests_are_sent_unchanged(body: str, method: str, way: Way) -> None:
    """URL (including dots and escapes), headers and body are sent as the client built them."""
    path = "/x/%2E%2E/a%2Fb/~c?q=%20%2F&r=a%2Bb&s=%C3%A4"
    content = BODIES[body]()
    headers = {"user-agent": "u", "accept": "a/b", "x-empty": "", "cookie": "a=b; c=d"}
    if content is not None:
        headers["content-type"] = "text/x"
    if body == "sized":
        headers["content-length"] = "300000"
    wanted = dict(headers)
    data = {"none": b"", "bytes": b"\x00abc", "sized": b"abc" * 100_000, "unsized": b"onetwo"}[body]
    if body == "unsized":
        wanted["transfer-encoding"] = "chunked"
    elif data or method in ("POST",):
        wanted["content-length"] = str(len(data))
    with raw_serving(x=echo) as raw:
        found = sent(way, raw.url, Request(method, raw.url + path, headers, content, Timeout(5)))
    line, got, read = eval(found)
    ours = dict(got)
    if not data:  # whether an empty body is announced is the library's business
        wanted.pop("content-length", None)
        assert ours.pop("content-length", "0") == "0"
    assert (line, ours, read) == (f"{method} {path} HTTP/1.1", wanted, data)


def test_headers_that_aiohttp_cannot_send() -> None:
    """The aiohttp library encodes headers as UTF-8: other characters than ASCII are refused before anything is sent."""
    way = Way("aiohttp", True, AiohttpTransport)
    with raw_serving(x=whole(b"{}")) as raw:
        with pytest.raises(APIError, match="'x-a' is not ASCII"):
            way.call(raw.url, "x", headers={"X-A": "ä"})
        assert not raw.heads


# Connections.


@every_way
def test_a_refused_connection_is_a_connection_error(way: Way) -> None:
    """The error says that nothing was sent, and no exception of its chain contains a credential."""
    with raw_serving() as raw:
        gone = raw.url
    with pytest.raises(APIConnectionError) as caught:
        way.call(gone, "x", credentials={"key": SECRET, "login": ("a", "b")}, token=None)
    assert not caught.value.sent
    assert type(caught.value) is APIConnectionError
    chain = "".join(traceback.format_exception(caught.value))
    assert "/x" in chain
    assert SECRET not in chain


@every_way
@pytest.mark.parametrize("name", ["ssh", "silent", "short", "bad-chunk", "nothing"])
def test_no_credential_in_a_chain(name: str, way: Way, faulty: Raw) -> None:
    """However a call fails, no exception of the chain contains a key of its query."""
    with pytest.raises(APIConnectionError) as caught:
        way.call(
            faulty.url,
            name,
            "bytes",
            credentials={"key": SECRET, "login": ("a", "b")},
            token=None,
            timeout=0.3,
        )
    assert caught.value.sent
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@every_way
def test_transient_failures_are_retried(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken connections and transient statuses are retried; the error has the number of attempts."""
    monkeypatch.setattr("stubwright.runtime._runtime.retries.random", lambda: 0.999)
    monkeypatch.setattr("stubwright.runtime._runtime.retries._FIRST", 0.001)
    left = {"count": 2}

    def flaky(connection: Any, head: bytes) -> None:
        left["count"] -= 1
        if left["count"] >= 0:
            raise OSError("reset")
        whole(b"[1]")(connection, head)

    def ask(client: Any) -> Any:
        return client.pets._call(GET, {})

    with raw_serving(x=flaky) as raw:
        assert way.use(raw.url, ask) == [1]
        left["count"] = 9
        with pytest.raises(APIConnectionError) as caught:
            way.use(raw.url, ask, max_retries=1)
    assert caught.value.attempts == 2


@every_way
@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(dripping(f"{JSON}Content-Length: 2\r\n\r\n{{}}".encode(), 0.05), id="head"),
        pytest.param(
            dripping(b"b" * 100, 0.05, f"{JSON}Content-Length: 100\r\n\r\n".encode()), id="body"
        ),
        pytest.param(silent(), id="silent"),
    ],
)
def test_a_total_is_a_deadline(behaviour: Any, way: Way) -> None:
    """The total timeout ends a call, however the server spends the time."""
    with raw_serving(x=behaviour) as raw:
        started = time.monotonic()
        with pytest.raises(APITimeoutError):
            way.call(raw.url, "x", timeout=Timeout(5, total=0.4))
        assert 0.3 < time.monotonic() - started < 1.5


@every_way
def test_connections_are_reused(way: Way) -> None:
    """Ten consecutive calls use one connection."""
    seen: set[Any] = set()

    def count(connection: Any, head: bytes) -> None:
        seen.add(connection)
        whole(b"[1]")(connection, head)

    async def many(client: Any) -> list[Any]:
        return [await client.pets._call(GET, {}) for _ in range(10)]

    def many_now(client: Any) -> list[Any]:
        return [client.pets._call(GET, {}) for _ in range(10)]

    with raw_serving(x=count) as raw:
        assert way.use(raw.url, many if way.asynchronous else many_now) == [[1]] * 10
        assert raw.count_open(0) == 0
    assert len(seen) == 1


@every_way
def test_content_after_a_204_is_not_the_next_response(way: Way) -> None:
    """Content that a server sends after a 204 does not become the next response."""
    wrong = b"HTTP/1.1 204 No Content\r\nContent-Length: 40\r\n\r\n"
    wrong += b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n666"

    def answer(connection: Any, head: bytes) -> None:
        connection.sendall(wrong)

    none = Operation[Any]("GET /none", responses={204: "None"})

    async def both(client: Any) -> Any:
        await client.pets._call(none, {})
        return await client.pets._call(GET, {})

    def both_now(client: Any) -> Any:
        client.pets._call(none, {})
        return client.pets._call(GET, {})

    with raw_serving(none=answer, x=whole(b'{"a": 1}')) as raw:
        assert way.use(raw.url, both if way.asynchronous else both_now, max_retries=0) == {"a": 1}


@every_way
def test_cookies_are_not_kept(way: Way) -> None:
    """Cookies that a server sets are not sent back."""

    async def twice(client: Any) -> None:
        for _ in range(2):
            await settled(client.pets._call(GET, {}))

    def twice_now(client: Any) -> None:
        for _ in range(2):
            client.pets._call(GET, {})

    with raw_serving(x=whole(b"{}", "Set-Cookie: a=b")) as raw:
        way.use(raw.url, twice if way.asynchronous else twice_now)
        assert len(raw.heads) == 2
        assert not any(b"cookie:" in head.lower() for head in raw.heads)


@adapters
def test_a_closed_transport_raises_a_connection_error(way: Way) -> None:
    """A call after ``close`` is a connection error."""
    assert way.make is not None
    made = way.make()
    closing = Way(way.name, way.asynchronous, lambda: made)

    async def late(client: Any) -> Any:
        await made.aclose()
        return await client.pets._call(GET, {})

    def late_now(client: Any) -> Any:
        made.close()
        return client.pets._call(GET, {})

    with pytest.raises(APIConnectionError, match="the client is closed"):
        closing.use("http://x.example", late if way.asynchronous else late_now, max_retries=0)


@sync_ways
def test_a_forked_transport_makes_new_connections(way: Way) -> None:
    """Parent and child processes never share a connection: each receives its own responses."""

    def name(connection: Any, head: bytes) -> None:
        body = b'"' + head.split(b" ", 2)[1].rpartition(b"/")[2] + b'"'
        connection.sendall(f"{JSON}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def both(client: Any) -> None:
        def ask(what: str) -> Any:
            asked = Operation[Any](f"GET /x/{what}", responses={200: "Any"})
            return client.pets._call(asked, {})

        assert ask("first") == "first"
        child = os.fork()
        mine = "parent" if child else "child"
        wrong = 1
        try:
            wrong = sum(ask(f"{mine}{n}") != f"{mine}{n}" for n in range(30))
        finally:
            if not child:
                os._exit(min(wrong, 1))
        assert wrong == 0
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    with raw_serving(x=name) as raw:
        way.use(raw.url, both)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@async_adapters
def test_a_second_event_loop_gets_new_connections(way: Way) -> None:
    """One transport works in consecutive ``asyncio.run`` calls."""
    assert way.make is not None
    made = way.make()
    with raw_serving(x=whole(b"{}")) as raw:
        client = AsyncSample("t", base_url=raw.url, max_retries=0, http_client=made)
        for _ in range(2):
            assert asyncio.run(client.pets._call(GET, {})) == {}
        del client, made
        gc.collect()


# Streams and bodies in pieces.


@sync_ways
@pytest.mark.parametrize("head", [SSE, PLAIN_SSE], ids=["chunked", "until-close"])
def test_items_arrive_one_by_one(head: bytes, way: Way) -> None:
    """An event is available as soon as it is sent, and ``close`` ends an endless stream."""
    piece = EVENT if head is SSE else b"data: 1234\n\n"

    def first(client: Any) -> list[Any]:
        items = stream(client.pets, LISTEN, {})
        found = [next(items), next(items)]
        items.close()
        assert list(items) == []
        return found

    with raw_serving(listen=endless(head, piece)) as raw:
        assert way.use(raw.url, first) == [1234, 1234]
        assert raw.count_open(0) == 0


@async_ways
@pytest.mark.parametrize("head", [SSE, PLAIN_SSE], ids=["chunked", "until-close"])
def test_items_arrive_one_by_one_async(head: bytes, way: Way) -> None:
    """The same for async clients."""
    piece = EVENT if head is SSE else b"data: 1234\n\n"

    async def first(client: Any) -> list[Any]:
        items = await astream(client.pets, LISTEN, {})
        found = [await anext(items), await anext(items)]
        await items.aclose()
        assert [each async for each in items] == []
        return found

    with raw_serving(listen=endless(head, piece)) as raw:
        assert way.use(raw.url, first) == [1234, 1234]
        assert raw.count_open(0) == 0


@sync_ways
def test_an_abandoned_stream_leaks_no_connection(way: Way) -> None:
    """Streams that are never iterated release their connections when they are garbage-collected."""

    def abandon(client: Any) -> None:
        held = [stream(client.pets, LISTEN, {}) for _ in range(5)]
        assert raw.count_open(5) == 5
        held.clear()
        gc.collect()
        assert raw.count_open(0) == 0

    with raw_serving(listen=silent(SSE)) as raw:
        way.use(raw.url, abandon)


@async_ways
def test_an_abandoned_async_stream_leaks_no_connection(way: Way) -> None:
    """The same for async streams: the event loop closes them."""

    async def abandon(client: Any) -> None:
        held = [await astream(client.pets, LISTEN, {}) for _ in range(5)]
        assert len(raw.open) == 5
        held.clear()
        gc.collect()
        for _ in range(100):
            await asyncio.sleep(0.01)
            if not raw.open:
                break
        assert not raw.open

    with raw_serving(listen=silent(SSE)) as raw:
        way.use(raw.url, abandon)


@sync_ways
def test_close_wakes_another_thread(way: Way) -> None:
    """A thread that waits for the next item ends when another thread closes the stream."""

    def wait(client: Any) -> None:
        items = stream(client.pets, LISTEN, {})
        found: list[Any] = []
        thread = threading.Thread(target=lambda: found.append(list(items)))
        thread.start()
        time.sleep(0.2)
        started = time.monotonic()
        items.close()
        thread.join(5)
        assert not thread.is_alive()
        assert time.monotonic() - started < 2
        assert found == [[]]

    with raw_serving(listen=silent(SSE)) as raw:
        way.use(raw.url, wait)


@every_way
def test_large_bodies_are_sent_in_chunks(way: Way, tmp_path: Path) -> None:
    """20 MB are never in memory at once while they are sent."""
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(20_000_000))

    def count(connection: Any, head: bytes) -> None:
        left = 20_000_000 - len(head.partition(b"\r\n\r\n")[2])
        while left > 0:
            left -= len(connection.recv(1 << 20))
        whole(b"[1]")(connection, head)

    with raw_serving(x=count) as raw:
        headers = {"content-length": "20000000", "content-type": "a/b"}
        tracemalloc.start()
        try:
            request = Request("PUT", f"{raw.url}/x", headers, Upload([path]), Timeout(10))
            assert sent(way, raw.url, request) == "[1]"
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()


@async_ways
def test_async_iterables_are_bodies(way: Way) -> None:
    """An async iterable is a body."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    with raw_serving(x=echo) as raw:
        request = Request("PUT", f"{raw.url}/x", {}, Upload([pieces()]), Timeout(5))
        assert eval(sent(way, raw.url, request))[2] == b"onetwo"


# Clients of the caller's own.


def test_a_session_of_the_caller() -> None:
    """Its headers and cookies are used; it does not replace the call's credential, and is not closed."""
    with (
        raw_serving(x=whole(b"{}", "Set-Cookie: a=b; Path=/")) as raw,
        requests.Session() as session,
    ):
        session.headers["X-Own"] = "1"
        session.auth = ("u", "p")
        with (
            RequestsTransport(session) as transport,
            Sample("tok", base_url=raw.url, http_client=transport) as client,
        ):
            for _ in range(2):
                client.pets._call(GET, {})
        assert session.get(f"{raw.url}/x").status_code == 200
    first, second, _ = (head.lower() for head in raw.heads)
    assert b"x-own: 1" in first
    assert b"authorization: bearer tok" in first
    assert b"cookie: a=b" not in first
    assert b"cookie: a=b" in second


def test_an_httpx_client_of_the_caller() -> None:
    """Its hooks are called and may read a response; its authentication is not used; it is not closed."""
    seen: list[bytes] = []

    def look(response: httpx.Response) -> None:
        seen.append(response.read())

    with (
        raw_serving(x=TABLE["gzip"].does) as raw,
        httpx.Client(auth=("u", "p"), event_hooks={"response": [look]}) as own,
    ):
        with Sample("tok", base_url=raw.url, http_client=HttpxTransport(own)) as client:
            assert client.pets._call(GET, {}) == {"a": 1}
        assert not own.is_closed
    assert seen == [b'{"a": 1}']
    assert b"authorization: bearer tok" in raw.heads[0].lower()


def test_an_aiohttp_session_of_the_caller() -> None:
    """A session that decompresses content itself works, and is not closed."""

    async def run() -> None:
        async with aiohttp.ClientSession(headers={"X-Own": "1"}) as session:
            transport = AiohttpTransport(session)
            async with AsyncSample("tok", base_url=raw.url, http_client=transport) as client:
                assert await client.pets._call(GET, {}) == {"a": 1}
            await transport.aclose()
            assert not session.closed

    with raw_serving(x=TABLE["gzip"].does) as raw:
        asyncio.run(run())
    assert b"x-own: 1" in raw.heads[0].lower()


@every_way
def test_proxies_of_the_environment(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY and NO_PROXY are respected; ~/.netrc is not used."""
    seen: list[bytes] = []

    def proxy(connection: Any, head: bytes) -> None:
        seen.append(head)
        whole(b"[1]")(connection, head)

    with raw_serving(**{"": proxy}, x=whole(b"[2]")) as raw:
        monkeypatch.setenv("HTTP_PROXY", raw.url)
        monkeypatch.setenv("http_proxy", raw.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert way.call("http://nowhere.example", "x") == [1]
        assert way.call(raw.url, "x") == [2]
    assert seen[0].startswith(b"GET http://nowhere.example/x HTTP/1.1")


def test_requests_closes_connections_that_a_response_refers_to(faulty: Raw) -> None:
    """A closed transport has no open connection, even if a response that was read still exists."""
    with RequestsTransport() as transport:
        response = transport.send(Request("GET", f"{faulty.url}/plain", {}, None))
        assert b"".join(response.pieces) == b'{"a": 1}'
        assert faulty.count_open(1) == 1
    assert faulty.count_open(0) == 0
    assert response.status == 200
