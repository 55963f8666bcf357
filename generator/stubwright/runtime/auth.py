"""Security schemes: how a credential becomes part of a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from .errors import InvalidRequestError
from .messages import Request
from .request import header

Secret: TypeAlias = str | tuple[str, str]
Credential: TypeAlias = Secret | Callable[[], Secret | Awaitable[Secret]]
"""A token or key; user and password for basic authentication; what returns them.

A function is called for each request; one of an async client may be async.
"""


class Scheme:
    """A way to send a credential: in ``header``, behind ``prefix``."""

    header = ""
    prefix = ""

    def sign(self, request: Request, credential: str | tuple[str, str]) -> Request:
        """Return the request with the credential."""
        if not isinstance(credential, str):
            raise InvalidRequestError(
                "the credential of this security scheme is one str"
            )
        return self.add(request, credential)

    def add(self, request: Request, credential: str) -> Request:
        """Return the request with the credential in its header."""
        value = header(self.header, f"{self.prefix}{credential}")
        return replace(request, headers={**request.headers, self.header: value})


class Bearer(Scheme):
    """A token in the Authorization header (RFC 6750)."""

    header = "authorization"
    prefix = "Bearer "
