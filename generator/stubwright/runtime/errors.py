"""Errors that calls raise. Their messages never contain credentials."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import responses
from typing import TYPE_CHECKING, Any

from ._runtime.retries import retry_after
from ._runtime.texts import printable, shown, step

if TYPE_CHECKING:  # these modules import this one
    from .http import RawResponse, Request

_EXCERPT = 200  # characters of a response that a message quotes


class BaseError(Exception):
    """Base class of all errors of this package.

    ``attempts`` is the number of times that sending the request was attempted.
    """

    attempts = 0


APIError = BaseError


class MissingCredentialsError(APIError, ValueError):
    """A required credential is missing; nothing was sent."""


class APIConnectionError(APIError):
    """No response arrived.

    ``sent`` is false if the request cannot have been received; ``retryable`` is false
    if a retry cannot help.
    """

    sent = True
    retryable = True

    def __str__(self) -> str:
        tried = f" (tried {self.attempts} times)" if self.attempts > 1 else ""
        return f"{super().__str__()}{tried}"


class APITimeoutError(APIConnectionError):
    """No response arrived in time."""


class LocatedError(APIError):
    """An error at a ``path`` in a value; ``context`` identifies the response."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = "$"
        self.context = ""

    def under(self, at: str | int) -> None:
        """Prepend a member or an item to the path of the error."""
        self.path = f"${step(at)}{self.path[1:]}"

    def __str__(self) -> str:
        return f"{self.context}{self.path}: {self.message}"


class DecodeError(LocatedError, ValueError):
    """A value does not match its type.

    ``request`` and ``response`` are those of the call, None without a call.
    """

    request: Request | None = None
    response: RawResponse | None = None

    def locate(self, request: Request, response: RawResponse) -> None:
        """Add the response that contained the value."""
        self.context = f"{request} → {response.status}: "
        self.request, self.response = request, response


class EncodeError(LocatedError, TypeError, ValueError):
    """A value cannot be encoded as its type."""


class InvalidRequestError(EncodeError):
    """A call cannot be sent: a path parameter is empty, or a header is invalid."""

    def __str__(self) -> str:
        return self.message


class APIStatusError(APIError):
    """The server responded with an error status.

    ``request`` is the request without credentials, ``response`` the response. ``body``
    has the documented type. Without one, or if the body does not match it, it is the
    JSON value, otherwise text, otherwise bytes, otherwise None.
    """

    hint = ""

    def __init__(
        self, request: Request, response: RawResponse, body: Any = None
    ) -> None:
        super().__init__(request, response, body)
        self.request = request
        self.response = response
        self.body = body

    @property
    def status(self) -> int:
        """The status of the response."""
        return self.response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the response; names are case-insensitive."""
        return self.response.headers

    @property
    def text(self) -> str:
        """The beginning of the response's text, empty if it is not text."""
        if isinstance(self.body, bytes):
            return ""
        return self.response.text[:_EXCERPT]

    def __str__(self) -> str:
        status = f"{self.status} {responses.get(self.status, '')}".rstrip()
        if 300 <= self.status < 400 and (place := self.headers.get("location")):
            status += f" to {shown(place)}"
        words = printable(" ".join(self.text.split()))
        hint = self.hint and f" ({self.hint})"
        return f"{self.request} → {status}{words and ': '}{words}{hint}"

    @property
    def request_id(self) -> str | None:
        """The server's identifier of the request, for support questions."""
        names = ("x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id")
        return next((self.headers[x] for x in names if x in self.headers), None)

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait as the server asks (RFC 9110, section 10.2.3), or None."""
        return retry_after(self.headers)


class BadRequestError(APIStatusError):
    """400: the request is malformed."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials do not allow this."""


class NotFoundError(APIStatusError):
    """404: the resource does not exist."""


class ConflictError(APIStatusError):
    """409: the state of the resource forbids this."""


class UnprocessableEntityError(APIStatusError):
    """422: the request is well-formed but cannot be processed."""


class RateLimitError(APIStatusError):
    """429: too many requests; ``retry_after`` may say how long to wait."""


class InternalServerError(APIStatusError):
    """5xx: the server failed."""
