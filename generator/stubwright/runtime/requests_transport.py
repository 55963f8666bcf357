"""Send with requests: ``http_client=RequestsTransport()``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests
import requests.cookies
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3 import HTTPResponse
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util import SKIP_HEADER

from ._runtime.adapting import NO_COOKIES, Faults, SyncAdapter, with_coding
from ._runtime.transport import waits
from .http import OpenResponse, Request, Timeout

__all__ = ["RequestsTransport"]


def _inner(error: Exception) -> Exception:
    """Return the exception of urllib3; the message of requests contains the URL."""
    found: Any = error
    while isinstance(found, (requests.RequestException, HTTPError)):
        why: Any = getattr(found, "reason", None) or (found.args or ("",))[0]
        if not isinstance(why, Exception):
            break
        found = why
    cause: Exception = found
    return cause


_FAULTS = Faults(
    timeouts=(requests.Timeout, ReadTimeoutError),
    passing=(requests.ConnectionError, HTTPError),
    unsent=(NewConnectionError, ConnectTimeoutError),
    inner=_inner,
)


class _Adapter(HTTPAdapter):
    def close(self) -> None:
        # urllib3 itself closes them only when nothing refers to their pool any more.
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for pool in map(manager.pools.get, manager.pools.keys()):
                pool.close()
        super().close()


class RequestsTransport(SyncAdapter[requests.Session]):
    """A transport for a sync client. ``close`` it, or use ``with``.

    A session that you pass keeps its settings (adapters, proxies, certificates,
    cookies, headers, ``auth``) and is not closed; its hooks are not called. The
    standard library's ``http.client``, on which it is built, treats an informational
    response (103) as the final response.
    """

    def __init__(self, session: requests.Session | None = None) -> None:
        super().__init__(session)

    def _make(self) -> requests.Session:
        session = requests.Session()
        session.headers.clear()
        session.cookies = RequestsCookieJar(NO_COOKIES)
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter(100, 100))
        return session

    def send(self, request: Request, /) -> OpenResponse:
        """Send a request; return the response as soon as its headers have arrived."""
        with _FAULTS.told(request):
            session = self._own.get()
            prepared = _prepared(session, request)
            wait = waits(request.timeout or Timeout())
            url: Any = request.url
            given: Any = session.merge_environment_settings(url, {}, True, None, None)
            given["timeout"], given["stream"] = (wait["connect"], wait["read"]), True
            response = session.get_adapter(url).send(prepared, **given)
            raw: HTTPResponse = response.raw
            keep: Any = requests.cookies.extract_cookies_to_jar
            keep(session.cookies, prepared, raw)

        def abort() -> None:
            try:
                raw.shutdown()
            except (AttributeError, OSError, RuntimeError, ValueError):
                pass

        def close() -> None:
            raw.close()  # unread data must not become the next response
            raw.release_conn()

        pieces = _FAULTS.reading(request, _pieces(raw))
        return OpenResponse(response.status_code, raw.headers, pieces, close, abort)


def _prepared(session: requests.Session, request: Request) -> requests.PreparedRequest:
    """Return a prepared request whose URL, headers and body are unchanged."""
    body = request.content
    prepared = session.prepare_request(
        requests.Request(
            request.method,
            request.url,
            headers=with_coding(request.headers),
            data=body if isinstance(body, bytes) else None,
            # Neither ~/.netrc nor the session may replace the credential of the call.
            auth=(
                None
                if session.auth and "authorization" not in request.headers
                else _unsigned
            ),
        )
    )
    prepared.method, prepared.url = request.method, request.url
    if "accept" not in request.headers:  # removed by None
        prepared.headers.pop("accept", None)
    if "user-agent" not in request.headers:
        prepared.headers["user-agent"] = SKIP_HEADER
    if body is not None and not isinstance(body, bytes):
        pieces: Any = iter(body)
        prepared.body = pieces
        if body.size is None:
            prepared.headers.pop("content-length", None)
            prepared.headers["transfer-encoding"] = "chunked"
    return prepared


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _pieces(raw: HTTPResponse) -> Iterator[bytes]:
    while piece := raw.read1(1 << 16, decode_content=False):
        yield piece
