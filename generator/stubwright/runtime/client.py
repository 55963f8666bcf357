"""Clients, sync and async, and the groups of methods that they hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from types import TracebackType
from typing import Any, ClassVar, ParamSpec, TypeVar

import httpx2

from .auth import Credential
from .operation import Operation, Response
from .request import Request
from .response import RawResponse, failure, read
from .session import TIMEOUT, Api as Api, Session
from .transport import AsyncHTTPTransport, AsyncTransport, HTTPTransport, Transport
from .wire import UNSET

C = TypeVar("C", bound="Client")
A = TypeVar("A", bound="AsyncClient")
T = TypeVar("T")
P = ParamSpec("P")

_seen: ContextVar[list[RawResponse] | None] = ContextVar("_seen", default=None)


class Client:
    """Call an API. ``token``, ``base_url``, ``timeout`` (seconds) and ``headers`` serve
    every call; ``credentials`` maps security schemes to what they need. ``http_client``
    is used in place of a client of our own, and is not closed.
    """

    _api: ClassVar[Api]

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.Client | Transport | None = None,
        credentials: Mapping[str, Credential] | None = None,
    ) -> None:
        self._session = Session(
            self._api,
            token=token,
            base_url=base_url,
            headers=headers,
            credentials=credentials,
            timeout=timeout,
        )
        self._own: httpx2.Client | None = None
        if http_client is None:
            http_client = self._own = httpx2.Client(timeout=TIMEOUT)
        if isinstance(http_client, httpx2.Client):
            http_client = HTTPTransport(http_client)
        self._transport: Transport = http_client

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> RawResponse:
        """Call what the document lacks; raise ``APIStatusError`` where that fails."""
        request = self._session.free_request(
            method, path, query, json, content, headers, timeout
        )
        signed = self._session.sign(request, needed=False)
        return successful(request, self._transport.send(signed))

    def with_response(
        self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call a method; return its value with the response's status and headers."""
        seen: list[RawResponse] = []
        before = _seen.set(seen)
        try:
            value = method(*args, **kwargs)
        finally:
            _seen.reset(before)
        return envelope(value, seen)

    def close(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        if self._own is not None:
            self._own.close()

    def __enter__(self: C) -> C:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.base_url!r})"


class AsyncClient:
    """Call an API, async. The arguments are those of the sync client."""

    _api: ClassVar[Api]

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.AsyncClient | AsyncTransport | None = None,
        credentials: Mapping[str, Credential] | None = None,
    ) -> None:
        self._session = Session(
            self._api,
            token=token,
            base_url=base_url,
            headers=headers,
            credentials=credentials,
            timeout=timeout,
        )
        self._own: httpx2.AsyncClient | None = None
        if http_client is None:
            http_client = self._own = httpx2.AsyncClient(timeout=TIMEOUT)
        if isinstance(http_client, httpx2.AsyncClient):
            http_client = AsyncHTTPTransport(http_client)
        self._transport: AsyncTransport = http_client

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> RawResponse:
        """Call what the document lacks; raise ``APIStatusError`` where that fails."""
        request = self._session.free_request(
            method, path, query, json, content, headers, timeout
        )
        signed = self._session.sign(request, needed=False)
        return successful(request, await self._transport.send(signed))

    async def with_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call a method; return its value with the response's status and headers."""
        seen: list[RawResponse] = []
        before = _seen.set(seen)
        try:
            value = await method(*args, **kwargs)
        finally:
            _seen.reset(before)
        return envelope(value, seen)

    async def aclose(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        if self._own is not None:
            await self._own.aclose()

    async def __aenter__(self: A) -> A:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.base_url!r})"


class Group:
    """Methods that belong together."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def _call(self, operation: Operation[T], /, **arguments: Any) -> T:
        client = self._client
        module = home(type(self), Group)
        request, signed = prepare(client, operation, module, arguments)
        response = client._transport.send(signed)
        value: T = read(operation, module, request, note(response))
        return value


class AsyncGroup:
    """Methods that belong together, async."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def _call(self, operation: Operation[T], /, **arguments: Any) -> T:
        client = self._client
        module = home(type(self), AsyncGroup)
        request, signed = prepare(client, operation, module, arguments)
        response = await client._transport.send(signed)
        value: T = read(operation, module, request, note(response))
        return value


def prepare(
    client: Client | AsyncClient,
    operation: Operation[Any],
    module: str,
    arguments: dict[str, Any],
) -> tuple[Request, Request]:
    """Return a call's request unsigned, as errors show it, and signed."""
    session = client._session
    request = session.request(operation, module, arguments)
    return request, session.sign(request, operation.security)


def home(group: type[Any], base: type[Any]) -> str:
    """Return the module that a group's type names belong to, subclassed or not."""
    found = (each for each in group.__mro__ if base in each.__bases__)
    return next(found, group).__module__


def note(response: RawResponse) -> RawResponse:
    """Let ``with_response`` see a response."""
    seen = _seen.get()
    if seen is not None:
        seen.append(response)
    return response


def successful(request: Request, response: RawResponse) -> RawResponse:
    """Return a response; raise what it means where it is no success."""
    if 200 <= response.status < 300:
        return note(response)
    raise failure(request, response)


def envelope(value: T, seen: list[RawResponse]) -> Response[T]:
    """Return a value with what came with it."""
    if not seen:
        raise TypeError("with_response needs a method of this client's groups")
    return Response(value, seen[-1].status, seen[-1].headers)
