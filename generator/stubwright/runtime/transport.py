"""Send requests: with httpx2, or with any object that can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

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
    """Send with httpx2 or what was given, which is not closed."""

    def __init__(self, given: httpx2.Client | Transport | None) -> None:
        if isinstance(given, httpx2.AsyncClient):
            raise TypeError("http_client must be an httpx2.Client here")
        self.client = httpx2.Client(timeout=_TIMEOUT) if given is None else given
        self._own = given is None

    def close(self) -> None:
        if self._own and isinstance(self.client, httpx2.Client):
            self.client.close()

    def send(self, request: Request, /) -> RawResponse:
        if not isinstance(self.client, httpx2.Client):
            return tidy(self.client.send(request))
        try:
            return incoming(self.client.send(**outgoing(self.client, request)))
        except FAULTS as error:
            raise unreachable(request, error) from error


class AsyncHTTPTransport:
    """Send with httpx2 or what was given, which is not closed, async."""

    def __init__(self, given: httpx2.AsyncClient | AsyncTransport | None) -> None:
        if isinstance(given, httpx2.Client):
            raise TypeError("http_client must be an httpx2.AsyncClient here")
        self.client = httpx2.AsyncClient(timeout=_TIMEOUT) if given is None else given
        self._own = given is None

    async def close(self) -> None:
        if self._own and isinstance(self.client, httpx2.AsyncClient):
            await self.client.aclose()

    async def send(self, request: Request, /) -> RawResponse:
        if not isinstance(self.client, httpx2.AsyncClient):
            return tidy(await self.client.send(request))
        try:
            return incoming(await self.client.send(**outgoing(self.client, request)))
        except FAULTS as error:
            raise unreachable(request, error) from error


def outgoing(client: httpx2.Client | httpx2.AsyncClient, request: Request) -> Any:
    """Return what ``send`` of httpx2 takes."""
    headers = [(k.encode(), v.encode("latin-1")) for k, v in request.headers.items()]
    timeout = httpx2.USE_CLIENT_DEFAULT if request.timeout is None else request.timeout
    own: Any = {"headers": headers, "content": request.content, "timeout": timeout}
    built = client.build_request(request.method, request.url, **own)
    # A redirect could lead the credentials away.
    return {"request": built, "follow_redirects": False}


def tidy(response: RawResponse) -> RawResponse:
    """Return a response whose headers disregard case."""
    return replace(response, headers=httpx2.Headers(dict(response.headers)))


def incoming(response: httpx2.Response) -> RawResponse:
    """Return a response of httpx2 as ours."""
    return RawResponse(response.status_code, response.headers, response.content)


def unreachable(request: Request, error: Exception) -> APIConnectionError:
    """Return the exception of a request that had no response."""
    timeout = isinstance(error, httpx2.TimeoutException)
    kind = APITimeoutError if timeout else APIConnectionError
    return kind(f"{request}: {str(error) or type(error).__name__}")
