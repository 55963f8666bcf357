"""Clients, sync and async, and the groups of methods that they hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

import httpx2

from .auth import Credential
from .operation import Operation, Response
from .request import Request, shown
from .response import RawResponse, failure, read
from .sentinels import UNSET
from .session import Api as Api
from .session import Session
from .transport import AsyncHTTPTransport, AsyncTransport, HTTPTransport, Transport

A = TypeVar("A", bound="AsyncClient")
C = TypeVar("C", bound="Client")
H = TypeVar("H")
P = ParamSpec("P")
T = TypeVar("T")

_seen: ContextVar[list[RawResponse] | None] = ContextVar("_seen", default=None)


class _Holder:
    _session: Session
    _transport: Any


class _Client(_Holder, Generic[H]):
    _api: ClassVar[Api]
    _connect: ClassVar[type[Any]]

    def __init__(
        self,
        token: str | Callable[[], str] | None = None,
        *,
        base_url: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: H | None = None,
        credentials: Mapping[str, Credential] | None = None,
    ) -> None:
        """Prepare to call.

        ``token`` serves where one credential is enough; ``credentials`` maps security
        schemes to theirs; one that expires is a function, called for each request.
        ``timeout`` is in seconds. An ``http_client`` is not closed.
        """
        api = self._api
        url = base_url or ""
        self._session = Session(api, token, url, timeout, headers, credentials)
        self._transport = self._connect(http_client)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={shown(self._session.base_url)!r})"


class Client(_Client[httpx2.Client | Transport]):
    """Call an API."""

    _connect = HTTPTransport

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
        free = self._session.free_request
        request = free(method, path, query, json, content, headers, timeout)
        signed = self._session.sign(request, needed=False)
        return _successful(request, self._transport.send(signed))

    def with_response(
        self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call a method; return its value with the response's status and headers."""
        seen: list[RawResponse] = []
        before = _seen.set(seen)
        try:
            return _envelope(method(*args, **kwargs), seen)
        finally:
            _seen.reset(before)

    def close(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        self._transport.close()

    def __enter__(self: C) -> C:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(_Client[httpx2.AsyncClient | AsyncTransport]):
    """Call an API, async."""

    _connect = AsyncHTTPTransport

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
        free = self._session.free_request
        request = free(method, path, query, json, content, headers, timeout)
        signed = self._session.sign(request, needed=False)
        return _successful(request, await self._transport.send(signed))

    async def with_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call a method; return its value with the response's status and headers."""
        seen: list[RawResponse] = []
        before = _seen.set(seen)
        try:
            return _envelope(await method(*args, **kwargs), seen)
        finally:
            _seen.reset(before)

    async def aclose(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        await self._transport.close()

    async def __aenter__(self: A) -> A:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class Group(_Holder):
    """Methods that belong together."""

    def __init__(self, client: Client) -> None:
        self._session = client._session
        self._transport = client._transport

    def _call(self, operation: Operation[T], /, **arguments: Any) -> T:
        call = Call(self, operation, arguments)
        return call.finish(self._transport.send(call.signed))


class AsyncGroup(_Holder):
    """Methods that belong together, async."""

    def __init__(self, client: AsyncClient) -> None:
        self._session = client._session
        self._transport = client._transport

    async def _call(self, operation: Operation[T], /, **arguments: Any) -> T:
        call = Call(self, operation, arguments)
        return call.finish(await self._transport.send(call.signed))


class Call(_Holder, Generic[T]):
    """One call: its request, unsigned as errors show it and signed, and its end."""

    def __init__(
        self,
        group: Group | AsyncGroup,
        operation: Operation[T],
        arguments: dict[str, Any],
    ) -> None:
        session = group._session
        found = (x for x in type(group).__mro__ if {Group, AsyncGroup} & {*x.__bases__})
        self.module = next(found).__module__  # where the types' names mean something
        self.operation = operation
        self.transport = group._transport
        self.request = session.request(operation, self.module, arguments)
        self.signed = session.sign(self.request, operation.security)

    def finish(self, response: RawResponse) -> T:
        """Return the response's value, or raise what it means."""
        note(response)
        value: T = read(self.operation, self.module, self.request, response)
        return value


def note(response: RawResponse) -> None:
    """Let ``with_response`` see a response."""
    seen = _seen.get()
    if seen is not None:
        seen.append(response)


def _successful(request: Request, response: RawResponse) -> RawResponse:
    note(response)
    if not 200 <= response.status < 300:
        raise failure(request, response)
    return response


def _envelope(value: T, seen: list[RawResponse]) -> Response[T]:
    if not seen:
        raise TypeError("with_response needs a method of this client's groups")
    return Response(value, seen[-1].status, seen[-1].headers)
