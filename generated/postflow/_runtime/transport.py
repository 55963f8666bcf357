# ruff: noqa
# Every package has this code; it is checked where it is written. Do not edit.
"""Send requests: with httpx2, or with any object that can."""

from __future__ import annotations

import os
import time
from collections.abc import Coroutine
from contextvars import copy_context
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module
from threading import Thread
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import httpx2

from ..http import Request, Timeout
from .opened import Opened, faults, running_loop, settled

T = TypeVar("T")


class Port:
    """What an exchange sends and waits with, for clients of both kinds.

    Its methods are coroutines; those of a sync client never wait for an event loop.
    """

    def __init__(self, given: Any, kind: type[Any]) -> None:
        if isinstance(given, (httpx2.Client, httpx2.AsyncClient)):
            if not isinstance(given, kind):
                raise TypeError(f"http_client must be an httpx2.{kind.__name__} here")
        self._given = given
        self._kind = kind
        self._sync = kind is httpx2.Client
        self._own: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._process = os.getpid()
        self._closed = False

    async def open(self, request: Request) -> Opened:
        """Send a request; return the response when its headers are there."""
        with faults(request):
            client = self._client()
            if not isinstance(client, self._kind):
                return Opened(request, await settled(client.send(request)), self._sync)
            try:
                response = await settled(client.send(**outgoing(client, request)))
            except httpx2.HTTPStatusError as error:  # a hook of the client's raised it
                response = error.response
            return Opened(request, response, self._sync)

    def _client(self) -> Any:
        if self._closed:
            raise RuntimeError("the client is closed")
        if self._given is not None:
            return self._given
        if self._process != os.getpid():  # processes must not share a connection,
            self._process, self._own = os.getpid(), WeakKeyDictionary()
        owner = self._owner()
        if owner not in self._own:  # nor must event loops
            jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
            limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
            waits = seconds(Timeout())
            self._own[owner] = self._kind(cookies=jar, limits=limits, timeout=waits)
        return self._own[owner]

    def _owner(self) -> Any:
        return self if self._sync else running_loop() or self

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
        self._closed = True
        if client := self._own.get(self._owner()):
            await settled((client.close if self._sync else client.aclose)())


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
    waits: dict[str, float | None] = {}
    for name in ("connect", "read", "write", "pool"):
        own = getattr(timeout, name)
        each = [x for x in (timeout.each if own is None else own, timeout.total) if x]
        waits[name] = min(each, default=None)
    return httpx2.Timeout(**waits)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of a sync client, which never waits for an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    raise TypeError("this needs the async client: what it calls is a coroutine")
