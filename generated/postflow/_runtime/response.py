# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Decode responses; nothing is received here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import is_dataclass
from functools import partial
from typing import Any, TypeVar

from ..errors import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    DecodeError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from ..http import RawResponse, Request
from ..values import UnknownValue
from .codec import read as read_value
from .codec_compile import part, resolve
from .codec_rules import knows
from .mismatches import Note
from .operation import REDIRECTS, Operation
from .request import is_json, is_xml

T = TypeVar("T")

BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
    **dict.fromkeys(range(500, 600), InternalServerError),
}
_READERS = {"multipart": "multipart", "text": "plain_text", "xml": "xml_reading"}


def read(
    operation: Operation[Any],
    module: str,
    request: Request,
    response: RawResponse,
    note: Note | None = None,
) -> Any:
    """Return the value of a successful response; raise the error of another status.

    Without a ``note``, a value that does not match its type raises ``DecodeError``.
    """
    if operation.redirects and response.status in REDIRECTS:
        if "location" in response.headers:
            return response.headers["location"]
    contents = documented(operation, response)
    if not 200 <= response.status < 300:
        raise failure(request, response, contents, module, note)
    try:
        if contents and (response.content or contents in ("bytes", "str")):
            return value(response, contents, module, note)
        if operation.redirects:
            raise DecodeError("there is no Location")
        return empty(operation, module)
    except DecodeError as error:
        error.locate(request, response)
        raise


def documented(operation: Operation[Any], response: RawResponse) -> Any:
    """Return the documented contents of a response, None if there are none.

    An undocumented success is decoded like the first documented one, with content if any.
    """
    if operation.method == "HEAD":
        return "None"
    known, status = operation.responses, response.status
    keys: list[int | str] = [status, f"{status // 100}XX"]
    if 200 <= status < 300:
        good = [key for key in known if str(key).startswith("2")]
        keys += sorted(
            good, key=lambda key: bool(response.content) is (known[key] == "None")
        )
    found = next((known[key] for key in (*keys, "default") if key in known), None)
    if found is None or not hasattr(found, "keys"):
        return found
    return found[part("media_types").closest(found, response.content_type)]


def empty(operation: Operation[Any], module: str) -> None:
    """Return the value of a success without content; raise if no type allows it."""
    known = operation.responses
    holds = part("lenient").holds
    good = [known[key] for key in known if str(key).startswith("2")]
    for each in good or [known.get("default", "None")]:
        for of in each.values() if hasattr(each, "keys") else [each]:
            if not isinstance(of, str) or holds(resolve(of, module), None):
                return
    if operation.method != "HEAD":
        raise DecodeError("there is no content")


def value(response: RawResponse, contents: Any, module: str, note: Note | None) -> Any:
    """Return a response's content as its documented type."""
    if not isinstance(contents, str):
        return undocumented(response)
    of = resolve(contents, module)
    if of is None:
        return None
    if of is bytes:
        return response.content
    json = is_json(response.content_type)
    if of is str and not json:
        return response.text
    try:
        data = _data(response, of)
    except DecodeError:
        if json or note is None or not part("lenient").holds(of, ""):
            raise
        note("$", "JSON", "text")
        return undocumented(response)
    made = read_value(of, data, note, partial(_data, response, of))
    if note is not None and not _known(made, data):
        note("$", f"members of {type(made).__name__}", "none of them")
    return made


def _data(response: RawResponse, of: Any) -> Any:
    kind = response.content_type
    family = "xml" if is_xml(kind) else kind.partition("/")[0].lower()
    if of is not Any and family in _READERS:
        with suppress(ModuleNotFoundError):  # the document does not use it
            return part(_READERS[family]).loads(response.content, of, kind)
    return response.json()


def _known(made: Any, data: Any) -> bool:
    """Return whether an object declares a member of the data, or there is none."""
    other = data.__class__ is not dict or isinstance(made, UnknownValue)
    return other or not is_dataclass(made) or knows(type(made), data)


def undocumented(response: RawResponse) -> Any:
    """Return the content as JSON data, text or bytes, in this order; None if empty."""
    if not response.content:
        return None
    for attempt in (response.json, response.content.decode):
        try:
            return attempt()
        except ValueError:
            pass
    return response.content


def failure(
    request: Request,
    response: RawResponse,
    contents: Any = None,
    module: str = "",
    note: Note | None = None,
) -> APIStatusError:
    """Return the exception for a response that is not a success."""
    body = plain = undocumented(response)
    try:
        body = value(response, contents, module, note)
    except DecodeError:
        pass
    made = BY_STATUS.get(response.status, APIStatusError)
    return made(request, response, body if _known(body, plain) else plain)
