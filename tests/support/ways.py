"""Every transport behind one function: a test that takes a way runs over all of them, sync and async."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from sample.client import AsyncSample, Sample

from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime.aiohttp_transport import AiohttpTransport
from stubwright.runtime.httpx_transport import AsyncHttpxTransport, HttpxTransport
from stubwright.runtime.requests_transport import RequestsTransport

T = TypeVar("T")


@dataclass(frozen=True)
class Way:
    """A kind of client and the transport that it sends with; None is the client's own."""

    name: str
    asynchronous: bool
    make: Callable[[], Any] | None

    def call(self, url: str, path: str, of: str = "Any", **settings: Any) -> Any:
        """Call an operation with a new client and a new transport; nothing is repeated unless that is said."""
        operation = Operation[Any](f"GET /{path}", responses={200: of, 204: "None"})
        return self.use(
            url, lambda client: client.pets._call(operation, {}), max_retries=0, **settings
        )

    def use(self, url: str, do: Callable[[Any], Any], **settings: Any) -> Any:
        """Return what a function does with a new client: a coroutine, where the client is async."""
        own = {"token": "t", "base_url": url, **settings}
        if not self.asynchronous:
            with ExitStack() as stack:
                given = stack.enter_context(self.make()) if self.make else None
                return do(stack.enter_context(Sample(http_client=given, **own)))

        async def run() -> Any:
            async with AsyncExitStack() as stack:
                given = await stack.enter_async_context(self.make()) if self.make else None
                return await do(
                    await stack.enter_async_context(AsyncSample(http_client=given, **own))
                )

        return asyncio.run(run())


SYNC = (
    Way("httpx2", False, None),
    Way("httpx", False, HttpxTransport),
    Way("requests", False, RequestsTransport),
)
ASYNC = (
    Way("httpx2-async", True, None),
    Way("httpx-async", True, AsyncHttpxTransport),
    Way("aiohttp", True, AiohttpTransport),
)


def over(*ways: Way) -> Any:
    """Run a test over some ways."""
    return pytest.mark.parametrize("way", ways, ids=lambda way: way.name)


every_way = over(*SYNC, *ASYNC)
adapters = over(*SYNC[1:], *ASYNC[1:])
async_adapters = over(*ASYNC[1:])
sync_ways = over(*SYNC)
async_ways = over(*ASYNC)


async def settled(value: T | Awaitable[T]) -> T:
    """Return what a client of either kind gives."""
    return await value if isinstance(value, Awaitable) else value
