"""Errors of servers, networks and callers, against a raw server on loopback, sync and async."""

from __future__ import annotations

import asyncio
import gc
import gzip
import logging
import os
import threading
import time
import tracemalloc
import zlib
from typing import Any

import httpx2
import pytest
from sample.client import AsyncSample, Sample
from sample.endpoints import AsyncPetsEndpoints, PetsEndpoints

from raw_server import Raw, cut, dripping, endless, raw_serving, silent, whole
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.stream_parsers import EventParser, LineParser
from stubwright.runtime._runtime.streaming import Events, Lines, StreamOperation, astream, stream
from stubwright.runtime.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    DecodeError,
    EncodeError,
    InternalServerError,
    RateLimitError,
)
from stubwright.runtime.http import Timeout

both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
OK = "HTTP/1.1 200 OK\r\n"
JSON = f"{OK}Content-Type: application/json\r\n"
SSE = f"{OK}Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
EVENT = b"c\r\ndata: 1234\n\n\r\n"
SECRET = "QSECRET"


def operation(path: str, of: str = "Any", method: str = "GET") -> Operation[Any]:
    """Return an operation of a type."""
    return Operation[Any](f"{method} /{path}", responses={200: of})


def events(path: str) -> StreamOperation[Any]:
    """Return an operation that streams."""
    return StreamOperation[Any](f"GET /{path}", responses={200: Events("Any")})


def call(raw: Raw | str, path: str, asynchronous: bool, of: str = "Any", **settings: Any) -> Any:
    """Call an operation with a new client, which does not repeat it."""
    url = raw if isinstance(raw, str) else raw.url
    settings = {"token": "t", "base_url": url, "max_retries": 0, **settings}
    if not asynchronous:
        with Sample(**settings) as client:
            return PetsEndpoints(client)._call(operation(path, of), {})

    async def run() -> Any:
        async with AsyncSample(**settings) as client:
            return await AsyncPetsEndpoints(client)._call(operation(path, of), {})

    return asyncio.run(run())


# 1, 2, 9: streams and their connections.


def test_an_abandoned_stream_leaks_no_connection() -> None:
    """A stream that is never iterated releases its connection when it is garbage-collected."""
    with (
        raw_serving(listen=silent(SSE)) as raw,
        Sample("t", base_url=raw.url) as client,
    ):
        group = PetsEndpoints(client)
        held = [stream(group, events("listen"), {}) for _ in range(5)]
        assert raw.count_open(5) == 5
        held.clear()
        gc.collect()
        assert raw.count_open(0) == 0


def test_an_abandoned_async_stream_leaks_no_connection() -> None:
    """The same for async streams: the event loop closes them."""

    async def run(raw: Raw) -> None:
        async with AsyncSample("t", base_url=raw.url) as client:
            group = AsyncPetsEndpoints(client)
            held = [await astream(group, events("listen"), {}) for _ in range(5)]
            assert len(raw.open) == 5
            held.clear()
            gc.collect()
            for _ in range(100):
                await asyncio.sleep(0.01)
                if not raw.open:
                    break
            assert not raw.open

    with raw_serving(listen=silent(SSE)) as raw:
        asyncio.run(run(raw))


def test_a_closed_stream_has_ended() -> None:
    """After ``close``, iteration ends without an error."""
    with raw_serving(listen=endless(SSE, EVENT)) as raw, Sample("t", base_url=raw.url) as client:
        items = stream(PetsEndpoints(client), events("listen"), {})
        assert next(items) == 1234
        items.close()
        assert list(items) == []
        assert raw.count_open(0) == 0


def test_close_wakes_another_thread() -> None:
    """A thread that waits for the next item ends when another thread closes the stream."""
    with raw_serving(listen=silent(SSE)) as raw, Sample("t", base_url=raw.url) as client:
        items = stream(PetsEndpoints(client), events("listen"), {})
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


# 3, 17: a server's words.


