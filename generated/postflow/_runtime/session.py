"""What both clients share: settings and credentials; nothing is sent here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import urlencode, urljoin

from .auth import Bearer, Credential, Scheme
from .codec import encode, encode_json
from .codec_compile import part
from .errors import MissingCredentialsError
from .operation import Operation
from .request import Request, build, checked, is_array, join, text
from .sentinels import UNSET

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives; each names schemes that go together."""


@dataclass(frozen=True, slots=True)
class Api:
    """What the document says; ``token_variable`` is read from the environment."""

    title: str
    base_url: str = ""
    token_variable: str = ""
    schemes: Mapping[str, Scheme] = field(default_factory=dict[str, Scheme])
    security: Security = ()

    def main_schemes(self) -> set[str]:
        """Return the schemes that a token serves: all bearer ones, or the only one."""
        every = self.schemes.items()
        bearers = {name for name, each in every if isinstance(each, Bearer)}
        return bearers or {name for name in self.schemes if len(self.schemes) == 1}


@dataclass(slots=True, repr=False)
class Session:
    """An API as one caller uses it."""

    api: Api
    token: str | Callable[[], str] | None
    base_url: str
    timeout: float | None
    headers: Mapping[str, str] | None
    credentials: Mapping[str, Credential] | None
    moved: bool = False  # to another server, with operations that have one of their own

    def __post_init__(self) -> None:
        self.moved = bool(self.base_url and self.api.base_url)
        self.base_url = self.base_url or self.api.base_url
        scheme, _, host = self.base_url.partition("://")
        if scheme.lower() not in ("http", "https") or host[:1] in ("", "/"):
            url = self.base_url
            raise ValueError(f"base_url must be an absolute http(s) URL, not {url!r}")
        self.headers = checked(self.headers)
        if self.token is not None and not self.api.main_schemes():
            raise ValueError("token= serves no scheme here; pass credentials={...}")
        self.credentials = dict(self.credentials or {})
        for name in self.credentials.keys() - self.api.schemes.keys():
            known = ", ".join(self.api.schemes) or "none"
            raise ValueError(f"unknown security scheme {name!r}; known: {known}")

    def request(
        self, operation: Operation[Any], module: str, arguments: dict[str, Any]
    ) -> Request:
        """Return the request of a call, unsigned."""
        names = ("body", "content_type", "headers", "timeout")
        body, kind, headers, timeout = (arguments.pop(name, None) for name in names)
        base_url = urljoin(self.base_url, "" if self.moved else operation.server)
        request = build(operation, base_url, arguments)
        if operation.body:
            write = part("bodies").write_body
            request = write(request, operation.body, module, body, kind)
        return self._complete(request, headers, timeout)

    def free_request(
        self, method: str, path: str, query: Any, json: Any, content: Any, *own: Any
    ) -> Request:
        """Return the request of a call that the document lacks, unsigned."""
        if "://" in path or path.startswith("//"):
            raise ValueError("path is below the base URL; it cannot be a URL itself")
        url = join(self.base_url, path)
        pairs = [
            (name, text(each))
            for name, value in encode(dict(query or {})).items()
            for each in (value if is_array(value) else [value])
            if each is not None
        ]
        if pairs:
            url += f"{'&' if '?' in url else '?'}{urlencode(pairs)}"
        headers = {"accept": "*/*"}
        if json is not UNSET:
            if content is not None:
                raise TypeError("pass json or content, not both")
            headers["content-type"] = "application/json"
            content = encode_json(json)
        content = content.encode() if isinstance(content, str) else content
        return self._complete(Request(method.upper(), url, headers, content), *own)

    def _complete(self, request: Request, headers: Any, timeout: Any) -> Request:
        headers = {**request.headers, **checked(self.headers), **checked(headers)}
        timeout = self.timeout if timeout is None else timeout
        if timeout is not None and timeout <= 0:
            raise ValueError(f"timeout must be a number of seconds, not {timeout!r}")
        return replace(request, headers=headers, timeout=timeout)

    def sign(
        self, request: Request, security: Security | None = None, needed: bool = True
    ) -> Request:
        """Return a request with the credentials of the first complete alternative."""
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
            if scheme.header in request.headers:
                continue  # the caller's own header serves
            credential = (self.credentials or {}).get(name)
            if credential is None and name in self.api.main_schemes():
                credential = self.token or os.environ.get(self.api.token_variable)
            credential = credential() if callable(credential) else credential
            if not credential:
                return None
            request = scheme.sign(request, credential)
        return request

    def _advice(self, security: Security) -> str:
        pairs = [", ".join(f"{name!r}: …" for name in names) for names in security]
        ways = [f"credentials={{{each}}}" for each in pairs]
        if any(self.api.main_schemes().issuperset(names) for names in security):
            ways.insert(0, "token=…")
            ways.append(f"set the environment variable {self.api.token_variable}")
        return f"the call needs a credential: pass {' or '.join(ways)}"
