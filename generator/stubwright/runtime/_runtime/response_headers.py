"""Parse documented response headers (OpenAPI 3.1.1, 4.8.21; RFC 9110, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin

from ..errors import DecodeError
from .codec import decode
from .codec_compile import members, split

T = TypeVar("T")


def read(of: type[T], headers: Mapping[str, str]) -> T:
    """Return the headers that a class declares; an absent one is None.

    A header that does not match its type remains a string.
    """
    values: dict[str, Any] = {}
    cls: Any = of
    for wire, _, kind in members(cls):
        text = headers.get(wire)
        if text is not None:
            values[wire] = _value(kind, text.strip())
    return decode(of, values, strict=False)


def _value(of: Any, text: str) -> Any:
    """Parse a text to the JSON value of a type; strings are returned unchanged."""
    for each in split(of).members:
        kind = get_origin(each) or each
        if kind in (list, tuple):
            inner = (get_args(each) or (str,))[0]
            return [_value(inner, one.strip()) for one in text.split(",")]
        if kind is dict or is_dataclass(kind):
            return _object(text)
        for known in _classes(kind, each):
            try:
                return _CONVERTED[known](text)
            except (KeyError, ValueError):
                pass
    return text


def _classes(kind: Any, of: Any) -> list[Any]:
    if kind is Literal:
        return [one.__class__ for one in get_args(of)]
    is_int = int in getattr(kind, "__mro__", ()) and kind is not bool
    return [int] if is_int else [kind]


def _object(text: str) -> dict[str, str]:
    """Parse an object in the style ``simple``: ``a=1,b=2`` if exploded, ``a,1,b,2``."""
    parts = [one.strip() for one in text.split(",")]
    if all("=" in one for one in parts):
        return dict(one.split("=", 1) for one in parts)
    if len(parts) % 2:
        raise DecodeError(f"expected pairs of names and values, got {text[:60]!r}")
    return dict(zip(parts[::2], parts[1::2]))


_CONVERTED: Mapping[Any, Any] = {
    int: int,
    float: float,
    bool: {"true": True, "false": False}.__getitem__,
}
