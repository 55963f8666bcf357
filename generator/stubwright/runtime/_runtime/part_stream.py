"""Streams of multipart parts (OpenAPI 3.2.0, section 4.14.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from ..errors import DecodeError
from .codec import Note, read
from .multipart import BodyPart, Splitter, value
from .part_lists import PartList
from .stream_parsers import MOST, Parser


class PartStream(PartList):
    """A stream of parts; their type is given by name."""

    media = ("multipart/mixed", "multipart/*")

    def parser(self, of: Any, note: Note | None, content_type: str) -> Parser:
        """Return a parser for parts of a type."""
        return PartParser(of, note, content_type)

    def _types(self, of: Any) -> Iterator[Any]:
        return repeat(of)


class PartParser:
    """Parses one value per part."""

    done = broken = False
    event = last_event_id = ""
    retry: int | None = None

    def __init__(self, of: Any, note: Note | None, content_type: str) -> None:
        self._of = of
        self._note = note
        self._content_type = content_type
        self.begin()

    def feed(self, data: bytes, /) -> Iterator[Any]:
        return map(self._value, self._found(data))  # continues after an error

    def _found(self, data: bytes) -> Iterator[BodyPart]:
        try:
            yield from self._splitter.feed(data)
        except DecodeError:
            self.broken = True
            raise
        self.done = self._splitter.done

    def _value(self, each: BodyPart) -> Any:
        return read(self._of, value(each, self._of), self._note)

    def end(self) -> Iterator[Any]:
        self.broken = not self.done
        self._splitter.end()
        return iter(())

    def begin(self) -> None:
        self._splitter = Splitter(self._content_type, MOST)
