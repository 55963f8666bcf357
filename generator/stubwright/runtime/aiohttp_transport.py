"""Send with aiohttp: ``http_client=AiohttpTransport()``."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx2
from yarl import URL

from ._runtime.adapting import AsyncAdapter, Faults, with_coding
from ._runtime.transport import waits
from .errors import APIConnectionError, InvalidRequestError
from .http import OpenResponse, Request, Timeout

__all__ = ["AiohttpTransport"]

_FAULTS = Faults(
    timeouts=(asyncio.TimeoutError,),
    passing=(
        aiohttp.ClientConnectionError,
        aiohttp.ClientPayloadError,
        aiohttp.ClientResponseError,
        OSError,
    ),
    unsent=(aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError),
)


class AiohttpTransport(AsyncAdapter[aiohttp.ClientSession]):
    """A transport for an async client. ``aclose`` it, or use ``async with``.

    A session that you pass keeps its settings (connector, proxies, cookies,
    middlewares) and is not closed; it does not follow redirects. It repeats an
    idempotent request once if the connection breaks, which counts as one attempt.
    """

    def __init__(self, session: aiohttp.ClientSession | None = None) -> None:
        super().__init__(session)

    def _make(self) -> aiohttp.ClientSession:
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=1000),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )
        # A retry by the session would be invisible to max_retries and hooks.
        vars(session)["_retry_connection"] = False
        return session

    async def send(self, request: Request, /) -> OpenResponse:
        """Send a request; return the response as soon as its headers have arrived."""
        body = request.content
        with _FAULTS.told(request):
            session = self._own.get()
            response = await session.request(
                request.method,
                URL(request.url, encoded=True),
                headers=_headers(request),
                skip_auto_headers=("accept", "content-type", "user-agent"),
                data=body if body is None or isinstance(body, bytes) else aiter(body),
                allow_redirects=False,
                raise_for_status=False,
                proxy=None if self._given else _proxy(request),
                timeout=_timeout(request.timeout or Timeout()),
            )

        async def close() -> None:
            response.release() if response.content.at_eof() else response.close()

        loop = asyncio.get_running_loop()

        def abort() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(response.close)

        headers = httpx2.Headers([*response.raw_headers])
        pieces = _FAULTS.areading(request, response.content.iter_any())
        decoded = session.auto_decompress
        return OpenResponse(response.status, headers, pieces, close, abort, decoded)


def _headers(request: Request) -> dict[str, str]:
    headers = with_coding(request.headers)
    for name, value in headers.items():
        if not value.isascii():
            said = (
                f"the header {name!r} is not ASCII, and aiohttp would send it as UTF-8"
            )
            raise InvalidRequestError(said)
    return headers


def _timeout(timeout: Timeout) -> aiohttp.ClientTimeout:
    wait = waits(timeout)
    connect, read = wait["connect"], wait["read"]
    return aiohttp.ClientTimeout(
        total=None, connect=wait["pool"], sock_connect=connect, sock_read=read
    )


def _proxy(request: Request) -> str | None:
    """Return the proxy set in the environment; aiohttp reads it only with ~/.netrc."""
    parts, proxies = urlsplit(request.url), getproxies()
    if proxy_bypass(parts.netloc):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if proxy and proxy.lower().startswith("socks"):
        fault = APIConnectionError(f"{request}: aiohttp cannot use a SOCKS proxy")
        fault.sent = False
        raise fault
    return proxy
