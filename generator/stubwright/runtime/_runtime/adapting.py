"""Shared code of the transports for other HTTP libraries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Generic, TypeVar

from ..errors import APIConnectionError, APIError, APITimeoutError
from ..http import Request
from .transport import Connections

A = TypeVar("A", bound="AsyncAdapter[Any]")
C = TypeVar("C")
S = TypeVar("S", bound="SyncAdapter[Any]")

NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])


@dataclass(frozen=True, slots=True)
class Faults:
    """The meaning of an HTTP library's exceptions; ``inner`` returns the cause of one.

    After a ``passing`` one, a retry may help. ``unsent`` and ``full``, which is for a
    wait for a free connection, are types of causes.
    """

    timeouts: tuple[type[Exception], ...]
    passing: tuple[type[Exception], ...]
    unsent: tuple[type[Exception], ...]
    inner: Callable[[Exception], Exception] = lambda error: error
    full: tuple[type[Exception], ...] = ()

    @contextmanager
    def told(self, request: Request) -> Generator[None, None, None]:
        """Convert the exceptions of the library to those of the package."""
        try:
            yield
        except (APIError, AssertionError):
            raise
        except Exception as error:
            fault, why = self._fault(request, error)
            try:
                raise fault from why
            finally:
                fault.__context__ = why

    def _fault(
        self, request: Request, error: Exception
    ) -> tuple[APIConnectionError, Exception | None]:
        inner = self.inner(error)
        words = str(inner) or type(inner).__name__
        why: Exception | None = inner
        if "?" in request.url and "?" in f"{inner}{inner!r}":
            # Its message contains the URL, which may have a secret in its query.
            words, why = type(inner).__name__, None
        if isinstance(inner, self.full):
            words = "all connections were in use"
        late = isinstance(error, (*self.timeouts, TimeoutError))
        kind = APITimeoutError if late else APIConnectionError
        fault = kind(f"{request}: {words}")
        fault.sent = not isinstance(inner, self.unsent)
        fault.retryable = isinstance(error, (*self.timeouts, *self.passing))
        return fault, why

    def reading(self, request: Request, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the chunks of a response."""
        with self.told(request):
            yield from pieces

    async def areading(
        self, request: Request, pieces: AsyncIterator[bytes]
    ) -> AsyncIterator[bytes]:
        """Yield the chunks of a response, async."""
        with self.told(request):
            async for piece in pieces:
                yield piece


class Adapter(Generic[C]):
    """A transport that uses an HTTP library's client: a given one, or its own."""

    _sync = True

    def __init__(self, given: C | None) -> None:
        self._given = given is not None
        self._own = Connections(
            lambda: self._make() if given is None else given, self._sync
        )

    def _make(self) -> C:
        raise NotImplementedError


class SyncAdapter(Adapter[C]):
    """A transport with its own connections."""

    def close(self) -> None:
        """Close the transport's own connections; a given client stays open."""
        client: Any = self._own.close()
        if client is not None and not self._given:
            client.close()

    def __enter__(self: S) -> S:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncAdapter(Adapter[C]):
    """A transport with its own connections, async."""

    _sync = False

    async def aclose(self) -> None:
        """Close the transport's own connections; a given client stays open."""
        client: Any = self._own.close()
        if client is not None and not self._given:
            close = client.aclose if hasattr(client, "aclose") else client.close
            await close()

    async def __aenter__(self: A) -> A:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def with_coding(headers: Mapping[str, str]) -> dict[str, str]:
    """Add the supported content codings, unless the caller set Accept-Encoding."""
    return {"accept-encoding": "gzip, deflate", **headers}
