"""Files that a form sends."""

from __future__ import annotations

from typing import IO


class File:
    """Content of a file for a form, with its name and its media type."""

    __slots__ = ("content", "content_type", "filename")

    def __init__(
        self,
        content: bytes | IO[bytes],
        filename: str | None = None,
        content_type: str | None = None,
    ) -> None:
        self.content = content
        self.filename = filename
        self.content_type = content_type

    def __repr__(self) -> str:
        return f"File(filename={self.filename!r}, content_type={self.content_type!r})"
