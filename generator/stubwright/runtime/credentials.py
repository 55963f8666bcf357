"""Credentials that a client obtains itself (OAuth 2, RFC 6749)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ._runtime.oauth import Grant
from .http import Request

__all__ = ["ClientCredentials", "RefreshToken"]


class ClientCredentials(Grant):
    """The client credentials grant (RFC 6749, section 4.4).

    ``token_url`` defaults to that of the document. ``in_body`` sends the id and the
    secret in the form, for servers that do not accept basic authentication. ``extra``
    holds further parameters of the form, such as an audience.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        scopes: Iterable[str] = (),
        token_url: str | None = None,
        in_body: bool = False,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            client_id,
            client_secret,
            scopes=scopes,
            token_url=token_url,
            in_body=in_body,
            extra=extra,
        )

    def _form(self) -> dict[str, str]:
        return {"grant_type": "client_credentials"}


class RefreshToken(Grant):
    """The refresh token grant, for a user who gave consent (RFC 6749, section 6).

    A server may issue a new refresh token with each access token. ``on_refresh`` is
    called with it, so that it can be stored for the next run.
    """

    _endpoint = "refresh_url"

    def __init__(
        self,
        refresh_token: str,
        client_id: str,
        client_secret: str | None = None,
        *,
        scopes: Iterable[str] = (),
        token_url: str | None = None,
        in_body: bool = False,
        extra: Mapping[str, str] | None = None,
        on_refresh: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(
            client_id,
            client_secret,
            scopes=scopes,
            token_url=token_url,
            in_body=in_body,
            extra=extra,
        )
        self._refresh_token = refresh_token
        self._on_refresh = on_refresh

    def _form(self) -> dict[str, str]:
        return {"grant_type": "refresh_token", "refresh_token": self._refresh_token}

    def _take(self, request: Request, answer: Mapping[str, Any]) -> None:
        super()._take(request, answer)
        newer = answer.get("refresh_token")
        if isinstance(newer, str) and newer and newer != self._refresh_token:
            self._refresh_token = newer
            if self._on_refresh is not None:
                self._on_refresh(newer)
