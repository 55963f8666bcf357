"""Read responses item by item: server-sent events (WHATWG HTML, 9.2) and JSON lines."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import is_dataclass
from itertools import chain
from typing import Any, Generic, Protocol, TypeVar, cast, get_args

from .client import AsyncGroup, Call, Group, note
from .codec import decode, encode_json, parse
from .codec_compile import members, resolve, split
from .errors import APIError, DecodeError
from .opened import Opened
from .operation import Operation
from .options import CallOptions
from .response import RawResponse, documented
from .transport import run

T = TypeVar("T")

_EVENT = {"data", "event", "id", "retry"}
_line = re.compile(rb"\r\n|\n|\r(?!\Z)")  # a last CR may be half of a CRLF


class StreamOperation(Operation[T], Generic[T]):
    """An operation whose response is read item by item; ``T`` is an item's type."""

    __slots__ = ()


class Parser(Protocol):
    """What finds items in bytes that arrive bit by bit."""

    @property
    def done(self) -> bool:
        """Whether the server has said that nothing follows."""
        ...

    def feed(self, data: bytes, /) -> Iterator[Any]:
        """Yield the items that ``data`` completes."""
        ...

    def end(self) -> Iterator[Any]:
        """Yield what is left at the end."""
        ...


class Lines:
    """JSON values, one a line, of a type given by name."""

    media = ("application/jsonl", "*/*")

    def __init__(self, type: str) -> None:
        self.type = type

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, bytes]:
        """Return content type and content of a body."""
        of = resolve(self.type, module)
        lines = [encode_json(each, of) + b"\n" for each in value]
        return media_type, b"".join(lines)

    def parser(self, of: Any) -> Parser:
        """Return a parser of items of a type."""
        return _LineParser(of)


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

    def parser(self, of: Any) -> Parser:
        """Return a parser of items of a type."""
        return _EventParser(of)


class _LineParser:
    done = False

    def __init__(self, of: Any) -> None:
        self._of = of
        self._rest = b""

    def feed(self, data: bytes, /) -> Iterator[Any]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            text = line.strip(b" \t\r\x1e")  # 1E: RFC 7464
            if text:
                yield decode(self._of, parse(text))

    def end(self) -> Iterator[Any]:
        return self.feed(b"\n")


class _EventParser:
    def __init__(self, of: Any) -> None:
        self.done = False
        self._of = of
        self._whole = _is_event(of)
        self._rest = b""
        self._begun = False
        self._data: list[str] = []
        self._fields: dict[str, Any] = {}

    def feed(self, data: bytes, /) -> Iterator[Any]:
        *lines, self._rest = _line.split(self._rest + data)
        for line in lines:
            if not self._begun:
                self._begun = True
                line = line.removeprefix(b"\xef\xbb\xbf")
            yield from self._read(line.decode("utf-8", "replace"))

    def end(self) -> Iterator[Any]:
        # The standard drops an event that no empty line ends; servers mean it.
        return self.feed(b"\n\n\n")

    def _read(self, line: str) -> Iterator[Any]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            yield from self._dispatch()
        elif name == "data":
            self._data.append(value)
        elif name in ("event", "id"):
            self._fields[name] = value
        elif name == "retry" and value.isdecimal():
            self._fields[name] = int(value)
        elif line[0] in "{[<":  # no field is called so: it is another document
            raise DecodeError(f"expected events, got {line[:60]!r}")

    def _dispatch(self) -> Iterator[Any]:
        text, fields, empty = "\n".join(self._data), self._fields, not self._data
        self._data, self._fields = [], {}
        self.done = self.done or text == "[DONE]"
        if empty or self.done:
            return
        if not self._whole:
            yield text if self._of is str else decode(self._of, parse(text))
            return
        try:
            yield decode(self._of, {**fields, "data": text})
        except DecodeError:
            yield decode(self._of, {**fields, "data": parse(text)})


def _is_event(of: Any) -> bool:
    """Tell whether a type is that of whole events, not of their data."""
    if hasattr(of, "__metadata__"):
        return _is_event(get_args(of)[0])
    if isinstance(of, type) and is_dataclass(of):
        names = {wire for wire, _, _ in members(of)}
        return "data" in names and names <= _EVENT
    parts = split(of).members
    return parts != (of,) and any(map(_is_event, parts))


class _Reader(Generic[T]):
    """What both kinds of stream share: a response, read item by item as it arrives."""

    _opened: Opened | None = None

    def __init__(self, call: Call[Any], response: RawResponse, rest: Any) -> None:
        self._call = call
        self._status = response.status
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
                data = b"" if parser.done else await opened.piece()
                if self._opened is None:  # closed while it waited
                    raise StopAsyncIteration
                if data:
                    self._items = parser.feed(data)
                else:
                    self._items = iter(()) if parser.done else parser.end()
                    self._opened = None
                    await opened.close()
        except DecodeError as error:
            error.context = f"{self._call.request} → {self._status}: "
            await self._end()
            raise
        except APIError as error:
            error.attempts = self._call.exchange.attempts
            await self._end()
            raise

    async def _end(self) -> None:
        opened, self._opened, self._items = self._opened, None, iter(())
        if opened is not None:
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
    """Return what reads a response, None where it is no stream."""
    contents = documented(call.operation, response)
    if 200 <= response.status < 300 and isinstance(contents, (Events, Lines)):
        return contents.parser(resolve(contents.type, call.module))
    return None
