"""Read responses item by item: server-sent events (WHATWG HTML, 9.2) and JSON lines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import chain
from typing import Any, Generic, TypeVar, cast

from .client import AsyncGroup, Call, Group, note
from .codec import Note, encode_json
from .codec_compile import resolve
from .errors import APIError, DecodeError
from .opened import Opened
from .operation import Operation
from .options import CallOptions
from .messages import RawResponse
from .response import documented
from .stream_parsers import EventParser, LineParser, Parser
from .transport import run

T = TypeVar("T")


class StreamOperation(Operation[T], Generic[T]):
    """An operation whose response is read item by item; ``T`` is an item's type."""

    __slots__ = ()


class Lines:
    """JSON values, one per line, of a type given by name."""

    media = ("application/jsonl", "*/*")

    def __init__(self, type: str) -> None:
        self.type = type

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, bytes]:
        """Return content type and content of a body."""
        of = resolve(self.type, module)
        lines = [encode_json(each, of) + b"\n" for each in value]
        return media_type, b"".join(lines)

    def parser(self, of: Any, note: Note | None) -> Parser:
        """Return a parser of items of a type."""
        return LineParser(of, note)


class Events:
    """Server-sent events of a type given by name.

    The type is that of the event's data, which is JSON; or of the whole event, where it
    has no members but ``data``, ``event``, ``id`` and ``retry``; or ``str``.
    """

    media = ("text/event-stream",)

    def __init__(self, type: str) -> None:
        self.type = type

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, bytes]:
        """Return content type and content of a body."""
        of = resolve(self.type, module)
        events = [b"data: " + encode_json(each, of) + b"\n\n" for each in value]
        return media_type, b"".join(events)

    def parser(self, of: Any, note: Note | None) -> Parser:
        """Return a parser of items of a type."""
        return EventParser(of, note)


class _Reader(Generic[T]):
    """What both kinds of stream share: a response, read item by item as it arrives."""

    _opened: Opened | None = None
    _waiting = False

    def __init__(self, call: Call[Any], response: RawResponse, rest: Any) -> None:
        self._call = call
        self._response = response
        self._parser = _parser(call, response)
        self._opened = rest
        if self._parser is None:
            found = call.finish(response)
            self._items: Iterator[Any] = iter([] if found is None else [found])
        else:
            note(response)
            parser, content = self._parser, response.content
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


class Stream(_Reader[T], Iterator[T]):
    """Items of a response as they arrive; the connection is given back at the end."""

    def __next__(self) -> T:
        try:
            return run(self._next())
        except StopAsyncIteration:
            raise StopIteration from None

    def close(self) -> None:
        """Stop reading and close the connection; what follows is the end."""
        run(self._end())

    def __enter__(self) -> Stream[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(_Reader[T], AsyncIterator[T]):
    """Items of a response as they arrive, async."""

    async def __anext__(self) -> T:
        return await self._next()

    async def aclose(self) -> None:
        """Stop reading and close the connection; what follows is the end."""
        await self._end()

    async def __aenter__(self) -> AsyncStream[T]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def stream(
    group: Group,
    operation: StreamOperation[T],
    options: CallOptions,
    /,
    **arguments: Any,
) -> Stream[T]:
    """Call an operation; return its items as they arrive."""
    call = _call(group, operation, options, arguments)
    return Stream(call, *run(call.exchange.run()))


async def astream(
    group: AsyncGroup,
    operation: StreamOperation[T],
    options: CallOptions,
    /,
    **arguments: Any,
) -> AsyncStream[T]:
    """Call an operation; return its items as they arrive."""
    call = _call(group, operation, options, arguments)
    return AsyncStream(call, *(await call.exchange.run()))


def _call(
    group: Group | AsyncGroup,
    operation: StreamOperation[Any],
    options: CallOptions,
    arguments: dict[str, Any],
) -> Call[Any]:
    call = Call(group, operation, options, arguments)
    call.exchange.streamed = lambda response: _parser(call, response) is not None
    return call


def _parser(call: Call[Any], response: RawResponse) -> Parser | None:
    """Return what reads a response, None where it is not a stream."""
    contents = documented(call.operation, response)
    if 200 <= response.status < 300 and isinstance(contents, (Events, Lines)):
        if call.note is not None:
            call.note.status = response.status
        return contents.parser(resolve(contents.type, call.module), call.note)
    return None
