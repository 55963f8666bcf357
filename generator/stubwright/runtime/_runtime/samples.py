"""Make values of types, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import MISSING, is_dataclass
from decimal import Decimal
from random import Random
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

from ..http import RawResponse, Request
from ..values import UNSET
from .annotations import Base64, Base64Url, Recursive, Tagged
from .codec_compile import members, resolve, split
from .stubs import Target, documented, success, written

_DEEP = 4  # below this, what may be absent is
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron")


class Sampler:
    """Responses made from types."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def response(self, request: Request) -> RawResponse | None:
        """Return a success of the operation of a request, None where it belongs to none."""
        operation = request.operation
        if operation is None:
            return None
        random = Random(f"{self._seed} {operation}")
        status = success(operation)
        _, of = documented(operation, status)
        to = Target(operation, request.module)
        if operation.redirects:
            return written(to, "https://example.com/elsewhere", status, {})
        if hasattr(of, "write"):
            items = [sample(resolve(of.type, to.module), random)]
            return written(to, items, status, {})
        if of in ("None", Any):
            return written(to, UNSET, status, {})
        return written(to, sample(resolve(of, to.module), random), status, {})


def sample(of: Any, random: Random, depth: int = 0) -> Any:
    """Return a value of a type, as small as it may be where it is deep."""
    if of in (None, type(None)):
        return None
    made = _PLAIN.get(of)
    if made is not None:
        return made(random)
    if hasattr(of, "__metadata__"):
        return _marked(of, random, depth)
    origin, inner = get_origin(of), get_args(of)
    if origin is Literal:
        return inner[0]
    if isinstance(of, type) and issubclass(of, enum.Enum):
        return random.choice(list(of))
    if isinstance(of, type) and is_dataclass(of):
        return _object(of, random, depth)
    if origin is list:
        return [sample(inner[0], random, depth + 1)] if depth < _DEEP else []
    if origin is dict:
        return {"key": sample(inner[1], random, depth + 1)} if depth < _DEEP else {}
    if origin is tuple:
        return tuple(sample(each, random, depth + 1) for each in inner)
    parts = split(of)
    if parts.members in ((), (of,)) or (parts.null and depth >= _DEEP):
        return None
    return sample(parts.members[0], random, depth)


def _marked(of: Any, random: Random, depth: int) -> Any:
    for marker in of.__metadata__:
        if isinstance(marker, Tagged):
            first = next(iter(marker.mapping.values()))
            home = marker.module
            first = resolve(first, home) if isinstance(first, str) else first
            return sample(first, random, depth)
        if isinstance(marker, Recursive):
            text = get_args(of)[0]
            text = getattr(text, "__forward_arg__", text)
            return sample(resolve(text, marker.module), random, depth + 1)
        if marker in (Base64, Base64Url):
            return random.choice(_WORDS).encode()
    return sample(get_args(of)[0], random, depth)


def _object(cls: Any, random: Random, depth: int) -> Any:
    given: dict[str, Any] = {}
    for _, field, of in members(cls):
        if not field.init or "Extra" in repr(getattr(of, "__metadata__", "")):
            continue
        absent = field.default is not MISSING or field.default_factory is not MISSING
        if absent and (depth >= _DEEP - 2 or field.default not in (None, UNSET)):
            continue
        value = sample(of, random, depth + 1)
        if not (absent and value is None):
            given[field.name] = value
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
