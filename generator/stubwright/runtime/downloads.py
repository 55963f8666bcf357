"""Responses that are read in pieces, to a file if wanted."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from ._runtime.receiving import Progress, Receiver, at_once, capturing, in_thread
from ._runtime.transport import run

__all__ = ["AsyncStreamedResponse", "StreamedResponse"]


class StreamedResponse(Receiver, Iterator[bytes]):
    """A response whose content is read in pieces, in a ``with`` block that sends the call."""

    _do = staticmethod(at_once)

    def __init__(self, send: Callable[[], object]) -> None:
        self._send = send

    def __enter__(self) -> StreamedResponse:
        with capturing() as seen:
            self._send()
        self._begin(seen)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __next__(self) -> bytes:
        piece = run(self._next())
        if not piece:
            raise StopIteration
        return piece

    def read(self) -> bytes:
        """Return all that is left; at most ``max_content`` of the client."""
        return run(self._whole())

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        progress: Progress | None = None,
        resume: bool = False,
    ) -> None:
        """Write the content to a file, which is there whole or not at all.

        Where the connection breaks, the rest is asked for if the server allows ranges and
        says which version it sends. With ``resume`` what came is kept after a failure, and
        a later call goes on from there if the version is still the same.
        """
        run(self._save(path, progress, resume))

    def close(self) -> None:
        """Stop reading and give the connection back."""
        run(self._end())


class AsyncStreamedResponse(Receiver, AsyncIterator[bytes]):
    """A response whose content is read in pieces, async; files are written in threads."""

    _do = staticmethod(in_thread)

    def __init__(self, send: Callable[[], Awaitable[object]]) -> None:
        self._send = send

    async def __aenter__(self) -> AsyncStreamedResponse:
        with capturing() as seen:
            await self._send()
        self._begin(seen)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __anext__(self) -> bytes:
        piece = await self._next()
        if not piece:
            raise StopAsyncIteration
        return piece

    async def read(self) -> bytes:
        """Return all that is left; at most ``max_content`` of the client."""
        return await self._whole()

    async def save(
        self,
        path: str | os.PathLike[str],
        *,
        progress: Progress | None = None,
        resume: bool = False,
    ) -> None:
        """Write the content to a file, as ``StreamedResponse.save`` does."""
        await self._save(path, progress, resume)

    async def aclose(self) -> None:
        """Stop reading and give the connection back."""
        await self._end()
