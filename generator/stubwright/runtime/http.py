"""The types that calls use: requests, responses, transports, settings and hooks."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Generic, Protocol, TypeAlias, TypedDict, TypeVar

from ._runtime.codec import parse
from ._runtime.codec_compile import part
from ._runtime.operation import Operation
from ._runtime.texts import charset, shown
from .errors import APIError, InvalidRequestError

H = TypeVar("H")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timeout:
    """Seconds to wait; None means no limit.

    ``each`` is the default for every single wait: to connect, to read or write a chunk,
    or for a free connection. ``total`` limits the whole call including its retries; for
    a stream, it ends when the headers have arrived.
    """

    each: float | None = 60.0
    _: KW_ONLY
    connect: float | None = None
    read: float | None = None
    write: float | None = None
    pool: float | None = None
    total: float | None = None

    def __post_init__(self) -> None:
        for name in ("each", "connect", "read", "write", "pool", "total"):
            value = getattr(self, name)
            if not isinstance(value, (int, float, type(None))):
                raise InvalidRequestError(
                    f"timeout must be seconds or a Timeout, not {value!r}"
                )
            if value is not None and not 0 < value < math.inf:
                raise InvalidRequestError(
                    f"timeout must be a number of seconds, not {value!r}"
                )


class CallOptions(TypedDict, total=False):
    """Options of every method, in addition to the arguments of its operation.

    ``headers`` override those of the client and the operation; None removes one.
    ``extra_query`` is appended to the query. ``max_retries`` limits the retries of a
    call. ``follow_redirects`` applies to GET and HEAD; credentials are sent only to the
    same origin. ``strict`` rejects responses that do not match their type.
    """

    timeout: float | Timeout | None
    headers: Mapping[str, str | None] | None
    max_retries: int
    extra_query: Mapping[str, Any]
    follow_redirects: bool
    strict: bool


class Pieces(Protocol):
    """A body that is sent in chunks; ``size`` is in bytes, None if it is not known.

    It can be iterated again only if ``again`` is true.
    """

    @property
    def size(self) -> int | None: ...
    @property
    def again(self) -> bool: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A request. Header names are lower case; a timeout of None is the transport's.

    ``str(operation)`` is the documented method and path; ``operation`` is None for a
    request that the document does not describe. ``arguments`` are those passed to the
    method, by name. The names of the operation's types are resolved in ``module``.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | Pieces | None = None
    timeout: Timeout | None = None
    operation: Operation[Any] | None = field(default=None, compare=False)
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False)
    module: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return the method and the URL, without parts that may contain a secret."""
        return f"{self.method} {shown(self.url)}"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class RawResponse:
    """A response as received; ``headers`` is case-insensitive."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The media type with its parameters, or an empty string."""
        return self.headers.get("content-type", "")

    @property
    def text(self) -> str:
        """The content as text."""
        found = charset(self.content_type)
        try:
            return self.content.decode(found[1] if found else "utf-8", "replace")
        except (LookupError, UnicodeError):  # an unknown or binary encoding
            return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the content as JSON data."""
        return parse(self.content)

    def headers_as(self, of: type[H], /) -> H:
        """Return the documented headers as a class that the docstring names."""
        made: H = part("response_headers").read(of, self.headers)
        return made


@dataclass(frozen=True, slots=True)
class Response(RawResponse, Generic[T]):
    """A response with its decoded content."""

    value: T = field(kw_only=True)


@dataclass(slots=True, eq=False)
class OpenResponse:
    """A response whose content has not been read, as a streaming transport returns it.

    ``pieces`` is an iterator of bytes, async for an async transport; they are still in
    their content coding (such as gzip) unless ``decoded`` is true. ``close`` releases
    the connection; for an async transport, it is a coroutine function. ``abort`` breaks
    the connection and interrupts reads; it may be called from any thread and never
    raises.
    """

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes] | AsyncIterator[bytes] = field(repr=False)
    close: Callable[[], Awaitable[None] | None] = field(repr=False)
    abort: Callable[[], None] = field(repr=False)
    decoded: bool = False


class Transport(Protocol):
    """Sends a request and returns the response, with any status."""

    def send(self, request: Request, /) -> RawResponse | OpenResponse: ...


class AsyncTransport(Protocol):
    """Sends a request and returns the response, with any status, async."""

    async def send(self, request: Request, /) -> RawResponse | OpenResponse: ...


class TokenSource:
    """A credential that is obtained when needed, by a request to another URL."""

    async def token(
        self,
        scheme: Any,
        base_url: str,
        sync: bool,
        fetch: Callable[[Request], Awaitable[RawResponse]],
        /,
    ) -> str:
        """Return a token; ``fetch`` sends a request. Nothing is awaited if ``sync``."""
        raise NotImplementedError

    def refused(self, token: str, /) -> None:
        """Discard a token after a 401 response; the call is sent once more."""


Secret: TypeAlias = str | tuple[str, str]
Credential: TypeAlias = Secret | Callable[[], Secret | Awaitable[Secret]] | TokenSource
"""A token or key; user and password for basic authentication; or a source of these.

A function is called for each request; for an async client, it may be async.
"""


class Attempt:
    """One attempt to send a request; ``number`` counts from 1.

    ``request`` contains no credentials. ``context`` is for the hooks: a value that
    ``on_request`` stores there is available to the hooks that are called later.
    """

    context: Any = None

    def __init__(self, request: Request, number: int) -> None:
        self.request = request
        self.number = number

    def __repr__(self) -> str:
        return f"Attempt({self.request}, {self.number})"


class Hooks:
    """Methods called around every attempt; override those that you need."""

    def on_request(self, attempt: Attempt) -> Request | None:
        """Return the request to send in place of ``attempt.request``, or None."""

    def on_response(self, attempt: Attempt, response: RawResponse) -> None:
        """Inspect a response of any status; a streamed response has no content."""

    def on_error(self, attempt: Attempt, error: APIError) -> None:
        """Inspect the error of an attempt whose response did not arrive completely."""
