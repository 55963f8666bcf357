"""What requests send in pieces: files and other contents."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from os import PathLike
from typing import IO, TypeAlias

__all__ = ["Content", "File"]

Content: TypeAlias = (
    bytes
    | bytearray
    | PathLike[str]
    | IO[bytes]
    | Iterable[bytes]
    | AsyncIterable[bytes]
)
"""Bytes, the path of a file, an open file, or what yields pieces.

All but bytes are sent in pieces. What can be read again is read again for a retry; an
iterator cannot, so its request is not repeated once it has begun. An async iterable is for
the async client, which reads files in threads.
"""


class File:
    """Content of a file for a form, with its name and its media type.

    A path, or a file opened by one, has the name; the media type follows from it.
    """

    __slots__ = ("content", "content_type", "filename")

    def __init__(
        self,
        content: Content,
        filename: str | None = None,
        content_type: str | None = None,
    ) -> None:
        self.content = content
        self.filename = filename
        self.content_type = content_type

    def __repr__(self) -> str:
        return f"File(filename={self.filename!r}, content_type={self.content_type!r})"
