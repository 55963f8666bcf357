# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Settings and credentials, shared by both clients; nothing is sent here."""

from __future__ import annotations

import os
import warnings
from collections.abc import Awaitable, Callable, Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from typing import Any, TypeAlias, cast
from urllib.parse import urljoin

from ..errors import InvalidRequestError, MissingCredentialsError
from ..http import (
    CallOptions,
    Credential,
    Hooks,
    RawResponse,
    Request,
    Timeout,
    TokenSource,
)
from ..values import UNSET
from .auth import Bearer, Scheme
from .codec import encode_json
from .codec_compile import part
from .mismatches import Mismatches
from .operation import Operation
from .options import combined
from .request import build, header, join, with_query
from .texts import shown

Fetch: TypeAlias = Callable[[Request], Awaitable[RawResponse]]
Used: TypeAlias = list[tuple[TokenSource, str]]
Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives, each a set of schemes that are required together."""


@dataclass(eq=False, repr=False)
class Api:
    """Facts of the document; the environment variable ``token_variable`` has a token.

    ``example_host`` is set if each customer has a host, and the one in ``base_url``, or
    in the server of an operation, is only an example.
    """

    title: str
    base_url: str = ""
    token_variable: str = ""
    user_agent: str = "Stubwright"
    schemes: Mapping[str, Scheme] = field(default_factory=dict[str, Scheme])
    security: Security = ()
    example_host: str = ""

    def main_schemes(self) -> set[str]:
        """Return the schemes that use ``token``: all bearer ones, or the only one."""
        every = self.schemes.items()
        bearers = {name for name, each in every if isinstance(each, Bearer)}
        return bearers or {name for name in self.schemes if len(self.schemes) == 1}


@dataclass(eq=False, repr=False)
class Session:
    """The settings and credentials of one client."""

    api: Api
    token: Credential | None
    base_url: str
    credentials: Mapping[str, Credential] | None
    options: CallOptions
    hooks: Hooks | None = None
    max_content: int | None = None
    mismatches: Mismatches = field(default_factory=Mismatches)
    sync: bool = True
    anonymous = False  # by ``credentials={}``
    moved = False  # to another server, while operations have their own

    def __post_init__(self) -> None:
        self.moved = bool(self.base_url and self.api.base_url)
        self.base_url = base_url(self.base_url or self.api.base_url)
        self.options = combined({}, self.options)
        for name, value in (self.options.get("headers") or {}).items():
            header(name, "" if value is None else value)
        if not self.api.schemes and self.token is not None:  # no scheme is declared
            free: Security = (("token",), ())
            self.api = replace(self.api, schemes={"token": Bearer()}, security=free)
        if self.token is not None and not self.api.main_schemes():
            raise InvalidRequestError(
                "token= serves no scheme here; pass credentials={...}"
            )
        given = self.credentials or {}
        if self.api.example_host and not self.moved and (self.token or given):
            warnings.warn(
                f"{self.api.example_host} receives the credential, but is only an example in the document: pass base_url=",
                stacklevel=4,
            )
        self.anonymous = self.credentials is not None and not given and not self.token
        for name in given.keys() - self.api.schemes.keys():
            known = ", ".join(self.api.schemes) or "none"
            raise InvalidRequestError(f"no security scheme {name!r}; known: {known}")

    def request(
        self,
        operation: Operation[Any],
        module: str,
        arguments: Any,
        options: CallOptions,
    ) -> Request:
        """Return the unsigned request of a call."""
        given = {k: v for k, v in arguments.items() if v is not None and v is not UNSET}
        body, kind = arguments.pop("body", None), arguments.pop("content_type", None)
        server = urljoin(self.base_url, "" if self.moved else operation.server)
        request = build(operation, server, arguments, module)
        if operation.body:
            write = part("bodies").write_body
            request = write(request, operation.body, module, body, kind)
        own: Any = {"operation": operation, "arguments": given, "module": module}
        return replace(self._complete(request, options), **own)

    def free_request(
        self, method: str, path: str, query: Any, body: Any, options: CallOptions
    ) -> Request:
        """Return the unsigned request of a call that is not documented."""
        json, content = body
        if "://" in path or path.startswith("//") or "#" in path:
            raise InvalidRequestError(
                "path is below the base URL; it cannot be a URL itself"
            )
        url = with_query(join(self.base_url, path), query or {})
        headers = {"accept": "*/*"}
        if json is not UNSET:
            if content is not None:
                raise InvalidRequestError("pass json or content, not both")
            headers["content-type"] = "application/json"
            content = encode_json(json)
        content = content.encode() if isinstance(content, str) else content
        return self._complete(Request(method.upper(), url, headers, content), options)

    def _complete(self, request: Request, options: CallOptions) -> Request:
        given = {"user-agent": self.api.user_agent, **request.headers}
        every = {**given, **(options.get("headers") or {})}
        return replace(
            request,
            url=with_query(request.url, options.get("extra_query") or {}),
            headers={k: header(k, v) for k, v in every.items() if v is not None},
            timeout=cast("Timeout | None", options.get("timeout")),
        )

    async def sign(
        self, request: Request, own: Security | None, fetch: Fetch, used: Used
    ) -> Request:
        """Return a request with the credentials of the first complete alternative.

        ``own`` is None if the API's default applies. The tokens obtained with ``fetch``
        are added to ``used``.
        """
        security = self.api.security if own is None else own
        if self.anonymous:
            return request
        for names in sorted(security, key=lambda names: not names):  # () comes last
            signed = await self._signed(request, names, fetch, used)
            if signed is not None:
                return signed
        if security:
            main = self.api.main_schemes()
            raise missing_credentials(security, main, self.api.token_variable)
        return request

    async def _signed(
        self, request: Request, names: tuple[str, ...], fetch: Fetch, used: Used
    ) -> Request | None:
        for name in names:
            scheme = self.api.schemes[name]
            if scheme.is_in(request):
                continue  # the caller set it
            credential: Any = (self.credentials or {}).get(name)
            if credential is None and name in self.api.main_schemes():
                variable = os.environ.get(self.api.token_variable)
                credential = variable if self.token is None else self.token
            if isinstance(credential, TokenSource):
                source = credential
                known = (scheme, *self.api.schemes.values())
                giving = next((x for x in known if hasattr(x, "token_url")), scheme)
                place = (giving, self.base_url, self.sync)
                credential = await source.token(*place, fetch)
                used.append((source, credential))
            credential = credential() if callable(credential) else credential
            if isawaitable(credential):
                if self.sync:
                    raise TypeError("an async token function needs the async client")
                credential = await credential
            if not credential:
                return None
            request = scheme.sign(request, credential)
        return request

    def optional(self) -> Security:
        """Return the security of an undocumented call; none of it is required."""
        schemes = self.api.schemes  # any, if only operations declare security
        return (*(self.api.security or (tuple(schemes), *((x,) for x in schemes))), ())


def base_url(url: str) -> str:
    """Return a URL to which paths can be appended; raise for any other."""
    said = f"base_url must be an absolute http(s) URL, not {shown(url)!r}"
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in ("http", "https") or rest[:1] in ("", "/"):
        raise InvalidRequestError(said)
    if {"?", "#"} & {*rest} or "@" in rest.partition("/")[0]:
        raise InvalidRequestError(f"{said} with a user, a query or a fragment")
    return url


def missing_credentials(
    security: Collection[tuple[str, ...]], main: Set[str], variable: str
) -> MissingCredentialsError:
    """Return an error that lists what to pass; ``token`` serves ``main``."""
    said = f"the call needs a credential: pass {ways(security, main, variable)}"
    return MissingCredentialsError(f"{said}; credentials={{}} calls without any")


def ways(security: Collection[tuple[str, ...]], main: Set[str], variable: str) -> str:
    """Describe how to pass credentials; ``token`` serves ``main``."""
    pairs = [", ".join(f"{name!r}: …" for name in names) for names in security if names]
    found = [f"credentials={{{each}}}" for each in pairs]
    if any(names and main >= {*names} for names in security):
        found = ["token=…", *found, f"set the environment variable {variable}"]
    return " or ".join(found) or "token=…"
