"""Content of requests: files, and other content that is sent in chunks."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
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
"""Bytes, the path of a file, an open file, or an iterable of bytes.

Everything except bytes is sent in chunks. A retry reads the content again; an iterator
can be read only once, so its request is not retried after sending has begun. Async
iterables are for the async client, which reads files in threads.
"""


class File:
    """The content of a file for a form, with its name and its media type.

    The name defaults to that of the path or open file; it determines the media type.
    ``headers`` are those of the part; they replace those that the form would send.
    """

    __slots__ = ("content", "content_type", "filename", "headers")

    def __init__(
        self,
        content: Content,
        filename: str | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.content = content
        self.filename = filename
        self.content_type = content_type
        self.headers = headers or {}

    def __repr__(self) -> str:
        return f"File(filename={self.filename!r}, content_type={self.content_type!r})"
