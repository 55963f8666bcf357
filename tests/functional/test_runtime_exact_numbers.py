"""Numbers of the format decimal are decoded and encoded without loss of digits."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

import pytest

from stubwright.runtime._runtime.annotations import Number
from stubwright.runtime._runtime.codec import decode, decode_json, encode, encode_json
from stubwright.runtime.errors import DecodeError, EncodeError


@dataclass(slots=True, kw_only=True)
class Price:
    amount: Annotated[Decimal, Number]
    text: Decimal | None = None
    either: Annotated[Decimal, Number] | str | None = None
    ratio: float | None = None
    free: Any = None


DIGITS = ["12345678901234567.89", "0.10000000000000000000001", "1.10", "0", "-3", "1E-9", "1E+400"]


@pytest.mark.parametrize("digits", DIGITS)
def test_all_digits_round_trip(digits: str) -> None:
    text = f'{{"amount":{digits}}}'.encode()
    price = decode_json(Price, text)
    assert price.amount == Decimal(digits)
    assert encode_json(price) == text


def test_a_decimal_in_a_string_remains_a_string() -> None:
    price = decode_json(Price, b'{"amount":1,"text":"1.10"}')
    assert encode_json(price) == b'{"amount":1,"text":"1.10"}'


def test_digits_are_kept_in_unions() -> None:
    text = b'{"amount":1,"either":2.50}'
    price = decode_json(Price, text)
    assert price.either == Decimal("2.50")
    assert encode_json(price) == text
    assert decode(Price, {"amount": 1, "either": "2.50"}).either == "2.50"


def test_other_numbers_are_floats_that_copy_and_pickle() -> None:
    price = decode_json(Price, b'{"amount":1,"ratio":1.50,"free":[2.50]}')
    assert isinstance(price.ratio, float)
    assert price == Price(amount=Decimal(1), ratio=1.5, free=[2.5])
    assert encode_json(copy.deepcopy(price)) == encode_json(price)
    assert pickle.loads(pickle.dumps(price)) == price


def test_json_data_contains_numbers() -> None:
    assert encode(Price(amount=Decimal("1.5"))) == {"amount": 1.5}
    assert (
        encode_json({"ä": Decimal("1.5"), "of": [True, None]})
        == '{"ä":"1.5","of":[true,null]}'.encode()
    )


@pytest.mark.parametrize("value", ["1.5", True, None, [1]])
def test_what_is_not_a_number_is_refused(value: object) -> None:
    with pytest.raises(DecodeError, match=r"\$\.amount: expected number"):
        decode(Price, {"amount": value})


def test_a_huge_exponent_is_refused() -> None:
    with pytest.raises(DecodeError, match=r"\$\.amount"):
        decode_json(Price, b'{"amount":1e99999999999999999999}')


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_infinity_and_nan_are_not_encoded(value: str) -> None:
    with pytest.raises(EncodeError, match="finite"):
        encode(Price(amount=Decimal(value)))
