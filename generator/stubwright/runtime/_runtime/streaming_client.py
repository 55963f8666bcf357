"""Clients of APIs that send files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ParamSpec

from ..downloads import AsyncStreamedResponse, StreamedResponse
from .client import AsyncClient, Client

P = ParamSpec("P")


class StreamingClient(Client):
    """A client of an API that sends files."""

    def streaming(
        self, method: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs
    ) -> StreamedResponse:
        """Call a method in a ``with`` block and read its response in pieces."""
        return StreamedResponse(lambda: method(*args, **kwargs))


class AsyncStreamingClient(AsyncClient):
    """A client of an API that sends files, async."""

    def streaming(
        self,
        method: Callable[P, Awaitable[object]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncStreamedResponse:
        """Call a method in an ``async with`` block and read its response in pieces."""
        return AsyncStreamedResponse(lambda: method(*args, **kwargs))
