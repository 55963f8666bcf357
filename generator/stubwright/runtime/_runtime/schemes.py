"""The less common security schemes."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from dataclasses import replace
from typing import Any, Literal

from ..errors import InvalidRequestError
from ..http import Request
from .auth import Scheme
from .request import header, unreserved


class Basic(Scheme):
    """User and password in the Authorization header (RFC 7617)."""

    header = "authorization"
    prefix = "Basic "

    def sign(self, request: Request, credential: str | tuple[str, str]) -> Request:
        """Return the request with user and password; a string is ``user:password``."""
        pair = credential if isinstance(credential, str) else ":".join(credential)
        return self.add(request, b64encode(pair.encode()).decode())


class APIKey(Scheme):
    """A key in a header, a query parameter or a cookie."""

    def __init__(
        self, location: Literal["header", "query", "cookie"], name: str
    ) -> None:
        self.location = location
        self.name = name
        self.header = name.lower() if location == "header" else ""
        if location == "query":
            hide(name)

    def is_in(self, request: Request) -> bool:
        query = request.url.partition("#")[0].partition("?")[2]
        given = f"{unreserved(self.name)}="
        if self.location == "query":
            return any(each.startswith(given) for each in query.split("&"))
        if self.location == "cookie":
            pairs = request.headers.get("cookie", "").split(";")
            return any(each.strip().startswith(f"{self.name}=") for each in pairs)
        return super().is_in(request)

    def add(self, request: Request, credential: str) -> Request:
        if self.location == "header":
            return super().add(request, credential)
        if self.location == "query":
            mark = "&" if "?" in request.url else "?"
            pair = f"{unreserved(self.name)}={unreserved(credential)}"
            return replace(request, url=f"{request.url}{mark}{pair}")
        if ";" in credential:
            raise InvalidRequestError(f"the cookie {self.name} must not contain ;")
        pair = f"{self.name}={header(self.name, credential)}"
        old = request.headers.get("cookie")
        cookie = f"{old}; {pair}" if old else pair
        return replace(request, headers={**request.headers, "cookie": cookie})


def hide(name: str) -> None:
    """Remove a query parameter from the logs of HTTP libraries, which contain URLs."""
    key = re.compile(rf"([?&]{re.escape(unreserved(name))}=)[^&\s]*")

    def hidden(record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            given: tuple[Any, ...] = record.args
            shown = [x if isinstance(x, (int, float)) else str(x) for x in given]
            record.args = tuple(
                key.sub(r"\1…", x) if isinstance(x, str) else x for x in shown
            )
        return True

    for library in ("httpx2", "httpx", "urllib3.connectionpool"):
        logging.getLogger(library).addFilter(hidden)
