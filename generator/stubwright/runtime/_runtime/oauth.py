"""Access tokens that a client obtains itself (OAuth 2, RFC 6749)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import quote_plus, urlencode, urljoin
from weakref import WeakKeyDictionary

from ..errors import APIError, InvalidRequestError
from ..http import RawResponse, Request, TokenSource
from .auth import Bearer
from .opened import running_loop
from .response import failure
from .session import Fetch
from .texts import shown

_EARLY = 30.0  # seconds: a token that expires sooner is renewed


class OAuth2(Bearer):
    """A bearer token issued by the server at ``token_url``.

    ``refresh_url`` issues refreshed tokens, if it is another one. With OpenID Connect,
    the metadata at ``discovery_url`` contains the token endpoint.
    """

    def __init__(
        self, token_url: str = "", refresh_url: str = "", discovery_url: str = ""
    ) -> None:
        self.token_url = token_url
        self.refresh_url = refresh_url or token_url
        self.discovery_url = discovery_url


class Grant(TokenSource):
    """A token that is requested when needed, once for all threads and tasks."""

    _endpoint = "token_url"  # the attribute of the scheme

    def __init__(
        self,
        client_id: str,
        client_secret: str | None,
        *,
        scopes: Iterable[str],
        token_url: str | None,
        in_body: bool,
        extra: Mapping[str, str] | None,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._scopes = " ".join([scopes] if isinstance(scopes, str) else scopes)
        self._token_url = token_url
        self._in_body = in_body
        self._extra = dict(extra or {})
        self._token = ""
        self._end = 0.0
        self._lock = Lock()
        self._locks: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._client_id!r})"

    def refused(self, token: str, /) -> None:
        """Discard a token that a server rejected, unless it was renewed since."""
        if token == self._token:
            self._token = ""

    async def token(
        self, scheme: Any, base_url: str, sync: bool, fetch: Fetch, /
    ) -> str:
        """Return a token that has not expired."""
        if sync:
            with self._lock:
                return await self._current(scheme, base_url, fetch)
        async with self._own_lock():
            return await self._current(scheme, base_url, fetch)

    def _own_lock(self) -> Any:
        loop = running_loop() or self  # trio runs one loop per thread
        with self._lock:
            if loop not in self._locks:
                self._locks[loop] = import_module("anyio").Lock()
            return self._locks[loop]

    async def _current(self, scheme: Any, base_url: str, fetch: Fetch) -> str:
        if not self._token or monotonic() >= self._end:
            url = await self._place(scheme, fetch)
            request = self._request(urljoin(f"{base_url}/", url))
            self._take(request, await _json(request, fetch))
        return self._token

    async def _place(self, scheme: Any, fetch: Fetch) -> str:
        """Return the token endpoint (OpenID Connect Discovery 1.0, section 4)."""
        url = self._token_url or getattr(scheme, self._endpoint, "")
        if not url and (about := getattr(scheme, "discovery_url", "")):
            request = Request("GET", about, {"accept": "application/json"})
            url = (await _json(request, fetch)).get("token_endpoint", "")
        if not isinstance(url, str) or not url:
            raise InvalidRequestError("no token URL is known: pass token_url=…")
        return url

    def _form(self) -> dict[str, str]:
        raise NotImplementedError

    def _request(self, url: str) -> Request:
        form = {**self._form(), **self._extra}
        headers = {"accept": "application/json"}
        headers["content-type"] = "application/x-www-form-urlencoded"
        if self._scopes:
            form["scope"] = self._scopes
        if self._client_secret is None or self._in_body:
            secret = {"client_secret": self._client_secret or ""}
            form |= {
                "client_id": self._client_id,
                **(secret if secret["client_secret"] else {}),
            }
        else:  # RFC 6749, section 2.3.1
            pair = f"{quote_plus(self._client_id)}:{quote_plus(self._client_secret)}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return Request("POST", url, headers, urlencode(form).encode())

    def _take(self, request: Request, answer: Mapping[str, Any]) -> None:
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise APIError(
                f"POST {shown(request.url)}: the response has no access_token"
            )
        try:
            lasts = float(answer.get("expires_in") or 3600)
        except (TypeError, ValueError):
            lasts = 3600.0
        self._token, self._end = token, monotonic() + max(lasts - _EARLY, lasts / 2)


async def _json(request: Request, fetch: Fetch) -> Mapping[str, Any]:
    response: RawResponse = await fetch(request)
    if not 200 <= response.status < 300:
        raise failure(replace(request, headers={}, content=None), response)
    found = response.json()
    if not hasattr(found, "keys"):
        raise APIError(
            f"{request.method} {shown(request.url)}: the response is not a JSON object"
        )
    members: Mapping[str, Any] = found
    return members
