"""Security schemes that fewer documents need."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from .auth import Credential


@dataclass(frozen=True, slots=True)
class Basic:
    """User and password in the Authorization header (RFC 7617)."""

    location: str = "header"
    name: str = "Authorization"

    def value(self, credential: Credential, /) -> str:
        """Return what is sent; a text is ``user:password``."""
        pair = credential if isinstance(credential, str) else ":".join(credential)
        return f"Basic {b64encode(pair.encode()).decode()}"


@dataclass(frozen=True, slots=True)
class APIKey:
    """A key in a header, a query parameter or a cookie."""

    location: str
    name: str

    def value(self, credential: Credential, /) -> str:
        """Return what is sent."""
        if not isinstance(credential, str):
            raise TypeError("an API key is a str")
        return credential


@dataclass(frozen=True, slots=True)
class External:
    """A scheme outside the request, such as mutual TLS: nothing is sent for it."""

    location: str = ""
    name: str = ""

    def value(self, credential: Credential, /) -> str:
        """Return nothing."""
        return ""
