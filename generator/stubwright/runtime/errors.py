"""Errors that calls raise. No text of theirs holds a credential."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import responses
from typing import TYPE_CHECKING, Any

from ._runtime.retries import retry_after
from ._runtime.texts import printable, step

if TYPE_CHECKING:  # they raise what is below
    from .http import RawResponse, Request

_EXCERPT = 200  # characters of a server's words that an error repeats


class BaseError(Exception):
    """Base of everything that is raised on purpose.

    ``attempts`` is how often the request was sent, or tried to be.
    """

    attempts = 0


APIError = BaseError


class MissingCredentialsError(APIError, ValueError):
    """A call needs a credential that was not given; nothing was sent."""


class APIConnectionError(APIError):
    """No response arrived.

    ``sent`` is false where the request cannot have arrived, ``retryable`` where sending
    it again cannot help.
    """

    sent = True
    retryable = True

    def __str__(self) -> str:
        tried = f" (tried {self.attempts} times)" if self.attempts > 1 else ""
        return f"{super().__str__()}{tried}"


class APITimeoutError(APIConnectionError):
    """No response arrived in time."""


class LocatedError(APIError):
    """A fault at a ``path`` in a value; ``context`` names the response it came in."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = "$"
        self.context = ""

    def under(self, at: str | int) -> None:
        """Note that the fault lies below a member or an item."""
        self.path = f"${step(at)}{self.path[1:]}"

    def __str__(self) -> str:
        return f"{self.context}{self.path}: {self.message}"


class DecodeError(LocatedError, ValueError):
    """A value does not fit its type.

    ``request`` and ``response`` are those of the call, None where there was none.
    """

    request: Request | None = None
    response: RawResponse | None = None

    def locate(self, request: Request, response: RawResponse) -> None:
        """Say in which response the value was."""
        self.context = f"{request} → {response.status}: "
        self.request, self.response = request, response


class EncodeError(LocatedError, TypeError, ValueError):
    """A value cannot be written as its type says."""


class InvalidRequestError(EncodeError):
    """A call cannot be sent as it is: an empty part of a path, a header not for HTTP."""

    def __str__(self) -> str:
        return self.message


class APIStatusError(APIError):
    """The server answered with a status that is not a success.

    ``request`` is what was asked, without credentials; ``response`` all that came.
    ``body`` is of the documented type; where none is, or the body does not fit, it is
    the JSON value, else text, else bytes, else None.
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
        """The headers of the response, without regard to case."""
        return self.response.headers

    @property
    def text(self) -> str:
        """The start of what the server said, empty where that is not text."""
        if isinstance(self.body, bytes):
            return ""
        return self.response.text[:_EXCERPT]

    def __str__(self) -> str:
        status = f"{self.status} {responses.get(self.status, '')}".rstrip()
        words = printable(" ".join(self.text.split()))
        hint = self.hint and f" ({self.hint})"
        return f"{self.request} → {status}{words and ': '}{words}{hint}"

    @property
    def request_id(self) -> str | None:
        """What the server calls the request, for questions to its keepers."""
        names = ("x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id")
        return next((self.headers[x] for x in names if x in self.headers), None)

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait as the server says (RFC 9110, section 10.2.3), else None."""
        return retry_after(self.headers)


class BadRequestError(APIStatusError):
    """400: the request is malformed."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials do not allow this."""


class NotFoundError(APIStatusError):
    """404: there is no such thing."""


class ConflictError(APIStatusError):
    """409: the state of the resource forbids this."""


class UnprocessableEntityError(APIStatusError):
    """422: the request is well-formed but makes no sense."""


class RateLimitError(APIStatusError):
    """429: too many requests; ``retry_after`` may say how long to wait."""


class InternalServerError(APIStatusError):
    """5xx: the server failed."""
