# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Send requests with httpx2 or with a given transport."""

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
    """HTTP clients, created when needed: one for each process and event loop.

    Neither processes nor event loops may share a connection.
    """

    def __init__(self, make: Callable[[], T], sync: bool) -> None:
        self._make = make
        self._sync = sync
        self._made: WeakKeyDictionary[Any, T] = WeakKeyDictionary()
        self._process = os.getpid()
        self._closed = False

    def get(self) -> T:
        """Return the client of this process and event loop."""
        if self._closed:
            raise RuntimeError("the client is closed")
        if self._process != os.getpid():
            self._process, self._made = os.getpid(), WeakKeyDictionary()
        owner = self._owner()
        # If threads create clients at the same time, all use the first one.
        return self._made.get(owner) or self._made.setdefault(owner, self._make())

    def _owner(self) -> Any:
        return self if self._sync else running_loop() or self

    def close(self) -> T | None:
        """Create no more clients; return that of this event loop, if any."""
        self._closed = True
        return self._made.get(self._owner())


class Port:
    """Sending, waiting and sleeping, for sync and async clients.

    Its methods are coroutines; for a sync client, they never suspend.
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
        """Send a request; return the response as soon as its headers have arrived."""
        with faults(request):
            client = self._own.get()
            if not isinstance(client, self._kind):
                return Opened(request, await settled(client.send(request)), self._sync)
            try:
                response = await settled(client.send(**outgoing(client, request)))
            except httpx2.HTTPStatusError as error:  # raised by a hook of the client
                response = error.response
            return Opened(request, unread(response, self._sync), self._sync)

    async def within(self, limit: float, work: Coroutine[Any, Any, T]) -> T:
        """Return the result of work; raise ``TimeoutError`` after ``limit`` seconds."""
        if not self._sync:
            with import_module("anyio").fail_after(limit):  # a dependency of httpx2
                return await work
        futures = import_module("concurrent.futures")
        future = futures.Future()

        def call() -> None:
            try:
                future.set_result(run(work))
            except BaseException as error:
                future.set_exception(error)

        # In a thread: a socket that receives a byte now and then never times out.
        Thread(target=copy_context().run, args=(call,), daemon=True).start()
        try:
            found: T = future.result(max(limit, 0))
            return found
        except futures.TimeoutError:
            raise TimeoutError("the total timeout of the call has expired") from None

    async def sleep(self, pause: float) -> None:
        """Wait for ``pause`` seconds."""
        await settled((time if self._sync else import_module("anyio")).sleep(pause))

    async def close(self) -> None:
        """Close the port's own connections; a given client stays open."""
        client = self._own.close()
        if client is not None and not self._given:
            await settled((client.close if self._sync else client.aclose)())


def made(kind: type[Any]) -> Any:
    """Return a client of httpx2 that stores no cookies."""
    jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
    return kind(cookies=jar, limits=limits, timeout=seconds(Timeout()))


def outgoing(client: httpx2.Client | httpx2.AsyncClient, request: Request) -> Any:
    """Return the request for ``send`` of httpx2."""
    headers = [(k.encode(), v.encode("latin-1")) for k, v in request.headers.items()]
    wait = seconds(t) if (t := request.timeout) else httpx2.USE_CLIENT_DEFAULT
    content: Any = request.content
    if content is not None and not isinstance(content, bytes):
        sync = isinstance(client, httpx2.Client)
        content = iter(content) if sync else aiter(content)
    own: Any = {"headers": headers, "content": content, "timeout": wait}
    built = client.build_request(request.method, request.url, **own)
    built.method = request.method  # not in capitals
    for name in {"accept", "user-agent"} - request.headers.keys():  # removed by None
        built.headers.pop(name, None)
    # A redirect could send the credentials to another server.
    sent: Any = {"request": built, "stream": True, "follow_redirects": False}
    # The client's own authentication must not replace the credential of the call.
    return {**sent, "auth": None} if "authorization" in request.headers else sent


def seconds(timeout: Timeout) -> httpx2.Timeout:
    """Return a timeout as an object of httpx2."""
    return httpx2.Timeout(**waits(timeout))


def waits(timeout: Timeout) -> dict[str, float | None]:
    """Return the seconds to connect, to read, to write, and for a free connection."""
    found: dict[str, float | None] = {}
    for name in ("connect", "read", "write", "pool"):
        own = getattr(timeout, name)
        each = [x for x in (timeout.each if own is None else own, timeout.total) if x]
        found[name] = min(each, default=None)
    return found


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of a sync client, which never suspends."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    raise TypeError("this requires the async client: it calls a coroutine function")
