# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Decode JSON to values of a type, and encode values as JSON."""

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
"""Called with the path of a value that does not match, its expected and its type."""


@overload
def decode(type: type[T], value: Any, /, *, strict: bool = True) -> T: ...
@overload
def decode(type: Any, value: Any, /, *, strict: bool = True) -> Any: ...
def decode(type: Any, value: Any, /, *, strict: bool = True) -> Any:
    """Return JSON data as a value of a type; raise ``DecodeError`` on a mismatch.

    With ``strict=False``, values that do not match are logged and kept unchanged.
    """
    return read(type, value, None if strict else part("mismatches").logged(type))


@overload
def decode_json(type: type[T], data: str | bytes, /, *, strict: bool = True) -> T: ...
@overload
def decode_json(type: Any, data: str | bytes, /, *, strict: bool = True) -> Any: ...
def decode_json(type: Any, data: str | bytes, /, *, strict: bool = True) -> Any:
    """Parse a JSON text and return it as a value of a type; see ``decode``."""
    note = None if strict else part("mismatches").logged(type)
    return read(type, parse(data), note, lambda: parse(data))


def read(
    of: Any, value: Any, note: Note | None, again: Callable[[], Any] | None = None
) -> Any:
    """Return JSON data as a value; without ``note``, values must match their types.

    With ``again``, which returns the data again, a list is emptied while it is decoded.
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
    """Return the items as values; free each item as it is decoded."""
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
    """Return a value as JSON data; raise ``EncodeError`` with the path to an error."""
    try:
        return ENCODING.derive(type)(value)
    except RecursionError:
        raise EncodeError("nested too deeply") from None


def encode_json(value: Any, /, type: Any = Any) -> bytes:
    """Return a value as a compact JSON text in UTF-8; see ``encode``."""
    try:
        return f"{WRITING.derive(type)(value)}".encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can escape
        return dumps(encode(value, type), separators=(",", ":")).encode()
    except RecursionError:
        raise EncodeError("nested too deeply") from None


def parse(data: str | bytes) -> Any:
    """Parse a JSON text (RFC 8259); raise ``ValueError`` for NaN and Infinity."""
    if _fast is not None:
        with suppress(Exception):  # json decides what is valid
            return _fast(data)
    try:
        return json.loads(data, parse_constant=_constant)
    except RecursionError:
        raise DecodeError("nested too deeply") from None
    except ValueError as error:
        raise DecodeError(f"not JSON: {error}, in {data[:60]!r}") from None


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


_fast: Callable[[str | bytes], Any] | None = None
with suppress(ImportError):
    _fast = import_module("msgspec.json").decode
with suppress(ImportError):  # only if the document has decimals as numbers
    _fast = part("exact_numbers").TEXT[0]
