"""Answer the calls of a client without a server, in tests."""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from typing import Any, Generic, TypeVar, overload

import httpx2

from ._runtime.samples import Examples, Sampler
from ._runtime.stubs import Reply, Target, target, written
from .http import RawResponse, Request
from .values import UNSET, Unset

__all__ = ["AsyncStubTransport", "Stub", "StubCall", "StubTransport", "Stubs"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StubCall:
    """A recorded call: ``arguments`` are those passed to the method, by name."""

    operation: str
    arguments: Mapping[str, Any]
    request: Request


class Stub(Generic[T]):
    """The replies of a method, given in order; the last one is repeated."""

    def __init__(self, target: Target, arguments: Mapping[str, Any]) -> None:
        self.target = target
        self.arguments = arguments
        self._replies: list[Reply] = []
        self._given = 0

    def reply(
        self,
        value: T | Mapping[str, Any] | Iterable[Any] | Unset = UNSET,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        delay: float = 0,
    ) -> Stub[T]:
        """Reply with a value: a model or JSON data; for a stream, its items.

        With an error ``status``, ``value`` is the error's body. ``delay`` is in
        seconds; a delay longer than the call's timeout makes the call time out at once.
        """
        made = written(self.target, value, status, headers or {})
        return self._then(Reply(made, delay))

    def connection_error(self, *, sent: bool = True) -> Stub[T]:
        """Fail with a connection error; ``sent`` means after the request was sent."""
        kind = httpx2.ReadError if sent else httpx2.ConnectError
        return self._then(Reply(kind("connection lost")))

    def timeout(self) -> Stub[T]:
        """Make the call time out."""
        return self._then(Reply(httpx2.ReadTimeout("no answer")))

    def _then(self, reply: Reply) -> Stub[T]:
        self._replies.append(reply)
        return self

    def fits(self, request: Request) -> bool:
        """Return whether this stub answers a request."""
        given, wanted = request.arguments, self.arguments
        same = all(name in given and given[name] == wanted[name] for name in wanted)
        return same and request.operation is self.target.operation

    def next(self) -> Reply:
        """Return the next reply; the last one is repeated."""
        if not self._replies:
            raise AssertionError(f"the stub of {self.target} has no reply")
        reply = self._replies[min(self._given, len(self._replies) - 1)]
        self._given += 1
        return reply


class Stubs:
    """Replies for the methods of clients, and a record of the calls.

    Pass ``transport`` to a client as its ``http_client``, ``async_transport`` to an
    async one. A call that no stub answers fails with an ``AssertionError``.
    """

    def __init__(self) -> None:
        self.calls: list[StubCall] = []
        self._stubs: list[Stub[Any]] = []
        self._sampler: Sampler | None = None
        self.transport = StubTransport(self)
        self.async_transport = AsyncStubTransport(self)

    @classmethod
    def from_examples(cls, seed: int = 0) -> Stubs:
        """Return stubs that answer every method with the document's examples.

        Values without an example are generated from their types; the same seed
        generates the same values. Stubs defined with ``on`` take precedence.
        """
        made = cls()
        text = files(str(__package__)).joinpath("examples.json").read_text("utf-8")
        made._sampler = Sampler(seed, Examples(**json.loads(text)))
        return made

    @overload
    def on(
        self, method: Callable[..., Awaitable[T]], /, **arguments: Any
    ) -> Stub[T]: ...
    @overload
    def on(self, method: Callable[..., T], /, **arguments: Any) -> Stub[T]: ...
    def on(self, method: Callable[..., Any], /, **arguments: Any) -> Stub[Any]:
        """Return a stub for a method of a sync or an async client; it serves both.

        With ``arguments``, it answers only calls that pass the same values. If several
        stubs match, the one with the most arguments is used; of these, the newest.
        """
        stub: Stub[Any] = Stub(target(method), arguments)
        for name in arguments.keys() - inspect.signature(method).parameters.keys():
            raise TypeError(f"{stub.target} has no argument {name!r}")
        self._stubs.append(stub)
        self._stubs.sort(key=lambda each: len(each.arguments))
        return stub

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request. Raise AssertionError if no stub has one."""
        called = str(request.operation or request)
        self.calls.append(StubCall(called, request.arguments, request))
        for stub in reversed(self._stubs):
            if stub.fits(request):
                reply: Reply = stub.next()
                return reply
        if self._sampler is not None and request.operation is not None:
            found = self._sampler.response(request)
            if found is not None:
                return Reply(found)
        raise AssertionError(self._unexpected(called, request))

    def _unexpected(self, called: str, request: Request) -> str:
        given = ", ".join(f"{name}={x!r}" for name, x in request.arguments.items())
        lines = [f"no stub answers {called} with ({given})"]
        same = [x for x in self._stubs if x.target.operation is request.operation]
        for stub in same or self._stubs:
            only = ", ".join(f"{name}={x!r}" for name, x in stub.arguments.items())
            lines.append(f"  there is one for {stub.target} with ({only or '...'})")
        return "\n".join(lines if self._stubs else [*lines, "  there are no stubs"])


class StubTransport:
    """A transport that answers the calls of a sync client."""

    def __init__(self, stubs: Stubs) -> None:
        self._stubs = stubs

    def send(self, request: Request, /) -> RawResponse:
        """Return the reply of a stub."""
        reply = self._stubs.answer(request)
        time.sleep(reply.pause(request))
        return reply.given()


class AsyncStubTransport:
    """A transport that answers the calls of an async client."""

    def __init__(self, stubs: Stubs) -> None:
        self._stubs = stubs

    async def send(self, request: Request, /) -> RawResponse:
        """Return the reply of a stub."""
        reply = self._stubs.answer(request)
        await import_module("anyio").sleep(reply.pause(request))
        return reply.given()