@both
@pytest.mark.parametrize("charset", ["idna", "undefined", "nonsense", "punycode"])
@pytest.mark.parametrize(
    ("status", "kind"),
    [("500 X", InternalServerError), ("429 X", RateLimitError), ("200 OK", None)],
)
def test_a_charset_never_hides_the_status(
    charset: str, status: str, kind: type[APIStatusError] | None, asynchronous: bool
) -> None:
    """Text in an unknown charset is decoded as UTF-8."""
    answer = whole(b"b\xc3\xb6se", f"Content-Type: text/plain; charset={charset}", status=status)
    with raw_serving(x=answer) as raw:
        if kind is None:
            assert isinstance(call(raw, "x", asynchronous, "str"), str)
            return
        with pytest.raises(kind):
            call(raw, "x", asynchronous)


@both
def test_control_characters_are_escaped(asynchronous: bool) -> None:
    """Text of a server cannot control a terminal."""
    with raw_serving(x=whole(b"\x1b[31mboom\x07", status="500 X")) as raw:
        with pytest.raises(InternalServerError) as caught:
            call(raw, "x", asynchronous)
        assert "\\x1b[31mboom\\x07" in str(caught.value)
        assert str(caught.value).isprintable()
        with Sample("t", base_url=raw.url, max_retries=0) as client:
            with pytest.raises(APIError) as refused:
                client.request("GET", "/a\r\nX: y")
            assert str(refused.value).isprintable()


# 4, 5: credentials.


def test_no_credential_in_errors_of_hooks() -> None:
    """A hook of the user that raises for a status results in a status error without the key in the URL."""

    def refuse(response: httpx2.Response) -> None:
        response.raise_for_status()

    with raw_serving(x=whole(b"{}", status="404 X")) as raw:
        http_client = httpx2.Client(event_hooks={"response": [refuse]})
        settings: Any = {"credentials": {"key": SECRET, "login": ("a", "b")}}
        with http_client, pytest.raises(APIStatusError) as caught:
            PetsEndpoints(Sample(base_url=raw.url, http_client=http_client, **settings))._call(
                operation("x"), {}
            )
        error: BaseException | None = caught.value
        while error is not None:
            assert SECRET not in f"{error}{error!r}{error.args}"
            error = error.__cause__ or error.__context__
        assert caught.value.status == 404
        assert SECRET.encode() in raw.heads[0]


def test_no_credential_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the package's logger nor that of httpx2, which logs URLs, contains a key."""
    caplog.set_level(logging.DEBUG)
    with raw_serving(x=whole(b"{}")) as raw:
        call(raw, "x", False, token=None, credentials={"key": SECRET, "login": ("a", "b")})
    assert SECRET not in caplog.text
    assert "api_key=" in caplog.text
    assert f"GET {raw.url}/x → 200" in caplog.text


def test_a_base_url_has_no_query_fragment_or_user() -> None:
    """These would be lost, or sent in place of a credential."""
    for url in ("http://x/v1?a=1", "http://x/v1#a", f"http://u:{SECRET}@x", f"ftp://u:{SECRET}@x"):
        with pytest.raises(ValueError, match="base_url must be") as caught:
            Sample("t", base_url=url)
        assert SECRET not in str(caught.value)


def test_the_token_replaces_the_authentication_of_http_client() -> None:
    """The authentication of ``http_client`` does not replace the token."""
    with raw_serving(x=whole(b"{}")) as raw, httpx2.Client(auth=("u", "p")) as http_client:
        PetsEndpoints(Sample("tok", base_url=raw.url, http_client=http_client))._call(
            operation("x"), {}
        )
        assert b"authorization: bearer tok" in raw.heads[0].lower()


# 6: deadlines.


@both
@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(dripping(f"{JSON}Content-Length: 2\r\n\r\n{{}}".encode(), 0.05), id="head"),
        pytest.param(
            dripping(b'{"a": "' + b"b" * 93, 0.05, f"{JSON}Content-Length: 100\r\n\r\n".encode()),
            id="body",
        ),
        pytest.param(silent(), id="silent"),
        pytest.param(silent(f"{JSON}Content-Length: 9\r\n\r\n".encode()), id="silent-body"),
    ],
)
def test_a_total_is_a_deadline(behaviour: Any, asynchronous: bool) -> None:
    """The total timeout ends a call, however the server spends the time."""
    with raw_serving(x=behaviour) as raw:
        started = time.monotonic()
        with pytest.raises(APITimeoutError):
            call(raw, "x", asynchronous, timeout=Timeout(5, total=0.4), max_retries=5)
        assert 0.3 < time.monotonic() - started < 1.5


