"""Security schemes: how a credential becomes part of a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from .request import Request, header

Credential: TypeAlias = str | tuple[str, str]
"""A token or key; user and password for basic authentication."""


class Scheme:
    """A way to send a credential; ``header`` names the header that it is sent in."""

    needed = True
    header = ""

    def sign(self, request: Request, credential: Credential) -> Request:
        """Return the request with the credential."""
        if not isinstance(credential, str):
            raise TypeError("the credential of this security scheme is one str")
        return self.add(request, credential)

    def add(self, request: Request, credential: str) -> Request:
        """Return the request with the credential in its header."""
        value = header(self.header, credential)
        return replace(request, headers={**request.headers, self.header: value})


class Bearer(Scheme):
    """A token in the Authorization header (RFC 6750)."""

    header = "authorization"

    def add(self, request: Request, credential: str) -> Request:
        return super().add(request, f"Bearer {credential}")
