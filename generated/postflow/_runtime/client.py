# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Sync and async clients, and their groups of methods."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any, ClassVar, Generic, ParamSpec, TypeAlias, TypeVar, cast

import httpx2

from ..errors import APIError
from ..http import (
    AsyncTransport,
    CallOptions,
    Credential,
    Hooks,
    RawResponse,
    Response,
    Transport,
)
from ..mismatches import Mismatch
from ..values import UNSET
from .codec_compile import part
from .exchange import Exchange
from .mismatches import Mismatches, Note
from .opened import Opened
from .operation import Operation
from .options import Unpack, combined
from .response import failure, read
from .session import Api, Session
from .texts import shown
from .transport import Port, run

A = TypeVar("A", bound="AsyncClient")
C = TypeVar("C", bound="Client")
H = TypeVar("H")
P = ParamSpec("P")
S = TypeVar("S", bound="_Client[Any]")
T = TypeVar("T")

Streamed: TypeAlias = "tuple[Call[Any], RawResponse, Opened]"
streaming: ContextVar[list[Streamed] | None] = ContextVar("streaming", default=None)
"""Receives the response of the next call before its content is read."""

_seen: ContextVar[list[RawResponse] | None] = ContextVar("_seen", default=None)


class _Holder:
    _session: Session
    _port: Port


class _Client(_Holder, Generic[H]):
    _api: ClassVar[Api]
    _kind: ClassVar[type[Any]]

    def __init__(
        self,
        token: Credential | None = None,
        *,
        base_url: str | None = None,
        http_client: H | None = None,
        credentials: Mapping[str, Credential] | None = None,
        hooks: Hooks | None = None,
        max_content: int | None = None,
        on_mismatch: Callable[[Mismatch], object] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Create a client; nothing is sent.

        ``token`` is the credential if one is enough; ``credentials`` maps security
        schemes to theirs. For one that expires, pass a function; it is called for each
        request. ``options`` are defaults for every call. ``max_content`` limits the
        bytes of a response in memory. ``on_mismatch`` is called for values that do not
        match their types. An ``http_client`` is not closed.
        """
        url = base_url or ""
        told, sync = Mismatches(on_mismatch), self._kind is httpx2.Client
        own = (credentials, options, hooks, max_content, told, sync)
        self._session = Session(self._api, token, url, *own)
        self._port = Port(http_client, self._kind)

    def with_options(self: S, **options: Unpack[CallOptions]) -> S:
        """Return a client with other options that shares this one's connections."""
        view = copy(self)
        vars(view).clear()
        view._session = copy(self._session)
        view._session.options = combined(self._session.options, options)
        view._port = self._port
        return view

    def _free(
        self, method: str, path: str, query: Any, body: Any, own: CallOptions
    ) -> Exchange:
        options = combined(self._session.options, own)
        request = self._session.free_request(method, path, query, body, options)
        optional = self._session.optional()
        return Exchange(self._port, self._session, request, options, optional)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={shown(self._session.base_url)!r})"


class Client(_Client[httpx2.Client | Transport]):
    """Call an API."""

    _kind = httpx2.Client

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        content: bytes | str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse:
        """Call an undocumented operation; raise ``APIStatusError`` if it fails."""
        exchange = self._free(method, path, query, (json, content), options)
        return _successful(exchange, run(exchange.run())[0])

    def with_response(
        self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call a method; return its value together with the response."""
        with _noting() as seen:
            return _envelope(method(*args, **kwargs), seen)

    def close(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        run(self._port.close())

    def __enter__(self: C) -> C:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(_Client[httpx2.AsyncClient | AsyncTransport]):
    """Call an API, async."""

    _kind = httpx2.AsyncClient

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        content: bytes | str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse:
        """Call an undocumented operation; raise ``APIStatusError`` if it fails."""
        exchange = self._free(method, path, query, (json, content), options)
        return _successful(exchange, (await exchange.run())[0])

    async def with_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call a method; return its value together with the response."""
        with _noting() as seen:
            return _envelope(await method(*args, **kwargs), seen)

    async def aclose(self) -> None:
        """Close the connections, unless ``http_client`` was given."""
        await self._port.close()

    async def __aenter__(self: A) -> A:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class _Group(_Holder):
    def __init__(self, client: _Client[Any]) -> None:
        self._session = client._session
        self._port = client._port


class Group(_Group):
    """A group of methods."""

    def _call(
        self, operation: Operation[T], options: CallOptions, /, *args: Any, **more: Any
    ) -> T:
        return run(Call(self, operation, options, operation.bind(args, more)).value())


class AsyncGroup(_Group):
    """A group of async methods."""

    async def _call(
        self, operation: Operation[T], options: CallOptions, /, *args: Any, **more: Any
    ) -> T:
        return await Call(self, operation, options, operation.bind(args, more)).value()


class Call(_Holder, Generic[T]):
    """One call of an operation: sends its request and decodes its response."""

    def __init__(
        self,
        group: Group | AsyncGroup,
        operation: Operation[T],
        options: CallOptions,
        arguments: dict[str, Any],
    ) -> None:
        session, keyed = group._session, False
        found = (x for x in type(group).__mro__ if {Group, AsyncGroup} & {*x.__bases__})
        self.module = next(found).__module__  # where the names of types are resolved
        self.operation = operation
        options = combined(session.options, options)
        if operation.parameters:
            keyed = part("parameters").fill_key(operation.parameters, arguments)
        note = Note(session.mismatches, str(operation))
        self.note = None if options.get("strict") else note
        self.request = session.request(operation, self.module, arguments, options)
        what = (self.request, options, operation.security)
        self.exchange = Exchange(group._port, session, *what)
        self.exchange.keyed = keyed

    async def value(self) -> T:
        """Send the request; return the value of the response, or raise its error."""
        taken = streaming.get()
        if taken is None:
            return self.finish((await self.exchange.run())[0])
        streaming.set(None)
        self.exchange.streamed = lambda response: 200 <= response.status < 300
        response, opened = await self.exchange.run()
        if opened is None:
            return self.finish(response)
        taken.append((self, response, opened))
        return cast(T, None)

    def finish(self, response: RawResponse) -> T:
        """Return the value of a response, or raise its error."""
        note(response)
        if self.note is not None:
            self.note.status = response.status
        try:
            what = (self.operation, self.module, self.request, response, self.note)
            value: T = read(*what)
        except APIError as error:
            self.exchange.explain(error)
            raise
        return value


@contextmanager
def _noting() -> Generator[list[RawResponse], None, None]:
    before = _seen.set(seen := list[RawResponse]())
    try:
        yield seen
    finally:
        _seen.reset(before)


def note(response: RawResponse) -> None:
    """Make a response available to ``with_response``."""
    seen = _seen.get()
    if seen is not None:
        seen.append(response)


def _successful(exchange: Exchange, response: RawResponse) -> RawResponse:
    note(response)
    if not 200 <= response.status < 300:
        error = failure(exchange.request, response)
        exchange.explain(error)
        raise error
    return response


def _envelope(value: T, seen: list[RawResponse]) -> Response[T]:
    if not seen:
        raise TypeError("with_response requires a method of this client's groups")
    last = seen[-1]
    return Response(last.status, last.headers, last.content, value=value)
