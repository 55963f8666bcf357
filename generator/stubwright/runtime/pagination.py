"""Iterators over the items of all pages of an operation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, TypeVar

from ._runtime.client import AsyncGroup, Group
from ._runtime.operation import Operation
from ._runtime.pages import Walk
from ._runtime.transport import run
from .http import CallOptions

T = TypeVar("T")
V = TypeVar("V")


class Paginator(Iterator[T], Generic[T, V]):
    """The items of all pages; a page is fetched when its first item is requested."""

    def __init__(
        self,
        group: Group,
        operation: Operation[V],
        options: CallOptions,
        /,
        *args: Any,
        **more: Any,
    ) -> None:
        arguments = operation.bind(args, more)
        self._walk = Walk(group, operation, options, arguments)
        self._items: Iterator[T] = iter(())

    def __next__(self) -> T:
        while True:
            for item in self._items:
                return item
            page = run(self._walk.step())
            if page is None:
                raise StopIteration
            self._items = iter(page.items)

    def pages(self) -> Iterator[V]:
        """Yield the remaining pages as responses."""
        while page := run(self._walk.step()):
            yield page.value


class AsyncPaginator(AsyncIterator[T], Generic[T, V]):
    """The items of all pages, async."""

    def __init__(
        self,
        group: AsyncGroup,
        operation: Operation[V],
        options: CallOptions,
        /,
        *args: Any,
        **more: Any,
    ) -> None:
        arguments = operation.bind(args, more)
        self._walk = Walk(group, operation, options, arguments)
        self._items: Iterator[T] = iter(())

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            page = await self._walk.step()
            if page is None:
                raise StopAsyncIteration
            self._items = iter(page.items)

    async def pages(self) -> AsyncIterator[V]:
        """Yield the remaining pages as responses."""
        while page := await self._walk.step():
            yield page.value
