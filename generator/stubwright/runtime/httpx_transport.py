"""Send with httpx: ``http_client=HttpxTransport()``, or ``AsyncHttpxTransport()``."""

from __future__ import annotations

from http.cookiejar import CookieJar
from typing import Any

import httpx

from ._runtime.adapting import (
    NO_COOKIES,
    AsyncAdapter,
    Faults,
    SyncAdapter,
    with_coding,
)
from ._runtime.transport import waits
from .http import OpenResponse, Request, Timeout

__all__ = ["AsyncHttpxTransport", "HttpxTransport"]

_FAULTS = Faults(
    timeouts=(httpx.TimeoutException,),
    passing=(httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError),
    unsent=(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout),
    full=(httpx.PoolTimeout,),
)


class HttpxTransport(SyncAdapter[httpx.Client]):
    """A transport for a sync client. ``close`` it, or use ``with``.

    A client that you pass keeps its settings (proxies, certificates, cookies, hooks)
    and is not closed; it does not follow redirects.
    """

    def __init__(self, client: httpx.Client | None = None) -> None:
        super().__init__(client)

    def _make(self) -> httpx.Client:
        return httpx.Client(**_settings())

    def send(self, request: Request, /) -> OpenResponse:
        """Send a request; return the response as soon as its headers have arrived."""
        with _FAULTS.told(request):
            client = self._own.get()
            body = request.content
            content = body if body is None or isinstance(body, bytes) else iter(body)
            built = _built(client, request, content)
            try:
                response = client.send(built, **_sending(request))
            except httpx.HTTPStatusError as error:  # raised by a hook of the client
                response = _read(error.response)
        if response.is_stream_consumed:  # by a hook
            return _response(response, response.iter_bytes(), response.close, True)
        pieces = _FAULTS.reading(request, response.iter_raw())
        return _response(response, pieces, response.close)


class AsyncHttpxTransport(AsyncAdapter[httpx.AsyncClient]):
    """A transport for an async client, like ``HttpxTransport``; ``aclose`` it."""

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        super().__init__(client)

    def _make(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(**_settings())

    async def send(self, request: Request, /) -> OpenResponse:
        """Send a request; return the response as soon as its headers have arrived."""
        with _FAULTS.told(request):
            client = self._own.get()
            body = request.content
            content = body if body is None or isinstance(body, bytes) else aiter(body)
            built = _built(client, request, content)
            try:
                response = await client.send(built, **_sending(request))
            except httpx.HTTPStatusError as error:  # raised by a hook of the client
                response = _read(error.response)
        if response.is_stream_consumed:  # by a hook
            return _response(response, response.aiter_bytes(), response.aclose, True)
        pieces = _FAULTS.areading(request, response.aiter_raw())
        return _response(response, pieces, response.aclose)


def _settings() -> Any:
    return {
        "cookies": CookieJar(NO_COOKIES),
        "limits": httpx.Limits(max_connections=1000, max_keepalive_connections=100),
        "timeout": httpx.Timeout(**waits(Timeout())),
    }


def _built(
    client: httpx.Client | httpx.AsyncClient, request: Request, content: Any
) -> httpx.Request:
    headers = with_coding(request.headers)
    own: Any = httpx.USE_CLIENT_DEFAULT
    if request.timeout is not None:
        own = httpx.Timeout(**waits(request.timeout))
    built = client.build_request(
        request.method,
        request.url,
        headers=[(k.encode(), v.encode("latin-1")) for k, v in headers.items()],
        content=content,
        timeout=own,
    )
    built.method = request.method  # not in capitals
    for name in {"accept", "user-agent"} - headers.keys():  # removed by None
        built.headers.pop(name, None)
    return built


def _sending(request: Request) -> Any:
    sent: Any = {"stream": True, "follow_redirects": False}
    # The client's own authentication must not replace the credential of the call.
    return {**sent, "auth": None} if "authorization" in request.headers else sent


def _read(response: httpx.Response) -> httpx.Response:
    """Return a closed response with what a hook has read of it."""
    if response.is_stream_consumed:
        return response
    return httpx.Response(response.status_code, headers=response.headers)


def _response(
    response: httpx.Response, pieces: Any, close: Any, decoded: bool = False
) -> OpenResponse:
    def abort() -> None:
        try:
            stream = response.extensions["network_stream"]
            stream.get_extra_info("socket").shutdown(2)
        except (AttributeError, KeyError, OSError):
            pass

    status, headers = response.status_code, response.headers
    return OpenResponse(status, headers, pieces, close, abort, decoded)