@both
def test_a_call_within_the_total_timeout_succeeds(asynchronous: bool) -> None:
    """A call that ends in time is not affected."""
    with raw_serving(x=whole(b'{"a": 1}')) as raw:
        assert call(raw, "x", asynchronous, timeout=Timeout(total=5)) == {"a": 1}


# 8: parsers.


@pytest.mark.parametrize("kind", [LineParser, EventParser])
def test_parsers_are_linear(kind: Any) -> None:
    """Eight times as much input takes about eight times as long."""

    def seconds(size: int) -> float:
        parser = kind(str, None)
        piece = b"x" * 16384
        started = time.perf_counter()
        list(parser.feed(b'data: "' if kind is EventParser else b'"'))
        for _ in range(size // len(piece)):
            list(parser.feed(piece))
        found = [*parser.feed(b'"\n\n'), *parser.end()]
        assert len(found) == 1
        return time.perf_counter() - started

    seconds(1 << 20)
    small = min(seconds(1 << 20) for _ in range(3))
    large = min(seconds(1 << 23) for _ in range(3))
    assert large < 32 * small + 0.05


def feed(parser: Any, piece: bytes) -> None:
    """Feed a piece five times."""
    for _ in range(5):
        list(parser.feed(piece))


def test_parsers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An item without an end is refused: one line, or many lines of an event."""
    monkeypatch.setattr("stubwright.runtime._runtime.stream_parsers.MOST", 1000)
    several = b"data: " + b"x" * 300 + b"\n"
    for kind, piece in (
        (LineParser, b"x" * 300),
        (EventParser, b"x" * 300),
        (EventParser, several),
    ):
        parser = kind(str, None)
        with pytest.raises(DecodeError, match="at most 1000 bytes"):
            feed(parser, piece)


@both
def test_an_endless_line_closes_the_connection(
    asynchronous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same over the network: the connection is closed."""
    monkeypatch.setattr("stubwright.runtime._runtime.stream_parsers.MOST", 1000)
    head = f"{OK}Content-Type: application/jsonl\r\n\r\n".encode()
    lines = StreamOperation[Any]("GET /x", responses={200: Lines("Any")})

    async def read(raw: Raw) -> None:
        async with AsyncSample("t", base_url=raw.url) as client:
            async for _ in await astream(AsyncPetsEndpoints(client), lines, {}):
                pass

    def read_now(raw: Raw) -> None:
        with Sample("t", base_url=raw.url) as client:
            list(stream(PetsEndpoints(client), lines, {}))

    with raw_serving(x=endless(head, b"x" * 200, 0.001)) as raw:
        with pytest.raises(DecodeError, match="at most 1000 bytes"):
            asyncio.run(read(raw)) if asynchronous else read_now(raw)
        assert raw.count_open(0) == 0


# 10: foreign exceptions.


@both
def test_exceptions_of_libraries_are_converted(
    asynchronous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exceptions of httpx2, h11 and transports are raised as subclasses of the package's base error."""
    with raw_serving(x=whole(b"{}")) as raw:
        with pytest.raises(APIConnectionError):
            call(raw, "x", asynchronous, headers={"Content-Length": "3"})
        monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
        with pytest.raises(APIConnectionError, match="socksio"):
            call(raw, "x", asynchronous)
        monkeypatch.delenv("ALL_PROXY")
        with pytest.raises(TypeError, match="the header 'x' must be text, not int"):
            call(raw, "x", asynchronous, headers={"X": 1})
        for wrong in (float("inf"), float("nan"), 0, -1):
            with pytest.raises(ValueError, match="timeout must be a number of seconds"):
                call(raw, "x", asynchronous, timeout=wrong)
        with pytest.raises(TypeError, match="timeout must be seconds or a Timeout"):
            call(raw, "x", asynchronous, timeout=httpx2.Timeout(3))


class Broken:
    """A transport that fails as sockets do."""

    def send(self, request: Any, /) -> Any:
        """Fail."""
        raise ConnectionResetError(104, "reset")


def test_exceptions_of_custom_transports() -> None:
    """An OSError is a connection error; an assertion in a test's transport is unchanged."""
    with pytest.raises(APIConnectionError, match="reset") as caught:
        Sample("t", http_client=Broken(), max_retries=0).pets.get_pet("1")
    assert isinstance(caught.value.__cause__, ConnectionResetError)

    class Asserting:
        def send(self, request: Any, /) -> Any:
            raise AssertionError("unexpected")

    with pytest.raises(AssertionError, match="unexpected"):
        Sample("t", http_client=Asserting()).pets.get_pet("1")


def test_a_lone_surrogate_in_a_path_is_refused() -> None:
    """A path value that cannot be encoded is refused before anything is sent."""
    with pytest.raises(EncodeError, match="cannot be encoded as UTF-8"):
        Sample("t").pets.get_pet("\ud800")


@both
def test_a_closed_client_raises_a_connection_error(asynchronous: bool) -> None:
    """A call after ``close`` is a connection error."""
    if asynchronous:

        async def run() -> None:
            client = AsyncSample("t")
            await client.aclose()
            await client.pets.get_pet("1")

        with pytest.raises(APIConnectionError, match="the client is closed"):
            asyncio.run(run())
        return
    client = Sample("t")
    client.close()
    with pytest.raises(APIConnectionError, match="the client is closed"):
        client.pets.get_pet("1")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_second_event_loop_gets_new_connections() -> None:
    """One client works in consecutive ``asyncio.run`` calls; connections of an earlier loop are not used."""
    with raw_serving(x=whole(b"{}")) as raw:
        client = AsyncSample("t", base_url=raw.url, max_retries=0)
        for _ in range(2):
            assert asyncio.run(client.pets._call(operation("x"), {})) == {}
        del client
        gc.collect()


# 13, 15: cookies, token functions.


@both
def test_cookies_are_not_kept(asynchronous: bool) -> None:
    """Cookies set by a server are not sent back, unless the caller passed an HTTP client."""
    with raw_serving(x=whole(b"{}", "Set-Cookie: a=b")) as raw:
        if asynchronous:

            async def run() -> None:
                async with AsyncSample("t", base_url=raw.url) as client:
                    for _ in range(2):
                        await client.pets._call(operation("x"), {})

            asyncio.run(run())
        else:
            with Sample("t", base_url=raw.url) as client:
                for _ in range(2):
                    client.pets._call(operation("x"), {})
            with httpx2.Client() as http_client:
                own = Sample("t", base_url=raw.url, http_client=http_client)
                for _ in range(2):
                    own.pets._call(operation("x"), {})
            assert b"cookie: a=b" in raw.heads.pop().lower()
        assert not any(b"cookie:" in head.lower() for head in raw.heads[:2])
        assert len(raw.heads) >= 2


def test_tokens_may_be_async() -> None:
    """An async client awaits its token function; a sync client raises a clear error."""

    async def token() -> str:
        await asyncio.sleep(0.01)
        return "fresh"

    with raw_serving(x=whole(b"{}")) as raw:
        call(raw, "x", True, token=token)
        assert b"authorization: bearer fresh" in raw.heads[0].lower()
        unused = token()
        with pytest.raises(TypeError, match="needs the async client"):
            call(raw, "x", False, token=lambda: unused)
        unused.close()


# 14, 16: compressed and endless contents.


@both
def test_memory_is_bounded(asynchronous: bool) -> None:
    """``max_content`` applies to decompressed content, so that a decompression bomb is refused."""
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join([*(bomb.compress(bytes(1 << 20)) for _ in range(100)), bomb.flush()])
    with raw_serving(
        bomb=whole(packed, "Content-Encoding: gzip"),
        large=whole(b"x" * 3_000_000),
        small=whole(gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip"),
    ) as raw:
        tracemalloc.start()
        try:
            for path in ("bomb", "large"):
                with pytest.raises(APIError, match="more than 1000000 bytes"):
                    call(raw, path, asynchronous, "bytes", max_content=1_000_000)
            assert tracemalloc.get_traced_memory()[1] < 25_000_000
        finally:
            tracemalloc.stop()
        assert call(raw, "small", asynchronous, max_content=1_000_000) == {"a": 1}


@both
def test_truncated_compressed_content_is_an_error(asynchronous: bool) -> None:
    """Compressed content without its end is an error, also if bytes are requested."""
    packed = gzip.compress(os.urandom(3000))
    raw_deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated = raw_deflate.compress(b"abc") + raw_deflate.flush()
    with raw_serving(
        cut=whole(packed[:2000], "Content-Encoding: gzip"),
        bad=whole(b"no gzip", "Content-Encoding: gzip"),
        zlib=whole(zlib.compress(b"abc"), "Content-Encoding: deflate"),
        deflate=whole(deflated, "Content-Encoding: deflate"),
        two=whole(gzip.compress(b"a") + gzip.compress(b"bc"), "Content-Encoding: x-gzip"),
        empty=whole(b"", "Content-Encoding: gzip"),
        short=cut(f"{JSON}Content-Length: 9\r\n\r\n".encode() + b"{}"),
        chunk=cut(f"{JSON}Transfer-Encoding: chunked\r\n\r\n5\r\nab".encode()),
    ) as raw:
        for path in ("cut", "bad", "short", "chunk"):
            with pytest.raises(APIConnectionError):
                call(raw, path, asynchronous, "bytes")
        for path in ("zlib", "deflate", "two"):
            assert call(raw, path, asynchronous, "bytes") == b"abc"
        assert call(raw, "empty", asynchronous, "bytes") == b""


# 19, 20, 21: processes, pools, answers nobody asked for.


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_client_makes_new_connections() -> None:
    """Parent and child processes never share a connection: each receives its own responses."""

    def echo(connection: Any, head: bytes) -> None:
        name = head.split(b" ", 2)[1].rpartition(b"/")[2]
        body = b'"' + name + b'"'
        connection.sendall(f"{JSON}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    with raw_serving(x=echo) as raw, Sample("t", base_url=raw.url) as client:
        group = PetsEndpoints(client)
        assert group._call(operation("x/first"), {}) == "first"
        child = os.fork()
        name = "parent" if child else "child"
        wrong = 0
        try:
            for number in range(50):
                wrong += group._call(operation(f"x/{name}{number}"), {}) != f"{name}{number}"
        finally:
            if not child:
                os._exit(min(wrong, 1))
        assert wrong == 0
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_full_pool_has_its_own_error() -> None:
    """Waiting for a free connection is not reported as a slow server."""
    limits = httpx2.Limits(max_connections=1)
    with (
        raw_serving(x=silent(SSE)) as raw,
        httpx2.Client(limits=limits) as http_client,
    ):
        client = Sample("t", base_url=raw.url, http_client=http_client, max_retries=0)
        held = stream(PetsEndpoints(client), events("x"), {})
        with pytest.raises(APITimeoutError, match="all connections were in use") as caught:
            client.pets._call(operation("x"), {"timeout": 0.1})
        assert not caught.value.sent
        held.close()


@both
def test_content_after_a_204_is_not_the_next_response(asynchronous: bool) -> None:
    """Content that a server sends after a 204 does not become the next response."""
    wrong = b"HTTP/1.1 204 No Content\r\nContent-Length: 40\r\n\r\n"
    wrong += b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n666"

    def answer(connection: Any, head: bytes) -> None:
        connection.sendall(wrong)

    with raw_serving(none=answer, x=whole(b'{"a": 1}')) as raw:
        settings: Any = {"token": "t", "base_url": raw.url, "max_retries": 0}
        none = Operation[Any]("GET /none", responses={204: "None"})
        if asynchronous:

            async def run() -> Any:
                async with AsyncSample(**settings) as client:
                    await client.pets._call(none, {})
                    return await client.pets._call(operation("x"), {})

            assert asyncio.run(run()) == {"a": 1}
        else:
            with Sample(**settings) as client:
                client.pets._call(none, {})
                assert client.pets._call(operation("x"), {}) == {"a": 1}


@both
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "half-a-line", "ssh", "huge-head", "bad-chunk"],
)
def test_a_response_that_is_not_http_is_a_connection_error(data: bytes, asynchronous: bool) -> None:
    """The connection is closed."""
    with raw_serving(x=cut(data)) as raw:
        with pytest.raises(APIConnectionError):
            call(raw, "x", asynchronous)
        assert raw.count_open(0) == 0


def test_the_user_agent_names_the_package() -> None:
    """The raw server receives a User-Agent with the package's name, and no credential that was not passed."""
    with raw_serving(x=whole(b"{}")) as raw:
        call(raw, "x", False)
        head = raw.heads[0].lower()
        assert b"user-agent: stubwright\r\n" in head
