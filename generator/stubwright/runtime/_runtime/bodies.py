"""Serialize the bodies of requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import NoneType
from typing import Any

from ..http import Request
from ..values import UNSET
from .codec import encode, encode_json
from .codec_compile import part, resolve, split
from .media_types import closest
from .request import header, is_json, text
from .texts import charset


def write_body(
    request: Request, body: Mapping[str, Any], module: str, value: Any, kind: str | None
) -> Request:
    """Return the request with a value as its body, if there is one.

    ``body`` maps media types to names of types or to objects that serialize a body.
    ``kind`` is the media type to use, None for the first.
    """
    if value is UNSET:
        return request
    media_type = kind or next(iter(body))
    spec = body[closest(body, media_type)]
    if isinstance(spec, str):
        of = resolve(spec, module)
        if value is None and not split(of).null and of not in (None, NoneType, Any):
            return request
        written = _content(of, value, media_type)
    elif value is None:
        return request
    else:
        written = spec.write(value, media_type, module)
    kind = header("content-type", written[0])
    headers = {**request.headers, "content-type": kind}
    if (size := getattr(written[1], "size", None)) is not None:
        headers["content-length"] = str(size)
    return replace(request, headers=headers, content=written[1])


def _content(of: Any, value: Any, media_type: str) -> tuple[str, Any]:
    if is_json(media_type) and of is not bytes:
        return media_type, encode_json(value, of)
    media_type = "application/octet-stream" if "*" in media_type else media_type
    if isinstance(value, str):
        return media_type, _octets(value, media_type)
    if bytes in split(of).members and part("uploads").is_content(value):
        return media_type, part("uploads").Upload([value])
    if not isinstance(value, bytes) and callable(getattr(value, "read", None)):
        value = value.read()
    if isinstance(value, (bytes, bytearray)) and not hasattr(of, "__metadata__"):
        return media_type, bytes(value)
    return media_type, text(encode(value, of)).encode()


def _octets(value: str, media_type: str) -> bytes:
    found = charset(media_type)
    try:
        return value.encode(found[1] if found else "utf-8")
    except LookupError:
        return value.encode()
