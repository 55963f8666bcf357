"""Requests that the API sends: webhooks and callbacks."""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast

from .codec import decode_json
from .codec_compile import resolve

T = TypeVar("T")


class Incoming(Generic[T]):
    """Read the body of an incoming request."""

    def __init__(self, type: str, module: str) -> None:
        self._type = type
        self._module = module

    def __call__(self, body: bytes | str) -> T:
        """Decode a JSON body; raise ``DecodeError`` if it does not match the type."""
        type: Any = resolve(self._type, self._module)
        return cast(T, decode_json(type, body))
