# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""The replies of stubs: values encoded as responses of an operation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from ..http import RawResponse, Request
from ..values import UNSET
from .client import AsyncGroup, Group
from .codec import encode_json
from .codec_compile import resolve
from .operation import Operation
from .request import is_json, is_xml


@dataclass(frozen=True, slots=True)
class Target:
    """An operation, and the module in which the names of its types are resolved."""

    operation: Operation[Any]
    module: str

    def __str__(self) -> str:
        return str(self.operation)


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, or an error in its place, after a delay in seconds."""

    outcome: RawResponse | Exception
    delay: float = 0

    def pause(self, request: Request) -> float:
        """Return the seconds to wait; raise if they exceed the call's timeout."""
        timeout = request.timeout
        waits = (timeout.read or timeout.each, timeout.total) if timeout else (60.0,)
        if any(each is not None and self.delay > each for each in waits):
            raise httpx2.ReadTimeout("no answer")
        return self.delay

    def given(self) -> RawResponse:
        """Return the response, or raise the error."""
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def target(method: Callable[..., Any]) -> Target:
    """Return the target of a group's method; raise ``TypeError`` for anything else."""
    function = inspect.unwrap(getattr(method, "__func__", method))
    of_group = isinstance(getattr(method, "__self__", None), (Group, AsyncGroup))
    names = function.__code__.co_names if of_group else ()
    for name in names:
        value: Any = function.__globals__.get(name)
        if hasattr(value, "responses"):
            return Target(value, function.__module__)
    raise TypeError(
        "a stub requires a method of a client's group, such as client.pets.list"
    )


def written(
    to: Target, value: Any, status: int | None, headers: Mapping[str, str]
) -> RawResponse:
    """Encode a value as a response of an operation; ``UNSET`` means no content."""
    status = success(to.operation) if status is None else status
    given = {name.lower(): x for name, x in headers.items()}
    if to.operation.redirects and 300 <= status < 400:
        given = {"location": str(value), **given}
        value = UNSET
    if value is UNSET:
        return RawResponse(status, httpx2.Headers(given), b"")
    media, of = documented(to.operation, status)
    if hasattr(of, "write"):
        media, content = of.write(value, of.media[0], to.module)
    else:
        type = resolve(of, to.module) if isinstance(of, str) else Any
        media, content = _content(value, media, type)
    return RawResponse(
        status, httpx2.Headers({"content-type": media, **given}), content
    )


def success(operation: Operation[Any]) -> int:
    """Return the first documented success status, or 200."""
    if operation.redirects:
        return 302
    known = (key for key in operation.responses if isinstance(key, int))
    return next((key for key in known if 200 <= key < 300), 200)


def documented(operation: Operation[Any], status: int) -> tuple[str, Any]:
    """Return the media type and type of a response; empty and Any if undocumented."""
    known = operation.responses
    for key in (status, f"{status // 100}XX", "default"):
        if key in known:
            contents = known[key]
            if hasattr(contents, "keys"):
                media = next(iter(contents))
                return media, contents[media]
            return "", contents
    return "", Any


def _content(value: Any, media: str, of: Any) -> tuple[str, bytes]:
    if "*" in media or is_xml(media) or media.startswith("multipart/"):
        media = ""  # JSON is accepted in its place
    if isinstance(value, (bytes, bytearray)) and not is_json(media):
        return media or "application/octet-stream", bytes(value)
    if isinstance(value, str) and of is str and media and not is_json(media):
        return media, value.encode()
    return media or "application/json", encode_json(value, of)
