"""Streamed responses: server-sent events (WHATWG HTML, 9.2) and JSON lines."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import is_dataclass, replace
from typing import Any, Generic, TypeVar, cast

from ..errors import EncodeError
from ..http import CallOptions, RawResponse
from ..streams import AsyncStream, Stream
from .client import AsyncGroup, Call, Group
from .codec import Note, encode_json
from .codec_compile import members, part, resolve
from .operation import Operation
from .response import documented
from .stream_parsers import EventParser, LineParser, Parser
from .transport import run

T = TypeVar("T")


class StreamOperation(Operation[T], Generic[T]):
    """An operation whose response is a stream of items of type ``T``."""

    __slots__ = ()


class Lines:
    """JSON lines or a JSON text sequence (RFC 7464); ``type`` is that of an item."""

    media = ("application/jsonl", "*/*")

    def __init__(self, type: str) -> None:
        self.type = type

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, Any]:
        """Return the content type and the content of a body."""
        of = resolve(self.type, module)
        start = b"\x1e" if "json-seq" in media_type else b""
        return media_type, _pieces(
            value, lambda each: start + encode_json(each, of) + b"\n"
        )

    def parser(self, of: Any, note: Note | None, _: str) -> Parser:
        """Return a parser for items of a type."""
        return LineParser(of, note)


class Events:
    """Server-sent events; their type is given by name.

    It is the type of the event's data, which is JSON; or of the whole event, if it has
    only the members ``data``, ``event``, ``id`` and ``retry``; or ``str``.
    """

    media = ("text/event-stream",)

    def __init__(self, type: str) -> None:
        self.type = type

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, Any]:
        """Return the content type and the content of a body."""
        of = resolve(self.type, module)
        return media_type, _pieces(
            value, lambda each: b"data: " + encode_json(each, of) + b"\n\n"
        )

    def parser(self, of: Any, note: Note | None, _: str) -> Parser:
        """Return a parser for items of a type."""
        return EventParser(of, note)


def _pieces(items: Any, write: Callable[[Any], bytes]) -> Any:
    """Serialize a list to bytes, any other iterable item by item while it is sent."""
    if items.__class__ in (list, tuple):
        return b"".join(map(write, items))
    if hasattr(items, "__aiter__"):
        return part("uploads").Upload([_async_pieces(items, write)])
    if (
        hasattr(items, "keys")
        or isinstance(items, (str, bytes))
        or not hasattr(items, "__iter__")
    ):
        kind = items.__class__.__name__
        raise EncodeError(f"expected an iterable of items, got {kind}")
    return part("uploads").Upload([map(write, items)])


async def _async_pieces(
    items: AsyncIterable[Any], write: Callable[[Any], bytes]
) -> AsyncIterator[bytes]:
    async for each in items:
        yield write(each)


def stream(
    group: Group,
    operation: StreamOperation[T],
    options: CallOptions,
    /,
    *args: Any,
    **more: Any,
) -> Stream[T]:
    """Call an operation; return its items as they arrive."""
    call = _call(group, operation, options, operation.bind(args, more))
    head, rest = run(call.exchange.run())
    return Stream(call, head, rest, _parser(call, head))


async def astream(
    group: AsyncGroup,
    operation: StreamOperation[T],
    options: CallOptions,
    /,
    *args: Any,
    **more: Any,
) -> AsyncStream[T]:
    """Call an operation; return its items as they arrive."""
    call = _call(group, operation, options, operation.bind(args, more))
    head, rest = await call.exchange.run()
    return AsyncStream(call, head, rest, _parser(call, head))


def _call(
    group: Group | AsyncGroup,
    operation: StreamOperation[Any],
    options: CallOptions,
    arguments: dict[str, Any],
) -> Call[Any]:
    if operation.switch and "body" in arguments:
        arguments["body"] = _switched(arguments["body"], operation.switch)
    call = Call(group, operation, options, arguments)
    call.exchange.streamed = lambda response: _parser(call, response) is not None
    return call


def _switched(body: Any, name: str) -> Any:
    """Return a body in which the member that requests a stream is true."""
    if hasattr(body, "keys"):
        return {**body, name: True}
    if not is_dataclass(body) or isinstance(body, type):
        return body
    fields = {wire: field.name for wire, field, _ in members(type(body))}
    return replace(body, **{fields[name]: True}) if name in fields else body


def _parser(call: Call[Any], response: RawResponse) -> Parser | None:
    """Return the parser for a response, None if it is not a stream."""
    contents = documented(call.operation, response)
    if 200 <= response.status < 300 and hasattr(contents, "parser"):
        if call.note is not None:
            call.note.status = response.status
        of, kind = resolve(contents.type, call.module), response.content_type
        return cast(Parser, contents.parser(of, call.note, kind))
    return None
