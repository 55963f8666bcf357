"""Incremental parsers for server-sent events (WHATWG HTML, 9.2) and JSON lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, Protocol, get_args

from ..errors import DecodeError
from .codec import Note, parse, read
from .codec_compile import members, split

MOST = 1 << 26
"""The maximum size in bytes of an item, which limits an item without an end."""

_RECORD = b"\x1e"
_BLANK = b" \t\r\n" + _RECORD
_EVENT = {"data", "event", "id", "retry"}
_line = re.compile(rb"\r\n|\n|\r(?!\Z)")


class Parser(Protocol):
    """Parses items from chunks of bytes."""

    done: bool
    """Whether the server has marked the end of the stream."""

    broken: bool
    """Whether the content is not a stream of items; an invalid item does not set it."""

    event: str
    last_event_id: str
    retry: int | None

    def feed(self, data: bytes, /) -> Iterator[Any]:
        """Yield the items that ``data`` completes; one that is invalid raises."""
        ...

    def end(self) -> Iterator[Any]:
        """Yield the remaining items at the end of the content."""
        ...

    def begin(self) -> None:
        """Discard an incomplete item, before another response."""
        ...


class _Line:
    """The beginning of a line whose end has not arrived."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> None:
        """Append a chunk; raise if the line is too long."""
        self._parts.append(part)
        self._size += len(part)

    @property
    def is_long(self) -> bool:
        """Whether the line exceeds the maximum size."""
        return self._size > MOST

    def take(self, rest: bytes) -> bytes:
        """Return the line with its last chunk, and begin another."""
        line = b"".join((*self._parts, rest))
        self._parts, self._size = [], 0
        return line


class LineParser:
    """Parses one JSON value per line, or a JSON text sequence (RFC 7464)."""

    done = broken = False
    event = last_event_id = ""
    retry: int | None = None

    def __init__(self, of: Any, note: Note | None) -> None:
        self._of = of
        self._note = note
        self._line = _Line()
        self._end = b""

    def feed(self, data: bytes, /) -> Iterator[Any]:
        return map(self._value, self._found(data))  # continues after an error

    def _value(self, text: bytes) -> Any:
        if self._end == _RECORD and text[-1] not in b' \t\r\n"]}':
            # Without a line feed, a number may be truncated (RFC 7464, section 2.4).
            raise DecodeError(f"expected a complete item, got {text[:60]!r}")
        return read(self._of, parse(text.strip(_BLANK)), self._note)

    def _found(self, data: bytes) -> Iterator[bytes]:
        if not self._end:
            data = data.lstrip()
            self._end = data[:1] and (_RECORD if data[:1] == _RECORD else b"\n")
        *lines, rest = data.split(self._end or b"\n")
        for part in lines:
            text = self._line.take(part)
            if text.strip(_BLANK):
                yield text
        self._line.add(rest)
        if self._line.is_long:
            self.broken = True
            raise DecodeError(f"expected items of at most {MOST} bytes")

    def end(self) -> Iterator[Any]:
        return self.feed(self._end)

    def begin(self) -> None:
        self._line, self._end = _Line(), b""


class EventParser:
    """Parses server-sent events."""

    def __init__(self, of: Any, note: Note | None) -> None:
        self.done = self.broken = False
        self.event = self.last_event_id = ""
        self.retry: int | None = None
        self._of = of
        self._note = note
        self._whole = _is_event(of)
        self._line = _Line()
        self._held = b""  # a last CR may be half of a CRLF
        self._begun = False
        self._data: list[str] = []
        self._size = 0
        self._fields: dict[str, Any] = {}

    def feed(self, data: bytes, /) -> Iterator[Any]:
        return map(self._made, self._found(data))  # continues after an error

    def _found(self, data: bytes) -> Iterator[dict[str, Any]]:
        *lines, rest = _line.split(self._held + data)
        self._held = b"\r" if rest.endswith(b"\r") else b""
        for part in lines:
            line = self._line.take(part)
            if not self._begun:
                self._begun = True
                line = line.removeprefix(b"\xef\xbb\xbf")
            yield from self._read(line.decode("utf-8", "replace"))
        self._line.add(rest.removesuffix(b"\r"))
        if self._line.is_long or self._size > MOST:
            raise self._fault(f"items of at most {MOST} bytes")

    def _fault(self, expected: str, got: str = "") -> DecodeError:
        self.broken = True
        return DecodeError(f"expected {expected}{got}")

    def begin(self) -> None:
        self._line, self._held, self._begun = _Line(), b"", False
        self._data, self._fields, self._size = [], {}, 0

    def end(self) -> Iterator[Any]:
        # The standard discards an event without a final empty line; servers omit it.
        return self.feed(b"\n\n\n")

    def _read(self, line: str) -> Iterator[dict[str, Any]]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            yield from self._dispatch()
        elif name == "data":
            self._data.append(value)
            self._size += len(value)
            if self._size > MOST:
                raise self._fault(f"items of at most {MOST} bytes")
        elif name in ("event", "id"):
            self._fields[name] = value
        elif name == "retry" and value.isdecimal():
            self._fields[name] = int(value)
        elif line[0] in "{[<":  # not the name of a field: this is another format
            raise self._fault("events", f", got {line[:60]!r}")

    def _dispatch(self) -> Iterator[dict[str, Any]]:
        text, fields, empty = "\n".join(self._data), self._fields, not self._data
        self._data, self._fields, self._size = [], {}, 0
        self.done = self.done or text == "[DONE]"
        self.last_event_id = fields.get("id", self.last_event_id)
        self.retry = fields.get("retry", self.retry)
        if not empty and not self.done:
            yield {**fields, "data": text}

    def _made(self, fields: dict[str, Any]) -> Any:
        self.event, text = fields.get("event", "message"), fields["data"]
        if not self._whole:
            return text if self._of is str else self._value(parse(text))
        try:
            return read(self._of, fields, None)
        except DecodeError:
            return self._value({**fields, "data": parse(text)})

    def _value(self, data: Any) -> Any:
        return read(self._of, data, self._note)


def _is_event(of: Any) -> bool:
    """Return whether a type describes whole events, not their data."""
    if hasattr(of, "__metadata__"):
        return _is_event(get_args(of)[0])
    if isinstance(of, type) and is_dataclass(of):
        names = {wire for wire, _, _ in members(of)}
        return "data" in names and names <= _EVENT
    parts = split(of).members
    return parts != (of,) and any(map(_is_event, parts))
