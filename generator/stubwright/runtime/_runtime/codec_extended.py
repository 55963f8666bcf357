"""Compile codec functions for the less common types."""

from __future__ import annotations

from collections.abc import Mapping
from types import GenericAlias
from typing import Annotated, Any, Literal, get_args, get_origin

from ..errors import EncodeError
from ..values import UnknownValue
from . import scalars
from .annotations import Base64, Base64Url, Number, Recursive, Tagged
from .codec_compile import Direction, Function, part, resolve, split
from .codec_rules import DECODING, ENCODING
from .tags import plain, with_tag
from .unions import shorten, tagged, type_name, untagged


def function(direction: Direction, of: Any) -> Function:
    """Return the function of a type that ``derive`` does not handle."""
    known = scalars.READ if direction is DECODING else scalars.WRITE
    if of in known:
        return known[of]
    arguments, origin = get_args(of), get_origin(of)
    if origin is Annotated:
        return _annotated(direction, known, *arguments)
    if origin is Literal:
        return _literal(direction, {each: each for each in arguments})
    if origin is tuple:
        return _tuple(direction, arguments)
    parts = split(of)
    if len(parts.members) < 2 and not parts.open:
        raise TypeError(f"{of!r} is not a type that JSON can represent")
    return (
        untagged(parts, DECODING.derive)
        if direction is DECODING
        else _union(parts.members)
    )


def _annotated(
    direction: Direction, known: Mapping[Any, Function], of: Any, *markers: Any
) -> Function:
    tags = [marker for marker in markers if isinstance(marker, Tagged)]
    if tags and direction is DECODING:
        return tagged(split(of), tags, DECODING.derive)
    if tags:
        encode = direction.derive(of)
        for each in tags:
            encode = with_tag(each, encode)
        return encode
    for marker in markers:
        if marker is Base64 or marker is Base64Url:
            return known[marker]
        if marker is Number:
            return part("exact_numbers").function(direction)  # type: ignore[no-any-return]
        if isinstance(marker, Recursive):
            return direction.derive(resolve(of.__forward_arg__, marker.module))
    return direction.derive(of)


def _literal(direction: Direction, known: Mapping[Any, Any]) -> Function:
    names = " or ".join(map(repr, known)) if len(known) < 6 else "a known value"
    decoding = direction is DECODING

    def convert(value: Any) -> Any:
        for each, meaning in known.items():
            if value == each and isinstance(value, bool) is isinstance(each, bool):
                return meaning if decoding else each
        raise direction.fault(f"expected {names}, got {shorten(value)}")

    return convert


def _tuple(direction: Direction, of: tuple[Any, ...]) -> Function:
    decoding = direction is DECODING
    finish: Any = tuple if decoding else list
    if of[1:] == (...,):
        many = direction.derive(GenericAlias(list, of[0]))
        return lambda value: finish(many(value))
    items = [direction.derive(each) for each in of]

    def convert(value: Any) -> Any:
        value = direction.exact[list](value)
        if len(value) != len(items):
            raise direction.fault(f"expected {len(items)} items, got {len(value)}")
        made: list[Any] = []
        try:
            for item, each in zip(items, value):
                made.append(item(each))
        except direction.fault as error:
            error.under(len(made))
            raise
        return finish(made)

    return convert


def _union(members: tuple[Any, ...]) -> Function:
    """Encode a value as the member whose class it is an instance of."""
    exact = {each for each in members if isinstance(each, type)}
    names = " or ".join(map(type_name, members))

    def encode(value: Any) -> Any:
        if value.__class__ in exact:
            return ENCODING.derive(value.__class__)(value)
        if isinstance(value, (UnknownValue, Mapping)):
            return ENCODING.any(value)
        fault = ENCODING.wrong(names, value)
        for each in members:
            if _accepts(each, value):
                try:
                    return ENCODING.derive(each)(value)
                except EncodeError as error:
                    fault = error
        raise fault

    return encode


def _accepts(of: Any, value: Any) -> bool:
    """Return whether a value is an instance of a type."""
    origin = get_origin(of)
    if origin is Annotated:
        return _accepts(plain(of), value)
    if origin is Literal or of is Any:
        return True
    if origin in (list, tuple, dict):
        return isinstance(value, Mapping if origin is dict else (list, tuple))
    if of is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(of, type):
        return isinstance(value, of) and isinstance(value, bool) is (of is bool)
    members = split(of).members
    return members != (of,) and any(_accepts(each, value) for each in members)
