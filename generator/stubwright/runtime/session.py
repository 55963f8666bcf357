"""What both clients share: settings and credentials; nothing is sent here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from .auth import Bearer, Credential, External, Scheme
from .codec import encode, encode_json
from .errors import MissingCredentialsError
from .operation import Operation, form
from .request import Request, build, checked, join, unreserved
from .wire import UNSET

TIMEOUT = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Api:
    """What the document says of the whole API.

    ``variable`` is the environment variable that holds the credential. ``security``
    holds alternatives; each names schemes that go together.
    """

    title: str
    base_url: str = ""
    variable: str = ""
    schemes: Mapping[str, Scheme] = field(default_factory=dict[str, Scheme])
    security: tuple[tuple[str, ...], ...] = ()


class Session:
    """An API as one caller uses it."""

    def __init__(
        self,
        api: Api,
        *,
        token: str | None,
        base_url: str | None,
        headers: Mapping[str, str] | None,
        credentials: Mapping[str, Credential] | None,
        timeout: float | None,
    ) -> None:
        self.api = api
        self.timeout = timeout
        self.base_url = base_url or api.base_url
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            url = self.base_url
            raise ValueError(f"base_url must be an absolute http(s) URL, not {url!r}")
        self._moved = bool(
            base_url
        )  # then operations with a server of their own move too
        self._headers = checked(headers)
        self._main = main_schemes(api)
        self._credentials = dict(credentials or {})
        for name in self._credentials:
            if name not in api.schemes:
                known = ", ".join(api.schemes) or "none"
                raise ValueError(
                    f"no security scheme is called {name!r}; known: {known}"
                )
        if token is not None:
            if not self._main:
                raise ValueError("token= serves no scheme here; pass credentials={...}")
            self._credentials = dict.fromkeys(self._main, token) | self._credentials

    def request(
        self, operation: Operation[Any], module: str, arguments: dict[str, Any]
    ) -> Request:
        """Return the request of a call, unsigned."""
        body = arguments.pop("body", None)
        content_type = arguments.pop("content_type", None)
        headers = checked(arguments.pop("headers", None))
        timeout = arguments.pop("timeout", None)
        server = "" if self._moved else operation.server
        base_url = urljoin(self.base_url, server) if server else self.base_url
        request = build(operation, module, base_url, arguments, body, content_type)
        return self._complete(request, headers, timeout)

    def free_request(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None,
        json: Any,
        content: bytes | str | None,
        headers: Mapping[str, str] | None,
        timeout: float | None,
    ) -> Request:
        """Return the request of a call that the document lacks, unsigned."""
        if "://" in path or path.startswith("//"):
            raise ValueError(
                "path is joined to the base URL; it cannot be a URL itself"
            )
        url = join(self.base_url, path)
        pairs = [
            pair
            for name, value in (query or {}).items()
            if value is not None
            for pair in form(name, encode(value), True, unreserved)
        ]
        if pairs:
            url += ("&" if "?" in path else "?") + "&".join(pairs)
        own: dict[str, str] = {"accept": "*/*"}
        data = content.encode() if isinstance(content, str) else content
        if json is not UNSET:
            own["content-type"] = "application/json"
            data = encode_json(json)
        request = Request(method.upper(), url, own, data)
        return self._complete(request, checked(headers), timeout)

    def _complete(
        self, request: Request, headers: Mapping[str, str], timeout: float | None
    ) -> Request:
        merged = {**request.headers, **self._headers, **headers}
        seconds = self.timeout if timeout is None else timeout
        return replace(request, headers=merged, timeout=seconds)

    def sign(
        self,
        request: Request,
        security: tuple[tuple[str, ...], ...] | None = None,
        needed: bool = True,
    ) -> Request:
        """Return a request with the credentials of the first alternative that has all.

        Raises ``MissingCredentialsError`` where none has and one is needed.
        """
        security = self.api.security if security is None else security
        for names in sorted(security, key=lambda names: not names):
            signed = self._signed(request, names)
            if signed is not None:
                return signed
        if security and needed:
            raise MissingCredentialsError(self._advice(security))
        return request

    def _signed(self, request: Request, names: tuple[str, ...]) -> Request | None:
        for name in names:
            scheme = self.api.schemes.get(name, External())
            if isinstance(scheme, External):
                continue
            if scheme.location == "header" and scheme.name.lower() in request.headers:
                continue  # the caller's own header serves
            credential = self._credentials.get(name)
            if credential is None and name in self._main and self.api.variable:
                credential = os.environ.get(self.api.variable)
            if not credential:
                return None
            value = scheme.value(credential)
            request = request.signed(scheme.location, scheme.name, value)
        return request

    def _advice(self, security: tuple[tuple[str, ...], ...]) -> str:
        ways = [f"credentials={{{name!r}: …}}" for names in security for name in names]
        if self._main and any(self._main & {*names} for names in security):
            ways.insert(0, "token=…")
            if self.api.variable:
                ways.insert(1, f"the environment variable {self.api.variable}")
        return f"the call needs a credential: pass {' or '.join(ways)}"


def main_schemes(api: Api) -> set[str]:
    """Return the schemes that ``token=`` serves: all bearer ones, or the only one."""
    bearers = {name for name, each in api.schemes.items() if isinstance(each, Bearer)}
    return bearers or (set(api.schemes) if len(api.schemes) == 1 else set[str]())
