"""Read a response item by item as it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from itertools import chain
from typing import Any, Generic, TypeVar, cast

from ..errors import APIConnectionError, APIError, DecodeError
from ..http import RawResponse
from .client import Call, note
from .opened import Opened
from .stream_parsers import Parser

R = TypeVar("R", bound="Reader[Any]")
T = TypeVar("T")


class Reader(Generic[T]):
    """Base class of the streams: reads a response item by item as it arrives."""

    _opened: Opened | None = None
    _waiting = False
    _left = _most = 0

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
                    self._left = self._most
                    self._items = parser.feed(data)
                elif await self._again(opened, parser):
                    continue
                else:
                    self._items = iter(()) if parser.done else parser.end()
                    self._opened = None
                    await opened.close()
        except DecodeError as error:
            if self._parser is None or self._parser.broken:
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
            if self._opened is not None and not self._left:
                raise
            data = b""
        finally:
            self._waiting = False
        if self._opened is None:  # closed while waiting
            raise StopAsyncIteration
        return data

    async def _again(self, opened: Opened, parser: Parser) -> bool:
        """Reconnect after the last event (WHATWG HTML, 9.2.3); False at the end."""
        if not self._left or parser.done:
            return False
        await opened.close()
        exchange, request = self._call.exchange, self._call.request
        while self._left:
            self._left -= 1
            await exchange.port.sleep((parser.retry or 3000) / 1000)
            known = {"last-event-id": parser.last_event_id}
            headers = {**request.headers, **(known if known["last-event-id"] else {})}
            request = replace(request, headers=headers)
            again = copy(exchange)
            again.request, again.attempts, again.redirects = request, 0, 0
            try:
                response, self._opened = await again.run()
            except APIConnectionError:
                if self._left:
                    continue
                raise
            if response.status != 204 and self._opened is not None:
                parser.begin()
                return True
            if self._opened is not None:
                await self._opened.close()
            else:
                self._call.finish(response)  # raises the error of the status
            return False
        return False

    async def _end(self) -> None:
        opened, self._opened, self._items = self._opened, None, iter(())
        if opened is not None and self._waiting:
            opened.abort()
        elif opened is not None:
            await opened.close()

    @property
    def event(self) -> str:
        """The type of the last event; ``message`` if it has none."""
        return self._parser.event if self._parser else ""

    @property
    def last_event_id(self) -> str:
        """The last event ID that the server sent; empty before the first."""
        return self._parser.last_event_id if self._parser else ""

    @property
    def retry(self) -> int | None:
        """The reconnection time in milliseconds, None if the server sent none."""
        return self._parser.retry if self._parser else None

    def reconnecting(self: R, times: int = 5) -> R:
        """Reconnect after the last event whenever the connection ends; return self.

        Stop when the server answers 204, or after ``times`` reconnections without data.
        Events without an ID may be received twice.
        """
        self._left = self._most = times
        return self

    def __del__(self) -> None:
        if self._opened is not None:
            self._opened.drop()
