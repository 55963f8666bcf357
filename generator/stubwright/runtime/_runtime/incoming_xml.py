"""Requests that the API sends as XML: webhooks and callbacks."""

from __future__ import annotations

from typing import Any, TypeVar

from .codec import decode
from .codec_compile import resolve
from .incoming import Incoming
from .xml_reading import loads

T = TypeVar("T")


class IncomingXml(Incoming[T]):
    """Read the body of an incoming request that is XML, or JSON."""

    def __call__(self, body: bytes | str) -> T:
        """Decode a body; raise ``DecodeError`` if it does not match the type."""
        if body.lstrip()[:1] not in (b"<", "<", b"\xef"):
            return super().__call__(body)
        content, kind = (
            (body, "") if isinstance(body, bytes) else (body.encode(), _UTF8)
        )
        of: Any = resolve(self._type, self._module)
        return decode(of, loads(content, of, kind))  # type: ignore[no-any-return]


_UTF8 = "text/xml; charset=utf-8"
