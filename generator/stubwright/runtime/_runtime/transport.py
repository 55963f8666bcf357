"""Send requests: with httpx2, or with any object that can."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module
from threading import Thread
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import httpx2

from ..http import Request, Timeout
from .opened import Opened, faults, running_loop, settled, unread

T = TypeVar("T")


class Connections(Generic[T]):
    """HTTP clients that are made when they are needed: one for each event loop.

    Processes must not share a connection, nor must event loops.
    """

    def __init__(self, make: Callable[[], T], sync: bool) -> None:
        self._make = make
        self._sync = sync
        self._made: WeakKeyDictionary[Any, T] = WeakKeyDictionary()
        self._process = os.getpid()
        self._closed = False

    def get(self) -> T:
        """Return the one of this process and loop."""
        if self._closed:
            raise RuntimeError("the client is closed")
        if self._process != os.getpid():
            self._process, self._made = os.getpid(), WeakKeyDictionary()
        owner = self._owner()
        # Of threads that come at the same time one wins; what the others made is not used.
        return self._made.get(owner) or self._made.setdefault(owner, self._make())

    def _owner(self) -> Any:
        return self if self._sync else running_loop() or self

    def close(self) -> T | None:
        """Make no more; return the one of this loop, if there is one."""
        self._closed = True
        return self._made.get(self._owner())


class Port:
    """What an exchange sends and waits with, for clients of both kinds.

    Its methods are coroutines; those of a sync client never wait for an event loop.
    """

    def __init__(self, given: Any, kind: type[Any]) -> None:
        if isinstance(given, (httpx2.Client, httpx2.AsyncClient)):
            if not isinstance(given, kind):
                raise TypeError(f"http_client must be an httpx2.{kind.__name__} here")
        self._kind = kind
        self._sync = kind is httpx2.Client
        self._own: Connections[Any] = Connections(
            lambda: made(kind) if given is None else given, self._sync
        )
        self._given = given is not None

    async def open(self, request: Request) -> Opened:
        """Send a request; return the response when its headers are there."""
        with faults(request):
            client = self._own.get()
            if not isinstance(client, self._kind):
                return Opened(request, await settled(client.send(request)), self._sync)
            try:
                response = await settled(client.send(**outgoing(client, request)))
            except httpx2.HTTPStatusError as error:  # a hook of the client's raised it
                response = error.response
            return Opened(request, unread(response, self._sync), self._sync)

    async def within(self, limit: float, work: Coroutine[Any, Any, T]) -> T:
        """Return what work returns; raise ``TimeoutError`` if that takes longer."""
        if not self._sync:
            with import_module("anyio").fail_after(limit):  # httpx2 requires it
                return await work
        futures = import_module("concurrent.futures")
        future = futures.Future()

        def call() -> None:
            try:
                future.set_result(run(work))
            except BaseException as error:
                future.set_exception(error)

        # In a thread, since a socket that gets a byte now and then never times out.
        Thread(target=copy_context().run, args=(call,), daemon=True).start()
        try:
            found: T = future.result(max(limit, 0))
            return found
        except futures.TimeoutError:
            raise TimeoutError("the time for the whole call is over") from None

    async def sleep(self, pause: float) -> None:
        """Wait for some seconds."""
        await settled((time if self._sync else import_module("anyio")).sleep(pause))

    async def close(self) -> None:
        """Close the connections that were made here."""
        client = self._own.close()
        if client is not None and not self._given:
            await settled((client.close if self._sync else client.aclose)())


def made(kind: type[Any]) -> Any:
    """Return a client of httpx2 that keeps no cookies."""
    jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
    return kind(cookies=jar, limits=limits, timeout=seconds(Timeout()))


def outgoing(client: httpx2.Client | httpx2.AsyncClient, request: Request) -> Any:
    """Return what ``send`` of httpx2 takes."""
    headers = [(k.encode(), v.encode("latin-1")) for k, v in request.headers.items()]
    timeout = request.timeout
    wait = httpx2.USE_CLIENT_DEFAULT if timeout is None else seconds(timeout)
    content: Any = request.content
    if content is not None and not isinstance(content, bytes):
        sync = isinstance(client, httpx2.Client)
        content = iter(content) if sync else aiter(content)
    own: Any = {"headers": headers, "content": content, "timeout": wait}
    built = client.build_request(request.method, request.url, **own)
    # A redirect could lead the credentials away.
    sent: Any = {"request": built, "stream": True, "follow_redirects": False}
    # What the client would sign with must not replace the credential of the call.
    return {**sent, "auth": None} if "authorization" in request.headers else sent


def seconds(timeout: Timeout) -> httpx2.Timeout:
    """Return a timeout as httpx2 takes it."""
    return httpx2.Timeout(**waits(timeout))


def waits(timeout: Timeout) -> dict[str, float | None]:
    """Return the seconds of each wait: to connect, read, write, and for a connection."""
    found: dict[str, float | None] = {}
    for name in ("connect", "read", "write", "pool"):
        own = getattr(timeout, name)
        each = [x for x in (timeout.each if own is None else own, timeout.total) if x]
        found[name] = min(each, default=None)
    return found


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of a sync client, which never waits for an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    raise TypeError("this needs the async client: what it calls is a coroutine")
