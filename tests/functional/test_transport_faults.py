"""Problems that an HTTP library could cause: logs, hooks, pools and proxies, for every transport, sync and async."""

from __future__ import annotations

import asyncio
import gzip
import logging
import traceback
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
import requests
from sample.client import AsyncSample

from raw_server import cut, endless, raw_serving, silent, whole
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.streaming import Events, StreamOperation, astream, stream
from stubwright.runtime.aiohttp_transport import AiohttpTransport
from stubwright.runtime.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    DecodeError,
    InternalServerError,
    InvalidRequestError,
    NotFoundError,
    RateLimitError,
)
from stubwright.runtime.http import Request, Timeout
from stubwright.runtime.httpx_transport import AsyncHttpxTransport, HttpxTransport
from stubwright.runtime.requests_transport import RequestsTransport
from ways import Way, async_ways, every_way, over

SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
LISTEN = StreamOperation[Any]("GET /x", responses={200: Events("Any")})
GET = Operation[Any]("GET /x", responses={200: "Any"})
SECRET = "QSECRET"
KEY: Any = {"token": None, "credentials": {"key": SECRET, "login": ("a", "b")}}


@contextmanager
def owned(transport: Any, client: Any) -> Iterator[Any]:
    """Yield a transport over a client of the caller's own, which is closed afterwards."""
    with client:
        yield transport(client)


@asynccontextmanager
async def aowned(transport: Any, client: Any) -> AsyncIterator[Any]:
    """As above, async."""
    async with client:
        yield transport(client)


def chain(error: BaseException) -> str:
    """Return everything that a traceback would show."""
    return "".join(traceback.format_exception(error))


# Credentials.


