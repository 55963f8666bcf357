"""Numbers that keep all their digits: what JSON has as a number and Python as a ``Decimal``."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from .codec_compile import Direction, Function


class ExactNumber(float):
    """A JSON number with the text that it is written as."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> ExactNumber:
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return ExactNumber, (self.text,)


def function(direction: Direction) -> Function:
    """Return what reads a JSON number as a ``Decimal``, or writes one as a number."""
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


def dumps(data: Any, ensure_ascii: bool = True, separators: object = None) -> str:
    """Return JSON data as a compact text, in which exact numbers have all their digits."""
    if isinstance(data, ExactNumber):
        return data.text
    if isinstance(data, dict):
        pairs = (
            f"{dumps(k, ensure_ascii)}:{dumps(v, ensure_ascii)}"
            for k, v in data.items()
        )
        return f"{{{','.join(pairs)}}}"
    if isinstance(data, (list, tuple)):
        return f"[{','.join(dumps(each, ensure_ascii) for each in data)}]"
    return json.dumps(data, ensure_ascii=ensure_ascii)
