# ruff: noqa
# Every package has this code; it is checked where it is written. Do not edit.
"""Turn JSON into values of a type, and values into JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn, TypeAlias, TypeVar, get_args, get_origin, overload

from ..errors import DecodeError, EncodeError
from .codec_compile import part
from .codec_rules import DECODING, ENCODING
from .codec_text import WRITING, dumps

__all__ = ["decode", "decode_json", "encode", "encode_json"]

T = TypeVar("T")
Note: TypeAlias = Callable[[str, str, str], object]
"""What takes the path of a value that does not fit, what was expected, what came."""


@overload
def decode(type: type[T], value: Any, /, *, strict: bool = True) -> T: ...
@overload
def decode(type: Any, value: Any, /, *, strict: bool = True) -> Any: ...
def decode(type: Any, value: Any, /, *, strict: bool = True) -> Any:
    """Return JSON data as a value of a type; ``DecodeError`` tells what is wrong.

    With ``strict=False`` what does not fit stays as it came, and is logged.
    """
    return read(type, value, None if strict else part("mismatches").logged(type))


@overload
def decode_json(type: type[T], data: str | bytes, /, *, strict: bool = True) -> T: ...
@overload
def decode_json(type: Any, data: str | bytes, /, *, strict: bool = True) -> Any: ...
def decode_json(type: Any, data: str | bytes, /, *, strict: bool = True) -> Any:
    """Return a JSON text as a value of a type; see ``decode``."""
    note = None if strict else part("mismatches").logged(type)
    return read(type, parse(data), note, lambda: parse(data))


def read(
    of: Any, value: Any, note: Note | None, again: Callable[[], Any] | None = None
) -> Any:
    """Return JSON data as a value; ``note`` takes what does not fit, else it is refused.

    Where ``again`` gives the data once more, a list is emptied while it is read.
    """
    try:
        try:
            if again and value.__class__ is list and get_origin(of) is list:
                return _take(get_args(of)[0], value)
            return DECODING.derive(of)(value)
        except DecodeError:
            if note is None:
                raise
        return part("lenient").read(of, again() if again else value, note)
    except RecursionError:
        raise DecodeError("nested too deeply") from None


def _take(of: Any, data: list[Any]) -> list[Any]:
    """Return the items as values; memory that is given back at once is in the cache."""
    decode, made = DECODING.derive(of), list[Any]()
    keep = made.append
    data.reverse()
    try:
        while data:
            keep(decode(data.pop()))
    except DecodeError as error:
        error.under(len(made))
        raise
    return made


def encode(value: Any, /, type: Any = Any) -> Any:
    """Return a value as JSON data; raise ``EncodeError`` with the path to a fault."""
    try:
        return ENCODING.derive(type)(value)
    except RecursionError:
        raise EncodeError("nested too deeply") from None


def encode_json(value: Any, /, type: Any = Any) -> bytes:
    """Return a value as a compact JSON text in UTF-8; see ``encode``."""
    try:
        return f"{WRITING.derive(type)(value)}".encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8, but an escape
        return dumps(encode(value, type), separators=(",", ":")).encode()
    except RecursionError:
        raise EncodeError("nested too deeply") from None


def parse(data: str | bytes) -> Any:
    """Read a JSON text (RFC 8259); NaN and Infinity are refused."""
    if _fast is not None:
        with suppress(Exception):  # json has the last word on what is valid
            return _fast(data)
    try:
        return json.loads(data, parse_constant=_constant)
    except RecursionError:
        raise DecodeError("nested too deeply") from None
    except ValueError as error:
        raise DecodeError(f"not JSON: {error}, in {data[:60]!r}") from None


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


_fast: Callable[[str | bytes], Any] | None = None
with suppress(ImportError):
    _fast = import_module("msgspec.json").decode
with suppress(ImportError):  # only where a document has decimals that are numbers
    _fast = part("exact_numbers").TEXT[0]
