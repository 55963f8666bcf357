# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Generate values from examples and types, reproducibly for the same seed."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, is_dataclass
from decimal import Decimal
from random import Random
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import httpx2

from ..errors import DecodeError
from ..http import RawResponse, Request
from ..values import UNSET
from .annotations import Base64, Base64Url, Recursive, Tagged
from .codec import decode, encode_json
from .codec_compile import members, resolve, split
from .request import is_json
from .response import value
from .stubs import Target, documented, success, written

_DEEP = 4  # optional members below this depth are left out
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron")


@dataclass(frozen=True, slots=True)
class Examples:
    """The document's examples: of operations by media type, of classes and members."""

    responses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Any])
    types: Mapping[str, Any] = field(default_factory=dict[str, Any])
    members: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Any])

    def of(self, cls: type) -> Any:
        """Return the example of a class as its value, None if there is none."""
        return self._read(cls, self.types.get(cls.__name__))

    def of_member(self, cls: type, wire: str, of: Any) -> Any:
        """Return the example of a member as its value, None if there is none."""
        homes = (self.members.get(each.__name__, {}) for each in cls.__mro__)
        return self._read(of, next((x[wire] for x in homes if wire in x), None))

    def response(self, to: Target, status: int) -> RawResponse | None:
        """Return the example of a response, if there is one that matches its type."""
        media, of = documented(to.operation, status)
        known = self.responses.get(str(to.operation), {})
        media = media or next(filter(is_json, known), "")
        if media not in known:
            return None
        example = known[media]
        text = isinstance(example, str) and not is_json(media)
        content = example.encode() if text else encode_json(example)
        kind = "application/json" if "*" in media else media
        made = RawResponse(status, httpx2.Headers({"content-type": kind}), content)
        try:
            value(made, of, to.module, None)
        except DecodeError:
            return None
        return made

    def _read(self, of: Any, example: Any) -> Any:
        try:
            return None if example is None else decode(of, example)
        except DecodeError:
            return None


_NONE = Examples()


class Sampler:
    """Responses generated from types and examples."""

    def __init__(self, seed: int, examples: Examples) -> None:
        self._seed = seed
        self._examples = examples

    def response(self, request: Request) -> RawResponse | None:
        """Return a success for a request's operation, None if it has none."""
        operation = request.operation
        if operation is None:
            return None
        random = Random(f"{self._seed} {operation}")
        status = success(operation)
        _, of = documented(operation, status)
        to = Target(operation, request.module)
        if (given := self._examples.response(to, status)) is not None:
            return given
        if operation.redirects:
            return written(to, "https://example.com/elsewhere", status, {})
        if hasattr(of, "write"):
            items = [sample(resolve(of.type, to.module), random, self._examples)]
            return written(to, items, status, {})
        if of in ("None", Any):
            return written(to, UNSET, status, {})
        made = sample(resolve(of, to.module), random, self._examples)
        return written(to, made, status, {})


def sample(of: Any, random: Random, known: Examples = _NONE, depth: int = 0) -> Any:
    """Return a value of a type; deeply nested ones are as small as possible."""
    if of in (None, type(None)):
        return None
    made = _PLAIN.get(of)
    if made is not None:
        return made(random)
    if hasattr(of, "__metadata__"):
        return _marked(of, random, known, depth)
    origin, inner = get_origin(of), get_args(of)
    if origin is Literal:
        return inner[0]
    if isinstance(of, type) and issubclass(of, enum.Enum):
        return known.of(of) or random.choice(list(of))
    if isinstance(of, type) and is_dataclass(of):
        return known.of(of) or _object(of, random, known, depth)
    if origin is list:
        return [sample(inner[0], random, known, depth + 1)] if depth < _DEEP else []
    if origin is dict:
        if depth >= _DEEP:
            return {}
        return {"key": sample(inner[1], random, known, depth + 1)}
    if origin is tuple:
        return tuple(sample(each, random, known, depth + 1) for each in inner)
    parts = split(of)
    if parts.members in ((), (of,)) or (parts.null and depth >= _DEEP):
        return None
    return sample(parts.members[0], random, known, depth)


def _marked(of: Any, random: Random, known: Examples, depth: int) -> Any:
    for marker in of.__metadata__:
        if isinstance(marker, Tagged):
            first = next(iter(marker.mapping.values()))
            home = marker.module
            first = resolve(first, home) if isinstance(first, str) else first
            return sample(first, random, known, depth)
        if isinstance(marker, Recursive):
            text = get_args(of)[0]
            text = getattr(text, "__forward_arg__", text)
            return sample(resolve(text, marker.module), random, known, depth + 1)
        if marker in (Base64, Base64Url):
            return random.choice(_WORDS).encode()
    return sample(get_args(of)[0], random, known, depth)


def _object(cls: Any, random: Random, known: Examples, depth: int) -> Any:
    given: dict[str, Any] = {}
    for wire, member, of in members(cls):
        if not member.init or "Extra" in repr(getattr(of, "__metadata__", "")):
            continue
        made = known.of_member(cls, wire, of)
        absent = member.default is not MISSING or member.default_factory is not MISSING
        if made is None:
            if absent and (depth >= _DEEP - 2 or member.default not in (None, UNSET)):
                continue
            made = sample(of, random, known, depth + 1)
        if not (absent and made is None):
            given[member.name] = made
    return cls(**given)


_DAY = dt.date(2024, 5, 17)
_PLAIN: dict[Any, Callable[[Random], Any]] = {
    Any: lambda random: random.choice(_WORDS),
    str: lambda random: random.choice(_WORDS),
    int: lambda random: random.randrange(1, 100),
    float: lambda random: random.randrange(1, 1000) / 10,
    bool: lambda random: random.random() < 0.5,
    bytes: lambda random: random.choice(_WORDS).encode(),
    Decimal: lambda random: Decimal(random.randrange(1, 1000)) / 10,
    UUID: lambda random: UUID(int=random.getrandbits(128), version=4),
    dt.date: lambda random: _DAY + dt.timedelta(random.randrange(300)),
    dt.time: lambda random: dt.time(random.randrange(24), tzinfo=dt.timezone.utc),
    dt.timedelta: lambda random: dt.timedelta(minutes=random.randrange(1, 100)),
    dt.datetime: lambda random: dt.datetime(2024, 5, 17, tzinfo=dt.timezone.utc)
    + dt.timedelta(hours=random.randrange(1000)),
}
