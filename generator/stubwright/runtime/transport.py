"""Send requests: with httpx2, or with any object that can.

Redirects are not followed: they could lead credentials away.
"""

from __future__ import annotations

from typing import Protocol

import httpx2

from .errors import APIConnectionError, APITimeoutError
from .request import Request
from .response import RawResponse

FAULTS = (httpx2.HTTPError, httpx2.InvalidURL)

_TIMEOUT = 60.0  # seconds


class Transport(Protocol):
    """What sends a request and returns the response, whatever its status."""

    def send(self, request: Request, /) -> RawResponse: ...


class AsyncTransport(Protocol):
    """What sends a request and returns the response, whatever its status, async."""

    async def send(self, request: Request, /) -> RawResponse: ...


class HTTPTransport:
    """Send with httpx2; a client that was given is not closed."""

    def __init__(self, given: httpx2.Client | None) -> None:
        self.client = given or httpx2.Client(timeout=_TIMEOUT)
        self._own = given is None

    def close(self) -> None:
        if self._own:
            self.client.close()

    def send(self, request: Request, /) -> RawResponse:
        try:
            built = outgoing(self.client, request)
            response = self.client.send(built, follow_redirects=False)
        except FAULTS as error:
            raise unreachable(request, error) from error
        return RawResponse(response.status_code, response.headers, response.content)


class AsyncHTTPTransport:
    """Send with httpx2, async; a client that was given is not closed."""

    def __init__(self, given: httpx2.AsyncClient | None) -> None:
        self.client = given or httpx2.AsyncClient(timeout=_TIMEOUT)
        self._own = given is None

    async def close(self) -> None:
        if self._own:
            await self.client.aclose()

    async def send(self, request: Request, /) -> RawResponse:
        try:
            built = outgoing(self.client, request)
            response = await self.client.send(built, follow_redirects=False)
        except FAULTS as error:
            raise unreachable(request, error) from error
        return RawResponse(response.status_code, response.headers, response.content)


def outgoing(
    client: httpx2.Client | httpx2.AsyncClient, request: Request
) -> httpx2.Request:
    """Return a request as httpx2 knows it."""
    return client.build_request(
        request.method,
        request.url,
        headers=[(k.encode(), v.encode("latin-1")) for k, v in request.headers.items()],
        content=request.content,
        timeout=request.timeout or httpx2.USE_CLIENT_DEFAULT,
    )


def unreachable(request: Request, error: Exception) -> APIConnectionError:
    """Return the exception of a request that had no response."""
    timeout = isinstance(error, httpx2.TimeoutException)
    kind = APITimeoutError if timeout else APIConnectionError
    return kind(f"{request}: {str(error) or type(error).__name__}")
