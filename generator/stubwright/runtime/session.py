"""What both clients share: settings and credentials; nothing is sent here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from .auth import Bearer, Credential, Scheme
from .codec import encode, encode_json
from .derive import part
from .errors import MissingCredentialsError
from .operation import Operation
from .request import Request, build, checked, is_array, join, text
from .wire import UNSET


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
        token: str | None,
        base_url: str | None,
        timeout: float | None,
        headers: Mapping[str, str] | None,
        credentials: Mapping[str, Credential] | None,
    ) -> None:
        self.api = api
        self.base_url = base_url or api.base_url
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            url = self.base_url
            raise ValueError(f"base_url must be an absolute http(s) URL, not {url!r}")
        self._moved = bool(base_url)  # then operations with a server of their own too
        self._timeout = timeout
        self._headers = checked(headers)
        self._main = _main_schemes(api)
        self._credentials: dict[str, Credential] = {}
        if token is not None:
            if not self._main:
                raise ValueError("token= serves no scheme here; pass credentials={...}")
            self._credentials.update(dict.fromkeys(self._main, token))
        for name, credential in (credentials or {}).items():
            if name not in api.schemes:
                known = ", ".join(api.schemes) or "none"
                raise ValueError(
                    f"no security scheme is called {name!r}; known: {known}"
                )
            self._credentials[name] = credential

    def request(
        self, operation: Operation[Any], module: str, arguments: dict[str, Any]
    ) -> Request:
        """Return the request of a call, unsigned."""
        body, content_type, headers, timeout = (
            arguments.pop(name, None)
            for name in ("body", "content_type", "headers", "timeout")
        )
        server = "" if self._moved else operation.server
        request = build(operation, urljoin(self.base_url, server), arguments)
        if operation.body:
            written = part("bodies").write_body(
                operation.body, module, body, content_type
            )
            if written:
                typed = {**request.headers, "content-type": written[0]}
                request = replace(request, headers=typed, content=written[1])
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
            (name, text(each))
            for name, value in encode(dict(query or {})).items()
            for each in (value if is_array(value) else [value])
            if each is not None
        ]
        if pairs:
            url += f"{'&' if '?' in url else '?'}{urlencode(pairs)}"
        own = {"accept": "*/*"}
        content = content.encode() if isinstance(content, str) else content
        if json is not UNSET:
            own["content-type"] = "application/json"
            content = encode_json(json)
        request = Request(method.upper(), url, own, content)
        return self._complete(request, headers, timeout)

    def _complete(
        self,
        request: Request,
        headers: Mapping[str, str] | None,
        timeout: float | None,
    ) -> Request:
        merged = {**request.headers, **self._headers, **checked(headers)}
        seconds = self._timeout if timeout is None else timeout
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
        for names in sorted(security, key=lambda names: not names):  # none comes last
            signed = self._signed(request, names)
            if signed is not None:
                return signed
        if security and needed:
            raise MissingCredentialsError(self._advice(security))
        return request

    def _signed(self, request: Request, names: tuple[str, ...]) -> Request | None:
        for name in names:
            scheme = self.api.schemes[name]
            if not scheme.location:
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
        names = list(dict.fromkeys(name for each in security for name in each))
        ways = [f"credentials={{{name!r}: …}}" for name in names]
        if self._main.intersection(names):
            ways.insert(0, "token=…")
            if self.api.variable:
                ways.append(f"set the environment variable {self.api.variable}")
        return f"the call needs a credential: pass {' or '.join(ways)}"


def _main_schemes(api: Api) -> set[str]:
    """Return the schemes that ``token=`` serves: all bearer ones, or the only one."""
    bearers = {name for name, each in api.schemes.items() if isinstance(each, Bearer)}
    return bearers or (set(api.schemes) if len(api.schemes) == 1 else set[str]())
