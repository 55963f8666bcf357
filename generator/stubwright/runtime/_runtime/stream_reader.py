"""Read a response item by item as it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Generic, TypeVar, cast

from ..errors import APIError, DecodeError
from ..http import RawResponse
from .client import Call, note
from .opened import Opened
from .stream_parsers import Parser

T = TypeVar("T")


class Reader(Generic[T]):
    """What both kinds of stream share: a response, read item by item as it arrives."""

    _opened: Opened | None = None
    _waiting = False

    def __init__(
        self,
        call: Call[Any],
        response: RawResponse,
        rest: Opened | None,
        parser: Parser | None,
    ) -> None:
        self._call = call
        self._response = response
        self._parser = parser
        self._opened = rest
        if parser is None:
            found = call.finish(response)
            self._items: Iterator[Any] = iter([] if found is None else [found])
        else:
            note(response)
            content = response.content
            whole = chain(parser.feed(content), parser.end()) if rest is None else ()
            self._items = iter(whole)

    async def _next(self) -> T:
        """Return the next item; raise ``StopAsyncIteration`` at the end."""
        try:
            while True:
                for item in self._items:
                    return cast(T, item)
                opened, parser = self._opened, self._parser
                if opened is None or parser is None:
                    raise StopAsyncIteration
                data = b"" if parser.done else await self._piece(opened)
                if data:
                    self._items = parser.feed(data)
                else:
                    self._items = iter(()) if parser.done else parser.end()
                    self._opened = None
                    await opened.close()
        except DecodeError as error:
            await self._end()
            error.locate(self._call.request, self._response)
            raise
        except APIError as error:
            error.attempts = self._call.exchange.attempts
            await self._end()
            raise

    async def _piece(self, opened: Opened) -> bytes:
        self._waiting = True
        try:
            data = await opened.piece()
        except APIError:
            if self._opened is not None:
                raise
            data = b""
        finally:
            self._waiting = False
        if self._opened is None:  # closed while it waited
            raise StopAsyncIteration
        return data

    async def _end(self) -> None:
        opened, self._opened, self._items = self._opened, None, iter(())
        if opened is not None and self._waiting:
            opened.abort()
        elif opened is not None:
            await opened.close()

    def __del__(self) -> None:
        if self._opened is not None:
            self._opened.drop()