@every_way
def test_no_credential_in_the_log_of_a_library(
    way: Way, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No logger of the process contains the key of a query, at any level."""
    caplog.set_level(logging.DEBUG)
    for name in [*logging.root.manager.loggerDict]:
        if not name.startswith("_pytest"):
            monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    with raw_serving(
        x=whole(b"{}"), redirect=whole(b"", "Location: /x", status="302 Found")
    ) as raw:
        way.call(raw.url, "x", **KEY)
        way.call(raw.url, "redirect", follow_redirects=True, **KEY)
        assert SECRET.encode() in raw.heads[0]
    assert SECRET not in caplog.text


def refuse(response: Any) -> None:
    """Raise as a hook that checks the status does."""
    response.raise_for_status()


async def arefuse(response: Any) -> None:
    """As above, async."""
    response.raise_for_status()


def read_and_refuse(response: Any) -> None:
    """Read the content, then check the status."""
    response.read()
    response.raise_for_status()


async def aread_and_refuse(response: Any) -> None:
    """As above, async."""
    await response.aread()
    response.raise_for_status()


def hooked(hook: Any, ahook: Any) -> dict[str, Any]:
    """Return functions that make clients with a hook, by the name of the way."""
    now, later = {"response": [hook]}, {"response": [ahook]}
    return {
        "httpx2": lambda: httpx2.Client(event_hooks=now),
        "httpx2-async": lambda: httpx2.AsyncClient(event_hooks=later),
        "httpx": lambda: owned(HttpxTransport, httpx.Client(event_hooks=now)),
        "httpx-async": lambda: aowned(AsyncHttpxTransport, httpx.AsyncClient(event_hooks=later)),
        "requests": lambda: owned(RequestsTransport, checking()),
        "aiohttp": lambda: aowned(AiohttpTransport, aiohttp.ClientSession(raise_for_status=True)),
    }


def checking() -> requests.Session:
    """Return a session that checks the status of every response."""
    session = requests.Session()
    session.hooks["response"].append(lambda response, **_: response.raise_for_status())
    return session


def given(makes: dict[str, Callable[[], Any]]) -> Any:
    """Run a test with clients of the caller's own."""
    asynchronous = ("httpx2-async", "httpx-async", "aiohttp")
    return over(*(Way(name, name in asynchronous, make) for name, make in makes.items()))


@given(hooked(refuse, arefuse))
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_client_that_checks_statuses_itself(way: Way, coding: str) -> None:
    """The error is that of the status, as without the hook, and no exception of its chain contains a key."""
    content = gzip.compress(b"{}") if coding == "gzip" else b"{}"
    answer = whole(content, f"Content-Encoding: {coding}", status="404 Not Found")
    with raw_serving(x=answer) as raw, pytest.raises(NotFoundError) as caught:
        way.call(raw.url, "x", **KEY)
    assert SECRET not in chain(caught.value)


@given(hooked(read_and_refuse, aread_and_refuse))
def test_a_client_that_reads_before_it_checks(way: Way) -> None:
    """Content that a hook has read is the body of the error."""
    content = gzip.compress(b'{"a": 1}')
    answer = whole(content, "Content-Encoding: gzip", status="404 Not Found")
    with raw_serving(x=answer) as raw, pytest.raises(NotFoundError) as caught:
        way.call(raw.url, "x")
    assert caught.value.body == {"a": 1}


def test_the_token_replaces_the_authentication_of_an_aiohttp_session() -> None:
    """The authentication of a session does not replace the token."""

    async def run() -> None:
        async with aiohttp.ClientSession(headers={"Authorization": "Basic dTpw"}) as session:
            client = AsyncSample("tok", base_url=raw.url, http_client=AiohttpTransport(session))
            assert await client.pets._call(GET, {}) == {}

    with raw_serving(x=whole(b"{}")) as raw:
        asyncio.run(run())
    assert b"authorization: bearer tok" in raw.heads[0].lower()


# Errors of the library.


@every_way
def test_a_proxy_that_the_library_cannot_use(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy without its package is an error with its name and without its password."""
    for name in ("ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "socks5://user:PSECRET@127.0.0.1:1")
    with pytest.raises(APIConnectionError, match=r"(?i)socks") as caught:
        way.call("http://nowhere.example", "x", **KEY)
    assert SECRET not in chain(caught.value)


@every_way
def test_a_wrong_content_length(way: Way) -> None:
    """Libraries differ if the header contradicts the body: the result is an error of the package, or the response."""
    with raw_serving(x=whole(b"{}")) as raw, suppress(APIError):
        assert way.call(raw.url, "x", headers={"Content-Length": "3"}, timeout=1) == {}


# Statuses and contents.


@every_way
@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content", "200 OK"])
def test_a_success_without_its_content(status: str, way: Way) -> None:
    """A method that returns a value does not return None instead."""
    number = Operation[int]("GET /x", responses={200: "int"})
    answer = cut(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
    with (
        raw_serving(x=answer) as raw,
        pytest.raises(DecodeError, match="there is no content") as caught,
    ):
        way.use(raw.url, lambda client: client.pets._call(number, {}))
    assert caught.value.response is not None
    assert caught.value.response.status == int(status[:3])


@every_way
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 1.5", 1.5),
        ("Retry-After: " + "9" * 400, None),
        ("Retry-After-Ms: 250", 0.25),
        ("Retry-After: soon", None),
        ("X-A: b", None),
    ],
)
def test_retry_after_is_finite_or_none(header: str, seconds: float | None, way: Way) -> None:
    """The delay that a server requests is a finite number of seconds, or None."""
    answer = whole(b"{}", header, status="429 X")
    with raw_serving(x=answer) as raw, pytest.raises(RateLimitError) as caught:
        way.call(raw.url, "x")
    assert caught.value.retry_after == seconds


@every_way
def test_an_endless_event_is_refused(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is closed."""
    monkeypatch.setattr("stubwright.runtime._runtime.stream_parsers.MOST", 1000)

    async def read(client: Any) -> None:
        async for _ in await astream(client.pets, LISTEN, {}):
            pass

    def read_now(client: Any) -> None:
        list(stream(client.pets, LISTEN, {}))

    with raw_serving(x=endless(SSE, b"data: " + b"x" * 200 + b"\n", 0.001)) as raw:
        with pytest.raises(DecodeError, match="at most 1000 bytes"):
            way.use(raw.url, read if way.asynchronous else read_now)
        assert raw.count_open(0) == 0


@every_way
def test_an_error_status_of_a_stream_raises_at_the_call(way: Way) -> None:
    """The method raises before the first item."""

    async def read(client: Any) -> None:
        await astream(client.pets, LISTEN, {})

    def read_now(client: Any) -> None:
        stream(client.pets, LISTEN, {})

    with raw_serving(x=whole(b"{}", status="500 X")) as raw:
        with pytest.raises(InternalServerError):
            way.use(raw.url, read if way.asynchronous else read_now, max_retries=0)
        assert raw.count_open(0) == 0


@async_ways
def test_aclose_wakes_another_task(way: Way) -> None:
    """A task that waits for the next item ends when another task closes the stream."""

    async def wait(client: Any) -> list[Any]:
        items = await astream(client.pets, LISTEN, {})

        async def read() -> list[Any]:
            return [each async for each in items]

        task = asyncio.create_task(read())
        await asyncio.sleep(0.1)
        await items.aclose()
        return await asyncio.wait_for(task, 2)

    with raw_serving(x=silent(SSE)) as raw:
        assert way.use(raw.url, wait) == []
        assert raw.count_open(0) == 0


@every_way
def test_a_download_needs_little_memory(way: Way) -> None:
    """20 MB are read in chunks."""

    async def do(client: Any) -> int:
        opened = await client._port.open(Request("GET", f"{raw.url}/x", {}, None, Timeout(5)))
        size = 0
        while piece := await opened.piece():
            size += len(piece)
        await opened.close()
        return size

    def now(client: Any) -> int:
        try:
            do(client).send(None)
        except StopIteration as done:
            return int(done.value)
        raise AssertionError("a sync client does not wait")

    def send(connection: Any, head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n")
        for _ in range(200):
            connection.sendall(bytes(100_000))

    with raw_serving(x=send) as raw:
        tracemalloc.start()
        try:
            assert way.use(raw.url, do if way.asynchronous else now) == 20_000_000
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()


# Pools.


ONE = {
    "httpx2": lambda: httpx2.Client(limits=httpx2.Limits(max_connections=1)),
    "httpx2-async": lambda: httpx2.AsyncClient(limits=httpx2.Limits(max_connections=1)),
    "httpx": lambda: owned(HttpxTransport, httpx.Client(limits=httpx.Limits(max_connections=1))),
    "httpx-async": lambda: aowned(
        AsyncHttpxTransport, httpx.AsyncClient(limits=httpx.Limits(max_connections=1))
    ),
    "aiohttp": lambda: aowned(
        AiohttpTransport, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1))
    ),
}


@given(ONE)
def test_a_full_pool_has_its_own_error(way: Way) -> None:
    """Waiting for a free connection is not reported as a slow server, and nothing was sent.

    aiohttp does not tell it from a server that accepts no connection.
    """

    async def late(client: Any) -> None:
        held = await astream(client.pets, LISTEN, {})
        try:
            await client.pets._call(GET, {"timeout": 0.1})
        finally:
            await held.aclose()

    def late_now(client: Any) -> None:
        held = stream(client.pets, LISTEN, {})
        try:
            client.pets._call(GET, {"timeout": 0.1})
        finally:
            held.close()

    with (
        raw_serving(x=silent(SSE)) as raw,
        pytest.raises(
            APITimeoutError, match=r"all connections were in use|Connection timeout"
        ) as caught,
    ):
        way.use(raw.url, late if way.asynchronous else late_now, max_retries=0)
    assert not caught.value.sent


# Requests that lead elsewhere.


@every_way
@pytest.mark.parametrize("path", ["/x#frag", "http://other.example/x", "//other.example/x"])
def test_paths_that_lead_elsewhere_are_refused(path: str, way: Way) -> None:
    """Neither a fragment, which would hide the query, nor another server is accepted."""
    with raw_serving(x=whole(b"{}")) as raw:
        with pytest.raises(InvalidRequestError):
            way.use(raw.url, lambda client: client.request("GET", path, query={"a": 1}))
        assert not raw.heads


@every_way
@pytest.mark.parametrize("name", ["user-agent", "accept"])
def test_none_removes_a_header(name: str, way: Way) -> None:
    """None removes a header, and the default of the library does not replace it."""
    with raw_serving(x=whole(b"{}")) as raw:
        way.call(raw.url, "x", headers={name: None})
        assert f"\r\n{name}:".encode() not in raw.heads[0].lower()


@every_way
def test_a_redirect_error_has_the_target(way: Way) -> None:
    """The error of a redirect that is not followed has its target, without secrets."""
    answer = whole(b"", f"Location: https://files.test/7?signature={SECRET}", status="307 X")
    with raw_serving(x=answer) as raw, pytest.raises(APIStatusError) as caught:
        way.call(raw.url, "x")
    assert str(caught.value).endswith("/x → 307 Temporary Redirect to https://files.test/7")
    assert SECRET not in str(caught.value)
