"""Responses that are read item by item."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

from ._runtime.stream_reader import Reader
from ._runtime.transport import run

T = TypeVar("T")


class Stream(Reader[T], Iterator[T]):
    """Items of a response as they arrive; the connection is released at the end."""

    def __next__(self) -> T:
        try:
            return run(self._next())
        except StopAsyncIteration:
            raise StopIteration from None

    def close(self) -> None:
        """Stop reading and close the connection; iteration then ends."""
        run(self._end())

    def __enter__(self) -> Stream[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(Reader[T], AsyncIterator[T]):
    """Items of a response as they arrive, async."""

    async def __anext__(self) -> T:
        return await self._next()

    async def aclose(self) -> None:
        """Stop reading and close the connection; iteration then ends."""
        await self._end()

    async def __aenter__(self) -> AsyncStream[T]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
