"""Bodies that are sent in chunks: files, paths, iterators, and data in memory."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from importlib import import_module
from typing import IO, Any

from ..errors import APIError, InvalidRequestError

_PIECE = 1 << 18


class Upload:
    """A body of parts, read while it is sent. ``size`` is in bytes, None if unknown."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self._parts = [_part(each) for each in parts]
        sizes = [each.size for each in self._parts if each.size is not None]
        whole = len(sizes) == len(self._parts)
        self.size = sum(sizes) if whole else None
        self._begun = False

    @property
    def again(self) -> bool:
        """Whether it can be sent: not begun yet, or all parts can be read again."""
        return not self._begun or all(each.again for each in self._parts)

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        for part in self._parts:
            with part as pieces:
                while piece := part.read(pieces):
                    yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._begin()
        call = import_module("anyio").to_thread.run_sync  # httpx2 requires it
        for part in self._parts:
            if isinstance(part, _Pieces) and part.is_async:
                async for piece in part.content:
                    if piece:
                        yield piece
                continue
            pieces = await call(part.__enter__)
            try:
                while piece := await call(part.read, pieces):
                    yield piece
            finally:
                part.__exit__()  # does not suspend, so it cannot be cancelled halfway

    def _begin(self) -> None:
        if not self.again:
            raise InvalidRequestError(
                "the body has already been read and cannot be sent again"
            )
        self._begun = True


class _Part:
    """A source of chunks; ``again`` is whether it can be read more than once."""

    size: int | None = None
    again = True

    def __init__(self, content: Any) -> None:
        self.content = content

    def __enter__(self) -> Any:
        return None

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, pieces: Any) -> bytes:
        """Return the next chunk, empty at the end."""
        raise NotImplementedError


class _Bytes(_Part):
    def __init__(self, content: Any) -> None:
        super().__init__(content)
        self.size = len(content)

    def __enter__(self) -> Iterator[bytes]:
        view = memoryview(self.content)
        return (bytes(view[at : at + _PIECE]) for at in range(0, len(view), _PIECE))

    def read(self, pieces: Iterator[bytes]) -> bytes:
        return next(pieces, b"")


class _Pieces(_Part):
    def __init__(self, content: Any) -> None:
        super().__init__(content)
        self.is_async = hasattr(content, "__aiter__")
        self.again = not hasattr(
            content, "__next__" if not self.is_async else "__anext__"
        )

    def __enter__(self) -> Iterator[bytes]:
        if self.is_async:
            raise InvalidRequestError("an async iterable needs the async client")
        return iter(self.content)

    def read(self, pieces: Iterator[bytes]) -> bytes:
        try:
            for piece in pieces:
                if piece:
                    return _octets(piece)
        except APIError:
            raise
        except Exception as error:
            raise InvalidRequestError(
                f"reading the body failed: {type(error).__name__}"
            ) from error
        return b""


class _Opened(_Part):
    """An open file, read from its current position."""

    def __init__(self, content: Any) -> None:
        super().__init__(content)
        self.again = bool(getattr(content, "seekable", bool)())
        if self.again:
            self._start = content.tell()
            self.size = content.seek(0, os.SEEK_END) - self._start
            content.seek(self._start)

    def __enter__(self) -> Any:
        if self.again:
            self.content.seek(self._start)
        return self.content

    def read(self, pieces: Any) -> bytes:
        return _octets(pieces.read(_PIECE))


class _Path(_Part):
    def __init__(self, content: Any) -> None:
        super().__init__(content)
        try:
            self.size = os.stat(content).st_size
        except OSError as error:
            raise _unreadable(content, error) from error
        self._files: list[IO[bytes]] = []

    def __enter__(self) -> IO[bytes]:
        try:
            self._files.append(open(self.content, "rb"))
        except OSError as error:
            raise _unreadable(self.content, error) from error
        return self._files[-1]

    def __exit__(self, *_: object) -> None:
        self._files.pop().close()

    def read(self, pieces: IO[bytes]) -> bytes:
        return pieces.read(_PIECE)


def is_content(value: Any) -> bool:
    """Return whether a value is sent in chunks."""
    if isinstance(value, (bytes, bytearray, str)) or hasattr(value, "keys"):
        return False
    return callable(getattr(value, "read", None)) or isinstance(
        value, (os.PathLike, Iterable, AsyncIterable)
    )


def filename(content: Any) -> str | None:
    """Return the file name of a content, None if it is not a file."""
    own: Any = getattr(content, "name", None)
    named = own if isinstance(own, str) else ""
    path = content.__fspath__() if hasattr(content, "__fspath__") else named
    return os.path.basename(str(path)) or None


def _part(content: Any) -> _Part:
    if isinstance(content, (bytes, bytearray)):
        return _Bytes(content)
    if callable(getattr(content, "read", None)):
        return _Opened(content)
    if isinstance(content, os.PathLike):
        return _Path(content)
    if is_content(content):
        return _Pieces(content)
    raise InvalidRequestError(
        f"expected bytes, a path or a file, got {type(content).__name__}"
    )


def _octets(piece: Any) -> bytes:
    if not hasattr(piece, "hex") or not hasattr(piece, "__len__"):
        said = f"expected bytes, got {type(piece).__name__}: open files in binary mode"
        raise InvalidRequestError(said)
    return bytes(piece)


def _unreadable(path: Any, error: OSError) -> InvalidRequestError:
    return InvalidRequestError(f"{os.fspath(path)!r} cannot be read: {error.strerror}")
