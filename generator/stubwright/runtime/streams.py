"""Read responses item by item: server-sent events (WHATWG HTML, 9.2) and JSON lines."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import is_dataclass, replace
from itertools import chain
from typing import Any, Generic, Protocol, TypeVar, get_args

import httpx2

from .client import AsyncGroup, Call, Group, note
from .codec import decode, encode_json, parse
from .codec_compile import members, resolve, split
from .errors import DecodeError
from .operation import Operation
from .response import RawResponse, documented
from .transport import FAULTS, outgoing, unreachable

T = TypeVar("T")

_EVENT = {"data", "event", "id", "retry"}
_line = re.compile(rb"\r\n|\n|\r(?!\Z)")  # a last CR may be half of a CRLF


class Stream(Operation[T], Generic[T]):
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


class Items(Iterator[T]):
    """Items of a response as they arrive; the connection is closed at the end."""

    def __init__(self, items: Iterator[T], close: Callable[[], None]) -> None:
        self._items = items
        self._close = close

    def __next__(self) -> T:
        return next(self._items)

    def close(self) -> None:
        """Stop reading and close the connection."""
        self._close()

    def __enter__(self) -> Items[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncItems(AsyncIterator[T]):
    """Items of a response as they arrive, async."""

    def __init__(self, items: AsyncIterator[T], close: Callable[[], Any]) -> None:
        self._items = items
        self._close = close

    async def __anext__(self) -> T:
        return await self._items.__anext__()

    async def aclose(self) -> None:
        """Stop reading and close the connection."""
        await self._close()

    async def __aenter__(self) -> AsyncItems[T]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def stream(group: Group, operation: Stream[T], /, **arguments: Any) -> Items[T]:
    """Call an operation; return its items as they arrive."""
    call = Call(group, operation, arguments)
    client = call.transport.client
    if not isinstance(client, httpx2.Client):
        return Items(_whole(call, call.transport.send(call.signed)), _nothing)
    try:
        sent = outgoing(client, call.signed)
        response = client.send(**sent, stream=True)
    except FAULTS as error:
        raise unreachable(call.request, error) from error
    head = RawResponse(response.status_code, response.headers, b"")
    parser = _parser(call, head)
    if parser is not None:
        note(head)
        return Items(_items(call, parser, response), response.close)
    try:
        content = response.read()
    except FAULTS as error:
        raise unreachable(call.request, error) from error
    finally:
        response.close()
    return Items(_whole(call, replace(head, content=content)), _nothing)


async def astream(
    group: AsyncGroup, operation: Stream[T], /, **arguments: Any
) -> AsyncItems[T]:
    """Call an operation; return its items as they arrive."""
    call = Call(group, operation, arguments)
    client = call.transport.client
    if not isinstance(client, httpx2.AsyncClient):
        found = _whole(call, await call.transport.send(call.signed))
        return AsyncItems(_later(found), _anothing)
    try:
        sent = outgoing(client, call.signed)
        response = await client.send(**sent, stream=True)
    except FAULTS as error:
        raise unreachable(call.request, error) from error
    head = RawResponse(response.status_code, response.headers, b"")
    parser = _parser(call, head)
    if parser is not None:
        note(head)
        return AsyncItems(_aitems(call, parser, response), response.aclose)
    try:
        content = await response.aread()
    except FAULTS as error:
        raise unreachable(call.request, error) from error
    finally:
        await response.aclose()
    return AsyncItems(_later(_whole(call, replace(head, content=content))), _anothing)


def _parser(call: Call[Any], response: RawResponse) -> Parser | None:
    """Return what reads a response, None where it is no stream."""
    contents = documented(call.operation, response)
    if 200 <= response.status < 300 and isinstance(contents, (Events, Lines)):
        return contents.parser(resolve(contents.type, call.module))
    return None


def _whole(call: Call[Any], response: RawResponse) -> Iterator[Any]:
    """Return the items of a response that is here already; raise what it means."""
    parser = _parser(call, response)
    if parser is None:
        return iter([x for x in [call.finish(response)] if x is not None])
    note(response)
    return chain(parser.feed(response.content), parser.end())


async def _later(items: Iterator[T]) -> AsyncIterator[T]:
    for each in items:
        yield each


def _nothing() -> None:
    pass


async def _anothing() -> None:
    pass


def _items(call: Call[Any], parser: Parser, response: httpx2.Response) -> Iterator[Any]:
    try:
        for data in response.iter_bytes():
            yield from parser.feed(data)
            if parser.done:
                return
        yield from parser.end()
    except FAULTS as error:
        raise unreachable(call.request, error) from error
    except DecodeError as error:
        error.context = f"{call.request} → {response.status_code}: "
        raise
    finally:
        response.close()


async def _aitems(
    call: Call[Any], parser: Parser, response: httpx2.Response
) -> AsyncIterator[Any]:
    try:
        async for data in response.aiter_bytes():
            for each in parser.feed(data):
                yield each
            if parser.done:
                return
        for each in parser.end():
            yield each
    except FAULTS as error:
        raise unreachable(call.request, error) from error
    except DecodeError as error:
        error.context = f"{call.request} → {response.status_code}: "
        raise
    finally:
        await response.aclose()
