"""Read a response in chunks, optionally into a file."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from typing import IO, Any, TypeAlias, TypeVar

from ..errors import APIConnectionError, APIError
from ..http import RawResponse
from .client import Call, Streamed, note, streaming
from .opened import Opened

A = TypeVar("A", bound="AsyncReceiver")
S = TypeVar("S", bound="SyncReceiver")
T = TypeVar("T")

Progress: TypeAlias = Callable[[int, "int | None"], object]
"""Called with the number of bytes received and the total, None if unknown."""


class Receiver:
    """Base class: a call whose response is read in chunks."""

    _call: Call[Any]
    _head: RawResponse
    _opened: Opened | None = None
    _do: Callable[..., Awaitable[Any]]

    def _begin(self, seen: list[Streamed]) -> None:
        if not seen:
            raise TypeError(
                "streaming requires a method that returns its whole response"
            )
        self._call, self._head, self._opened = seen[-1]
        note(self._head)

    @property
    def status(self) -> int:
        """The status of the response."""
        return self._head.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the response; names are case-insensitive."""
        return self._head.headers

    @property
    def size(self) -> int | None:
        """The number of bytes to expect, None if the server does not send it."""
        length = self.headers.get("content-length", "")
        plain = self.headers.get("content-encoding", "identity") == "identity"
        return int(length) if length.isdecimal() and plain else None

    async def _next(self) -> bytes:
        if self._opened is None:
            if not hasattr(self, "_call"):
                raise TypeError("streaming begins with a 'with' block")
            return b""
        piece = await self._opened.piece()
        if not piece:
            await self._end()
        return piece

    async def _whole(self) -> bytes:
        pieces: list[bytes] = []
        size, limit = 0, self._call.exchange.session.max_content
        while piece := await self._next():
            pieces.append(piece)
            size += len(piece)
            if limit is not None and size > limit:
                await self._end()
                raise APIError(
                    f"{self._call.request}: the content has more than {limit} bytes"
                )
        return b"".join(pieces)

    async def _end(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def _save(self, path: Any, progress: Progress | None, resume: bool) -> None:
        """Write to a file beside ``path``; rename it when it is complete."""
        do = self._do
        version = self._version()
        kept = resume and bool(version)
        mark = sha256(version.encode()).hexdigest()[:12] if kept else str(os.getpid())
        part = f"{os.fspath(path)}.{mark}.part"
        file: IO[bytes] = await do(open, part, "ab" if kept else "wb")
        try:
            try:
                done = await do(file.tell)
                if done and done != self.size and not await self._go_on(done, version):
                    done = await do(_emptied, file)
                await self._copy(file, do, done, version, progress)
            finally:
                await do(file.close)
            await do(os.replace, part, path)
        except BaseException:
            if not kept:
                os.unlink(part)
            raise

    async def _copy(
        self,
        file: IO[bytes],
        do: Any,
        done: int,
        version: str,
        progress: Progress | None,
    ) -> None:
        whole = self.size if self.status != 206 else _total(self.headers)
        failures = 0
        while done != whole or whole is None:
            try:
                piece = await self._next()
            except APIConnectionError:
                failures += 1
                most = self._call.exchange.options.get("max_retries", 2)
                if not version or failures > most:
                    raise
                if not await self._go_on(done, version):
                    done = await do(_emptied, file)
                continue
            if not piece:
                break
            await do(file.write, piece)
            failures, done = 0, done + len(piece)
            if progress is not None:
                progress(done, whole)
        await self._end()

    def _version(self) -> str:
        """Return a validator for If-Range (RFC 9110, 13.1.5), empty without ranges."""
        headers = self.headers
        ranges = headers.get("accept-ranges", "").lower() == "bytes"
        tag = headers.get("etag", "")
        tag = "" if tag.startswith("W/") else tag
        return (tag or headers.get("last-modified", "")) if ranges and self.size else ""

    async def _go_on(self, done: int, version: str) -> bool:
        """Request the rest; return False if the server sends the whole content."""
        await self._end()
        exchange, request = self._call.exchange, self._call.request
        headers = {**request.headers, "range": f"bytes={done}-", "if-range": version}
        headers["accept-encoding"] = "identity"
        request = replace(request, headers=headers)
        again = copy(exchange)
        again.request, again.attempts, again.redirects = request, 0, 0
        head, self._opened = await again.run()
        if self._opened is None:
            self._call.finish(head)  # raises the error of the status
            raise APIError(f"{request}: the rest of the content was not received")
        self._head = head
        if head.status != 206:
            return False
        if not head.headers.get("content-range", "").startswith(f"bytes {done}-"):
            await self._end()
            raise APIError(f"{request}: the server sent another range than requested")
        return True

    def __del__(self) -> None:
        if self._opened is not None:
            self._opened.drop()


@contextmanager
def capturing() -> Generator[list[Streamed], None, None]:
    """Capture the unread response of a call that is made in this context."""
    seen: list[Streamed] = []
    before = streaming.set(seen)
    try:
        yield seen
    finally:
        streaming.reset(before)


async def at_once(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function in the current thread."""
    return function(*arguments)


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function in a worker thread, without blocking the event loop."""
    done: T = await import_module("anyio").to_thread.run_sync(function, *arguments)
    return done


def _emptied(file: IO[bytes]) -> int:
    file.seek(0)
    return file.truncate()


def _total(headers: Mapping[str, str]) -> int | None:
    """Return the complete length in a Content-Range (RFC 9110, 14.4)."""
    total = headers.get("content-range", "").rpartition("/")[2]
    return int(total) if total.isdecimal() else None


class SyncReceiver(Receiver):
    """A receiver that sends its request when a ``with`` block is entered."""

    _do = staticmethod(at_once)

    def _enter(self) -> None:
        raise NotImplementedError

    def __enter__(self: S) -> S:
        self._enter()
        return self


class AsyncReceiver(Receiver):
    """A receiver that sends its request when an ``async with`` block is entered."""

    _do = staticmethod(in_thread)

    async def _aenter(self) -> None:
        raise NotImplementedError

    async def __aenter__(self: A) -> A:
        await self._aenter()
        return self
