"""Responses that are read in chunks, optionally into a file."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from ._runtime.receiving import AsyncReceiver, Progress, SyncReceiver, capturing
from ._runtime.transport import run

__all__ = ["AsyncStreamedResponse", "StreamedResponse"]


class StreamedResponse(SyncReceiver, Iterator[bytes]):
    """A response read in chunks; entering the ``with`` block sends the request."""

    def __init__(self, send: Callable[[], object]) -> None:
        self._send = send

    def _enter(self) -> None:
        with capturing() as seen:
            self._send()
        self._begin(seen)

    def __exit__(self, *_: object) -> None:
        self.close()

    def __next__(self) -> bytes:
        piece = run(self._next())
        if not piece:
            raise StopIteration
        return piece

    def read(self) -> bytes:
        """Return the remaining content, at most the client's ``max_content`` bytes."""
        return run(self._whole())

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        progress: Progress | None = None,
        resume: bool = False,
    ) -> None:
        """Write the content to a file, which is either complete or not created.

        If the connection breaks, the rest is requested, provided that the server
        supports ranges and sends a validator (``ETag`` or ``Last-Modified``). With
        ``resume``, a partial file is kept after a failure, and a later call continues
        it if the content has not changed.
        """
        run(self._save(path, progress, resume))

    def close(self) -> None:
        """Stop reading and release the connection."""
        run(self._end())


class AsyncStreamedResponse(AsyncReceiver, AsyncIterator[bytes]):
    """A response read in chunks, async; files are written in threads."""

    def __init__(self, send: Callable[[], Awaitable[object]]) -> None:
        self._send = send

    async def _aenter(self) -> None:
        with capturing() as seen:
            await self._send()
        self._begin(seen)

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __anext__(self) -> bytes:
        piece = await self._next()
        if not piece:
            raise StopAsyncIteration
        return piece

    async def read(self) -> bytes:
        """Return the remaining content, at most the client's ``max_content`` bytes."""
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
        """Stop reading and release the connection."""
        await self._end()
