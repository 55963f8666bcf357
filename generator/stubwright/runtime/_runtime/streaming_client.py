"""Clients for APIs that send files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ParamSpec

from ..downloads import AsyncStreamedResponse, StreamedResponse
from .client import AsyncClient, Client

P = ParamSpec("P")


class StreamingClient(Client):
    """A client for an API that sends files."""

    def streaming(
        self, method: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs
    ) -> StreamedResponse:
        """Call a method in a ``with`` block and read its response in chunks."""
        return StreamedResponse(lambda: method(*args, **kwargs))


class AsyncStreamingClient(AsyncClient):
    """An async client for an API that sends files."""

    def streaming(
        self,
        method: Callable[P, Awaitable[object]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncStreamedResponse:
        """Call a method in an ``async with`` block and read its response in chunks."""
        return AsyncStreamedResponse(lambda: method(*args, **kwargs))
