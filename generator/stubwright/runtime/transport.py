"""Send requests: with httpx2, or with any object that can."""

from __future__ import annotations

from typing import Protocol

import httpx2

from .errors import APIConnectionError, APITimeoutError
from .request import Request
from .response import RawResponse


class Transport(Protocol):
    """What sends a request and waits for the response."""

    def send(self, request: Request, /) -> RawResponse:
        """Return the response, whatever its status."""
        ...


class AsyncTransport(Protocol):
    """What sends a request and waits for the response, async."""

    async def send(self, request: Request, /) -> RawResponse:
        """Return the response, whatever its status."""
        ...


class HTTPTransport:
    """Send with httpx2. Redirects are not followed: they could lead credentials away."""

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client

    def open(self, request: Request) -> httpx2.Response:
        """Return a response whose content is still to be read."""
        built = outgoing(self.client, request)
        try:
            return self.client.send(built, stream=True, follow_redirects=False)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise unreachable(request, error) from error

    def send(self, request: Request, /) -> RawResponse:
        """Return the response, whatever its status."""
        response = self.open(request)
        try:
            response.read()
        except httpx2.HTTPError as error:
            raise unreachable(request, error) from error
        finally:
            response.close()
        return RawResponse(response.status_code, response.headers, response.content)


class AsyncHTTPTransport:
    """Send with httpx2, async. Redirects are not followed."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client

    async def open(self, request: Request) -> httpx2.Response:
        """Return a response whose content is still to be read."""
        built = outgoing(self.client, request)
        try:
            return await self.client.send(built, stream=True, follow_redirects=False)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise unreachable(request, error) from error

    async def send(self, request: Request, /) -> RawResponse:
        """Return the response, whatever its status."""
        response = await self.open(request)
        try:
            await response.aread()
        except httpx2.HTTPError as error:
            raise unreachable(request, error) from error
        finally:
            await response.aclose()
        return RawResponse(response.status_code, response.headers, response.content)


def outgoing(
    client: httpx2.Client | httpx2.AsyncClient, request: Request
) -> httpx2.Request:
    """Return a request as httpx2 knows it."""
    headers = [(k.encode(), v.encode("latin-1")) for k, v in request.headers.items()]
    timeout = request.timeout
    return client.build_request(
        request.method,
        request.url,
        headers=headers,
        content=request.content,
        timeout=httpx2.USE_CLIENT_DEFAULT if timeout is None else timeout,
    )


def unreachable(request: Request, error: Exception) -> APIConnectionError:
    """Return the exception of a request that had no response."""
    timeout = isinstance(error, httpx2.TimeoutException)
    kind = APITimeoutError if timeout else APIConnectionError
    return kind(f"{request.place}: {str(error) or type(error).__name__}")
