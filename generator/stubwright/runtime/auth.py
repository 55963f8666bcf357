"""Security schemes: how a credential becomes part of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

Credential: TypeAlias = str | tuple[str, str]
"""A token or key; user and password for basic authentication."""


class Scheme(Protocol):
    """What turns a credential into part of a request.

    ``location`` is header, query or cookie; empty where nothing is sent.
    """

    @property
    def location(self) -> str: ...
    @property
    def name(self) -> str: ...
    def value(self, credential: Credential, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token in the Authorization header (RFC 6750)."""

    location: str = "header"
    name: str = "Authorization"

    def value(self, credential: Credential, /) -> str:
        """Return what is sent."""
        if not isinstance(credential, str):
            raise TypeError("a bearer credential is a str, the token")
        return f"Bearer {credential}"
