"""Requests, responses, and what sends the ones and returns the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from .codec import parse
from .codec_compile import part
from .errors import printable
from .options import Timeout

H = TypeVar("H")
T = TypeVar("T")

_userinfo = re.compile(r"//[^/]*@")
charset = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE).search


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is sent. Header names are in lower case; a timeout of None is the transport's."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    timeout: Timeout | None = None

    def __str__(self) -> str:
        """Return method and URL without what may hold a key."""
        return f"{self.method} {shown(self.url)}"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class RawResponse:
    """What came back; ``headers`` disregards case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The media type with its parameters, empty where there is none."""
        return self.headers.get("content-type", "")

    @property
    def text(self) -> str:
        """The content as text."""
        found = charset(self.content_type)
        try:
            return self.content.decode(found[1] if found else "utf-8", "replace")
        except (LookupError, UnicodeError):  # the server's words, not a text encoding
            return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the content as JSON data."""
        return parse(self.content)

    def headers_as(self, of: type[H], /) -> H:
        """Return the documented headers, as the class that the method's docstring names."""
        made: H = part("response_headers").read(of, self.headers)
        return made


@dataclass(frozen=True, slots=True)
class Response(RawResponse, Generic[T]):
    """A response with the value that its content was read as."""

    value: T = field(kw_only=True)


class Transport(Protocol):
    """What sends a request and returns the response, whatever its status."""

    def send(self, request: Request, /) -> RawResponse: ...


class AsyncTransport(Protocol):
    """What sends a request and returns the response, whatever its status, async."""

    async def send(self, request: Request, /) -> RawResponse: ...


def shown(url: str) -> str:
    """Return a URL as texts show it: without what may hold a key (query, password)."""
    return printable(_userinfo.sub("//", url.partition("?")[0]))
