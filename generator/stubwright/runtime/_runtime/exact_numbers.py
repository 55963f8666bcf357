"""Numbers that keep all digits: JSON numbers that are ``Decimal`` in Python."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final, NoReturn

from .codec_compile import Direction, Function


class ExactNumber(float):
    """A JSON number together with its text."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> ExactNumber:
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return ExactNumber, (self.text,)


def function(direction: Direction) -> Function:
    """Return a function that converts between a JSON number and a ``Decimal``."""
    if direction.reads:
        return direction.accept("number", (int, float), _read(direction))
    return direction.accept("Decimal", (Decimal, int, float), _write(direction))


def _read(direction: Direction) -> Function:
    def read(value: Any) -> Decimal:
        if isinstance(value, ExactNumber):
            try:
                return Decimal(value.text)
            except ArithmeticError:
                raise direction.fault(
                    f"{value.text} has too large an exponent"
                ) from None
        return Decimal(repr(direction.finite(value)))

    return read


def _write(direction: Direction) -> Function:
    def write(value: Any) -> Any:
        if not isinstance(value, Decimal):
            return direction.finite(value)
        if not value.is_finite():
            raise direction.fault("a decimal must be finite")
        return ExactNumber(str(value))

    return write


def loads(data: str | bytes) -> Any:
    """Parse a JSON text; numbers that are not integers keep all digits."""
    return json.loads(data, parse_float=ExactNumber, parse_constant=_constant)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def dumps(
    data: Any, ensure_ascii: bool = True, separators: tuple[str, str] = (", ", ": ")
) -> str:
    """Serialize JSON data; exact numbers keep all digits."""

    def write(value: Any) -> str:
        if isinstance(value, ExactNumber):
            return value.text
        if value.__class__ is dict:
            pairs = (separators[1].join(map(write, pair)) for pair in value.items())
            return f"{{{separators[0].join(pairs)}}}"
        if value.__class__ is list:
            return f"[{separators[0].join(map(write, value))}]"
        return json.dumps(value, ensure_ascii=ensure_ascii)

    return write(data)


TEXT: Final = (loads, dumps)  # used instead of json if this module is present
