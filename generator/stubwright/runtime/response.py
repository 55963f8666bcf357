"""Read responses; nothing is received here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .codec import decode, parse
from .codec_compile import part, resolve
from .errors import BY_STATUS, APIStatusError, DecodeError
from .operation import Operation
from .request import Request, is_json

charset = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE).search
_EXCERPT = 200  # characters of a server's words that an error repeats


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


def read(
    operation: Operation[Any], module: str, request: Request, response: RawResponse
) -> Any:
    """Return a successful response's value; raise what another status means."""
    contents = documented(operation, response)
    if not 200 <= response.status < 300:
        raise failure(request, response, contents, module)
    try:
        return value(response, contents, module)
    except DecodeError as error:
        error.context = f"{request} → {response.status}: "
        raise


def documented(operation: Operation[Any], response: RawResponse) -> Any:
    """Return what the document says of a response, None where it says nothing.

    A success that it does not name is read like the first that it does, unless empty.
    """
    if operation.method == "HEAD" or response.status in (204, 205):
        return "None"
    known, status = operation.responses, response.status
    keys: list[int | str] = [status, f"{status // 100}XX", "default"]
    if 200 <= status < 300 and response.content:
        keys += [key for key in known if str(key).startswith("2")]
    found = next((known[key] for key in keys if key in known), None)
    if found is None or not hasattr(found, "keys"):
        return found
    return found[part("media_types").closest(found, response.content_type)]


def value(response: RawResponse, contents: Any, module: str) -> Any:
    """Return a response's content as its documented type."""
    if not isinstance(contents, str):
        return undocumented(response)
    of = resolve(contents, module)
    if of is None:
        return None
    if of is bytes:
        return response.content
    if of is str and not is_json(response.content_type):
        return response.text
    return decode(of, response.json())


def undocumented(response: RawResponse) -> Any:
    """Return a content as JSON data, else as text, else as bytes; None if empty."""
    if not response.content:
        return None
    for attempt in (response.json, response.content.decode):
        try:
            return attempt()
        except ValueError:
            pass
    return response.content


def failure(
    request: Request, response: RawResponse, contents: Any = None, module: str = ""
) -> APIStatusError:
    """Return the exception of a response that is no success."""
    body = plain = undocumented(response)
    try:
        body = value(response, contents, module)
    except DecodeError:
        pass
    text = "" if isinstance(plain, bytes) else response.text[:_EXCERPT]
    made = BY_STATUS.get(response.status, APIStatusError)
    return made(str(request), response.status, response.headers, body, text)
