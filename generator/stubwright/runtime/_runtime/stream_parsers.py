"""Find items in bytes that arrive in pieces: events (WHATWG HTML, 9.2), JSON lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, Protocol, get_args

from ..errors import DecodeError
from .codec import Note, parse, read
from .codec_compile import members, split

MOST = 1 << 26
"""The most bytes of one item: a server that never ends one is not read for ever."""

_EVENT = {"data", "event", "id", "retry"}
_line = re.compile(rb"\r\n|\n|\r(?!\Z)")


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


class _Line:
    """The beginning of a line whose end has not come yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> None:
        """Append; a line without an end is refused."""
        self._parts.append(part)
        self._size += len(part)
        if self._size > MOST:
            raise DecodeError(f"expected items of at most {MOST} bytes")

    def take(self, rest: bytes) -> bytes:
        """Return the line with its last part, and begin another."""
        line = b"".join((*self._parts, rest))
        self._parts, self._size = [], 0
        return line


class LineParser:
    """Read one JSON value a line."""

    done = False

    def __init__(self, of: Any, note: Note | None) -> None:
        self._of = of
        self._note = note
        self._line = _Line()

    def feed(self, data: bytes, /) -> Iterator[Any]:
        *lines, rest = data.split(b"\n")
        for part in lines:
            text = self._line.take(part).strip(b" \t\r\x1e")  # 1E: RFC 7464
            if text:
                yield read(self._of, parse(text), self._note)
        self._line.add(rest)

    def end(self) -> Iterator[Any]:
        return self.feed(b"\n")


class EventParser:
    """Read server-sent events."""

    def __init__(self, of: Any, note: Note | None) -> None:
        self.done = False
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
        *lines, rest = _line.split(self._held + data)
        self._held = b"\r" if rest.endswith(b"\r") else b""
        for part in lines:
            line = self._line.take(part)
            if not self._begun:
                self._begun = True
                line = line.removeprefix(b"\xef\xbb\xbf")
            yield from self._read(line.decode("utf-8", "replace"))
        self._line.add(rest.removesuffix(b"\r"))

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
            self._size += len(value)
            if self._size > MOST:
                raise DecodeError(f"expected items of at most {MOST} bytes")
        elif name in ("event", "id"):
            self._fields[name] = value
        elif name == "retry" and value.isdecimal():
            self._fields[name] = int(value)
        elif line[0] in "{[<":  # no field is called so: it is another document
            raise DecodeError(f"expected events, got {line[:60]!r}")

    def _dispatch(self) -> Iterator[Any]:
        text, fields, empty = "\n".join(self._data), self._fields, not self._data
        self._data, self._fields, self._size = [], {}, 0
        self.done = self.done or text == "[DONE]"
        if empty or self.done:
            return
        if not self._whole:
            yield text if self._of is str else self._value(parse(text))
            return
        try:
            yield read(self._of, {**fields, "data": text}, None)
        except DecodeError:
            yield self._value({**fields, "data": parse(text)})

    def _value(self, data: Any) -> Any:
        return read(self._of, data, self._note)


def _is_event(of: Any) -> bool:
    """Tell whether a type is that of whole events, not of their data."""
    if hasattr(of, "__metadata__"):
        return _is_event(get_args(of)[0])
    if isinstance(of, type) and is_dataclass(of):
        names = {wire for wire, _, _ in members(of)}
        return "data" in names and names <= _EVENT
    parts = split(of).members
    return parts != (of,) and any(map(_is_event, parts))
