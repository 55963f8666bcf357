# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Responses whose content has not been read, and the errors of reading it."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from inspect import isawaitable
from typing import Any

import httpx2

from ..errors import APIConnectionError, APIError, APITimeoutError
from ..http import OpenResponse, RawResponse, Request

# Errors after which a retry may succeed.
PASSING = (
    httpx2.TimeoutException,
    httpx2.NetworkError,
    httpx2.RemoteProtocolError,
    httpx2.ProxyError,
    EOFError,
    OSError,
)
INFLATED = ("gzip", "x-gzip", "deflate")
"""Content codings that are decoded here, in chunks."""

_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class Opened:
    """A response whose content has not been read; ``head`` contains none of it."""

    def __init__(self, request: Request, source: Any, sync: bool) -> None:
        self._request = request
        self._source: OpenResponse | None = None
        self._sync = sync
        self._loop = running_loop()
        self._inflater: Any = None
        self._ready: Iterator[bytes] = iter(())
        headers = httpx2.Headers(source.headers)
        if isinstance(source, OpenResponse):
            self._source = source
            self._next: Any = partial(next if sync else anext, source.pieces, b"")
            if not source.decoded and coding(headers) in INFLATED:
                self._inflater = import_module(".inflate", __package__).Inflater()
        else:  # the transport has read the content
            self._next = partial(next, iter([source.content]), b"")
        self.head = RawResponse(source.status, headers, b"")

    async def piece(self) -> bytes:
        """Return the next chunk of the content, empty at the end."""
        with faults(self._request):
            while True:
                for found in self._ready:
                    return found
                data: bytes = await settled(self._next())
                if self._inflater is None:
                    return data
                if not data:
                    self._inflater.end()
                    return b""
                self._ready = self._inflater.feed(data)

    async def close(self) -> None:
        """Release the connection."""
        source, self._source = self._source, None
        if source is None:
            return
        await settled(source.close())
        length = source.headers.get("content-length", "0")
        if source.status == 204 and length != "0":
            source.abort()  # an unexpected body must not become the next response

    def abort(self) -> None:
        """Break the connection, which interrupts reads in other threads."""
        if self._source is not None:
            self._source.abort()

    def drop(self) -> None:
        """Close a response that is no longer read; may be called from any thread."""
        if self._source is None:
            return
        if self._sync:
            self._source.close()
        elif self._loop is not None and not self._loop.is_closed():
            make = self._loop.create_task
            self._loop.call_soon_threadsafe(lambda: make(self.close()))


def unread(source: httpx2.Response, sync: bool) -> OpenResponse:
    """Return a response of httpx2 as a transport returns it."""
    lost = source.is_closed and not source.is_stream_consumed  # a hook has raised
    body = httpx2.Response(200) if lost else source
    decoded = body.is_stream_consumed or coding(source.headers) not in INFLATED
    pieces: Any
    if sync:
        pieces = body.iter_bytes() if decoded else body.iter_raw()
    else:
        pieces = body.aiter_bytes() if decoded else body.aiter_raw()

    def abort() -> None:
        stream: Any = source.extensions.get("network_stream")
        try:
            stream.get_extra_info("socket").shutdown(2)
        except (AttributeError, OSError):
            pass

    close: Any = source.close if sync else source.aclose
    return OpenResponse(
        source.status_code, source.headers, pieces, close, abort, decoded
    )


def coding(headers: Mapping[str, str]) -> str:
    """Return the content coding (RFC 9110, section 8.4)."""
    return headers.get("content-encoding", "").strip().lower()


def running_loop() -> Any:
    """Return the running event loop, None without asyncio: httpx2 knows trio too."""
    asyncio: Any = sys.modules.get("asyncio")
    return asyncio and asyncio._get_running_loop()


async def settled(value: Any) -> Any:
    """Return a value, awaited if it comes from an async client."""
    return await value if isawaitable(value) else value


@contextmanager
def faults(request: Request) -> Generator[None, None, None]:
    """Convert the exceptions of sending a request or reading its response to ours."""
    try:
        yield
    except (APIError, AssertionError):
        raise
    except Exception as error:
        raise unreachable(request, error) from error


def unreachable(request: Request, error: Exception) -> APIConnectionError:
    """Return the exception for a request without a response."""
    timeout = isinstance(error, (httpx2.TimeoutException, TimeoutError))
    words = type(error).__name__
    if isinstance(error, httpx2.PoolTimeout):
        words = "all connections were in use"
    elif isinstance(error, EOFError):
        words = "the compressed content is truncated"
    elif isinstance(error, (httpx2.TransportError, OSError, RuntimeError, ImportError)):
        words = str(error) or words  # other messages may contain a URL with a secret
    made = (APITimeoutError if timeout else APIConnectionError)(f"{request}: {words}")
    made.sent = not isinstance(error, _NOT_SENT)
    made.retryable = isinstance(error, PASSING)
    return made
