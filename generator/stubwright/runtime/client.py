"""Clients, sync and async, and the groups of methods that they hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from functools import cached_property
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

import httpx2

from .auth import Credential
from .operation import Operation, Response
from .request import Request
from .response import RawResponse, failure, read
from .session import Api as Api
from .session import Session
from .transport import AsyncHTTPTransport, AsyncTransport, HTTPTransport, Transport
from .wire import UNSET

A = TypeVar("A", bound="AsyncClient")
C = TypeVar("C", bound="Client")
H = TypeVar("H")
P = ParamSpec("P")
T = TypeVar("T")

_TIMEOUT = 60.0  # seconds
_seen: ContextVar[list[RawResponse] | None] = ContextVar("_seen", default=None)


class _Base(Generic[H]):
    _api: ClassVar[Api]

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: H | None = None,
        credentials: Mapping[str, Credential] | None = None,
    ) -> None:
        """Prepare to call; nothing is sent.

        Args:
            token: The credential of the security scheme, where one is enough.
            base_url: The server, in place of the document's.
            timeout: Seconds to wait for a server at each step of a call.
            headers: Sent with every call.
            http_client: Used in place of a client of our own; it is not closed.
            credentials: What each security scheme needs, by its name.
        """
        self._session = Session(
            self._api, token, base_url, timeout, headers, credentials
        )
        self._given = http_client

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.base_url!r})"


class Client(_Base["httpx2.Client | Transport"]):
    """Call an API."""

    @cached_property
    def _transport(self) -> Transport:
        given = self._given or httpx2.Client(timeout=_TIMEOUT)
        return HTTPTransport(given) if isinstance(given, httpx2.Client) else given

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
        session = self._session
        request = session.free_request(
            method, path, query, json, content, headers, timeout
        )
        signed = session.sign(request, needed=False)
        return _successful(request, self._transport.send(signed))

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
        return _envelope(value, seen)

    def close(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        transport = self.__dict__.pop("_transport", None)
        if self._given is None and isinstance(transport, HTTPTransport):
            transport.client.close()

    def __enter__(self: C) -> C:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(_Base["httpx2.AsyncClient | AsyncTransport"]):
    """Call an API, async."""

    @cached_property
    def _transport(self) -> AsyncTransport:
        given = self._given or httpx2.AsyncClient(timeout=_TIMEOUT)
        if isinstance(given, httpx2.AsyncClient):
            return AsyncHTTPTransport(given)
        return given

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
        session = self._session
        request = session.free_request(
            method, path, query, json, content, headers, timeout
        )
        signed = session.sign(request, needed=False)
        return _successful(request, await self._transport.send(signed))

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
        return _envelope(value, seen)

    async def aclose(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        transport = self.__dict__.pop("_transport", None)
        if self._given is None and isinstance(transport, AsyncHTTPTransport):
            await transport.client.aclose()

    async def __aenter__(self: A) -> A:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class Group:
    """Methods that belong together."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def _call(self, operation: Operation[T], /, **arguments: Any) -> T:
        call = Call(self, operation, arguments)
        value: T = call.finish(self._client._transport.send(call.signed))
        return value


class AsyncGroup:
    """Methods that belong together, async."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def _call(self, operation: Operation[T], /, **arguments: Any) -> T:
        call = Call(self, operation, arguments)
        value: T = call.finish(await self._client._transport.send(call.signed))
        return value


class Call:
    """One call: its request, unsigned as errors show it and signed, and its end."""

    def __init__(
        self,
        group: Group | AsyncGroup,
        operation: Operation[Any],
        arguments: dict[str, Any],
    ) -> None:
        client = group._client
        self.operation = operation
        self.module = _home(type(group))
        self.transport = client._transport
        self.request = client._session.request(operation, self.module, arguments)
        self.signed = client._session.sign(self.request, operation.security)

    def finish(self, response: RawResponse) -> Any:
        """Return the response's value, or raise what it means."""
        _note(response)
        return read(self.operation, self.module, self.request, response)


def _home(group: type[Any]) -> str:
    """Return the module that a group's type names belong to, subclassed or not."""
    bases = (Group, AsyncGroup)
    found = (x for x in group.__mro__ if any(base in x.__bases__ for base in bases))
    return next(found, group).__module__


def _note(response: RawResponse) -> None:
    """Let ``with_response`` see a response."""
    seen = _seen.get()
    if seen is not None:
        seen.append(response)


def _successful(request: Request, response: RawResponse) -> RawResponse:
    _note(response)
    if not 200 <= response.status < 300:
        raise failure(request, response)
    return response


def _envelope(value: T, seen: list[RawResponse]) -> Response[T]:
    if not seen:
        raise TypeError("with_response needs a method of this client's groups")
    return Response(value, seen[-1].status, seen[-1].headers)
