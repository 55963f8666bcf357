"""Write the bodies of requests."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any

from .codec import encode, encode_json
from .derive import split
from .request import closest, is_json, text
from .resolve import resolve
from .wire import UNSET


def write_body(
    body: Mapping[str, Any], module: str, value: Any, content_type: str | None
) -> tuple[str, bytes] | None:
    """Return content type and content, None where there is no body.

    ``body`` maps media types to types' names, or to what writes such a body itself.
    """
    if value is UNSET:
        return None
    media_type = content_type or next(iter(body))
    spec = body[closest(body, media_type)]
    if not isinstance(spec, str):
        if value is None:
            return None
        written: tuple[str, bytes] = spec.write(value, media_type, module)
        return written
    of = resolve(spec, module)
    if value is None and not split(of).null and of not in (None, NoneType, Any):
        return None
    if is_json(media_type) and of is not bytes:
        return media_type, encode_json(value, of)
    media_type = "application/octet-stream" if "*" in media_type else media_type
    if isinstance(value, str):
        return media_type, value.encode()
    if hasattr(value, "read"):
        value = getattr(value, "read")()
    if isinstance(value, (bytes, bytearray)):
        return media_type, bytes(value)
    return media_type, text(encode(value, of)).encode()
