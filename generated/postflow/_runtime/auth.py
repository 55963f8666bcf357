# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Security schemes: add a credential to a request."""

from __future__ import annotations

from dataclasses import replace

from ..errors import InvalidRequestError
from ..http import Request
from .request import header


class Scheme:
    """A way to send a credential: in ``header``, preceded by ``prefix``."""

    header = ""
    prefix = ""

    def is_in(self, request: Request) -> bool:
        """Return whether the caller has set the credential."""
        return self.header in request.headers

    def sign(self, request: Request, credential: str | tuple[str, str]) -> Request:
        """Return the request with the credential."""
        if not isinstance(credential, str):
            raise InvalidRequestError(
                "the credential of this security scheme must be a str"
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
