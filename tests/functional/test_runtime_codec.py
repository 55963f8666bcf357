"""The codec: decoding, refused values with their paths, and encoding."""

from __future__ import annotations

import copy
import datetime as dt
import json
import math
import pickle
from collections import OrderedDict
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import pytest
from sample import models as m

from stubwright.runtime._runtime.additional_properties import Extra
from stubwright.runtime._runtime.codec import decode, decode_json, encode, encode_json
from stubwright.runtime.errors import APIError, DecodeError, EncodeError
from stubwright.runtime.values import UNSET, UnknownValue, Unset

CAT: Any = {
    "name": "Tom",
    "tags": ["a", "b"],
    "kind": "cat",
    "furColour": "navy blue",
    "size": 2,
    "owner": {"first": "Ann"},
    "friend": {"kind": "dog", "name": "Rex", "bark": None},
    "nickname": None,
}
FORMATS: Any = {
    "moment": "2023-11-07T05:31:56.250000Z",
    "day": "2024-02-29",
    "time": "12:30:00+01:00",
    "span": "P1Y2M3DT4H5.5S",
    "id": "12345678-1234-5678-1234-567812345678",
    "price": "1.50",
    "photo": "aGk=",
    "key": "_-8=",
    "raw": "h\u00e9",
    "ratio": 1.5,
    "flag": True,
    "free": {"a": [1, None]},
}
SHAPES: Any = {
    "list": [1, 2],
    "int": 3,
    "pair": [1, "b"],
    "scores": {"a": 1.5},
    "tree": {"a": ["b", {"c": "d"}]},
    "scalar": "2020-01-01",
    "pets": [{"name": "x"}],
    "node": {"next": {"next": {}}},
}
COMPANY: Any = {"title": "Inc", "employees": [{"first": "Ann"}], "floors": 3}


def changed(base: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """Return a copy with one value set, or removed if it is `...`."""
    made = copy.deepcopy(base)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("type", "payload"),
    [(m.Cat, CAT), (m.Formats, FORMATS), (m.Shapes, SHAPES), (m.Company, COMPANY)],
)
def test_payloads_round_trip(type: Any, payload: Any) -> None:
    """A valid payload is decoded to the class and encoded to the same JSON."""
    value = decode(type, payload)
    assert isinstance(value, type)
    assert encode(value) == payload
    assert decode_json(type, encode_json(value)) == value
    assert encode(value, type=type) == payload


def test_values_have_their_python_types() -> None:
    """Each format and shape has the type of its annotation."""
    cat = decode(m.Cat, CAT)
    assert cat.fur_colour is m.Colour.NAVY_BLUE
    assert cat.size is m.Size.LARGE
    assert cat.owner == m.Person(first="Ann")
    assert cat.friend == m.Dog(kind="dog", name="Rex", bark=None)
    assert cat.nickname is None
    formats = decode(m.Formats, FORMATS)
    assert formats.moment == dt.datetime(2023, 11, 7, 5, 31, 56, 250000, dt.timezone.utc)
    assert formats.time == dt.time(12, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert formats.id == UUID(FORMATS["id"])
    assert formats.price == Decimal("1.50")
    assert (formats.photo, formats.key, formats.raw) == (b"hi", b"\xff\xef", b"h\xc3\xa9")
    assert decode(m.Shapes, SHAPES).pair == (1, "b")
    assert decode(m.Shapes, SHAPES).scalar == dt.date(2020, 1, 1)
    assert decode(m.Company, COMPANY).additional_properties == {"floors": 3}


@pytest.mark.parametrize(
    ("type", "base", "path", "value", "message"),
    [
        (m.Cat, CAT, ("name",), 3, "$.name: expected str, got int"),
        (m.Cat, CAT, ("name",), ..., "$.name: required member is missing"),
        (m.Cat, CAT, ("name",), None, "$.name: expected str, got null"),
        (m.Cat, CAT, ("kind",), "dog", "$.kind: expected 'cat', got 'dog'"),
        (m.Cat, CAT, ("kind",), ..., "$.kind: required member is missing"),
        (m.Cat, CAT, ("furColour",), ["red"], "$.furColour: expected str, got array"),
        (m.Cat, CAT, ("tags", 1), {}, "$.tags[1]: expected str, got object"),
        (m.Cat, CAT, ("size",), True, "$.size: expected int, got bool"),
        (m.Cat, CAT, ("size",), 1.5, "$.size: expected int, got number"),
        (m.Cat, CAT, ("friend", "bark"), "x", "$.friend.bark: expected int, got str"),
        (m.Formats, FORMATS, ("flag",), 1, "$.flag: expected bool, got int"),
        (m.Formats, FORMATS, ("ratio",), True, "$.ratio: expected number, got bool"),
        (m.Formats, FORMATS, ("day",), 7, "$.day: expected str, got int"),
        (m.Formats, FORMATS, ("price",), "NaN", "$.price: expected decimal, got 'NaN'"),
        (m.Shapes, SHAPES, ("int",), "3", "$.int: expected int, got str"),
        (m.Shapes, SHAPES, ("pair",), [1], "$.pair: expected 2 items, got 1"),
        (m.Shapes, SHAPES, ("pair", 1), 2, "$.pair[1]: expected str, got int"),
        (m.Shapes, SHAPES, ("scores", "a"), "x", "$.scores.a: expected number, got str"),
        (m.Shapes, SHAPES, ("scores", "b c"), "x", '$.scores["b c"]: expected number, got str'),
        (
            m.Shapes,
            SHAPES,
            ("tree", "a", 1, "c"),
            3,
            "$.tree.a[1].c: expected object or array or str, got int",
        ),
        (m.Shapes, SHAPES, ("scalar",), [], "$.scalar: expected date or int or str, got array"),
        (m.Shapes, SHAPES, ("pets", 0, "name"), ..., "$.pets[0].name: required member is missing"),
        (
            m.Shapes,
            SHAPES,
            ("node", "next", "next"),
            1,
            "$.node.next.next: expected object, got int",
        ),
        (m.Company, COMPANY, ("floors",), "x", "$.floors: expected int, got str"),
    ],
)
def test_an_invalid_value_is_refused_with_its_path(
    type: Any, base: Any, path: tuple[str | int, ...], value: Any, message: str
) -> None:
    """An invalid value raises an error with the path, also in a list."""
    payload = changed(base, path, value)
    with pytest.raises(DecodeError) as caught:
        decode(type, payload)
    assert str(caught.value) == message
    with pytest.raises(DecodeError) as caught:
        decode(list[type], [base, payload])
    assert str(caught.value) == f"$[1]{message[1:]}"
    assert caught.value.path == f"$[1]{message[1:].partition(': ')[0]}"
    assert isinstance(caught.value, (APIError, ValueError))


@pytest.mark.parametrize(
    ("type", "base", "path", "value", "got"),
    [
        (m.Cat, CAT, ("tags",), None, lambda cat: cat.tags is None),
        (m.Cat, CAT, ("tags",), ..., lambda cat: cat.tags is None),
        (m.Cat, CAT, ("nickname",), ..., lambda cat: cat.nickname is UNSET),
        (m.Cat, CAT, ("furColour",), "green", lambda cat: cat.fur_colour == "green"),
        (m.Cat, CAT, ("size",), 9, lambda cat: cat.size == 9),
        (m.Cat, CAT, ("size",), 1.0, lambda cat: cat.size is m.Size.SMALL),
        (m.Cat, CAT, ("new",), "x", lambda cat: not hasattr(cat, "new")),
        (m.Cat, CAT, ("friend", "kind"), "bird", lambda cat: isinstance(cat.friend, UnknownValue)),
        (m.Cat, CAT, ("owner",), {"x": 1}, lambda cat: cat.owner == UnknownValue({"x": 1})),
        (m.Formats, FORMATS, ("ratio",), 1, lambda formats: formats.ratio == 1),
        (m.Formats, FORMATS, ("free",), None, lambda formats: formats.free is None),
        (m.Shapes, SHAPES, ("int",), 3.0, lambda shapes: shapes.int == 3),
        (m.Shapes, SHAPES, ("scalar",), "soon", lambda shapes: shapes.scalar == "soon"),
    ],
)
def test_lenient_values_are_accepted(
    type: Any, base: Any, path: tuple[str | int, ...], value: Any, got: Any
) -> None:
    """Unknown values, unknown members and null in an optional field decode."""
    assert got(decode(type, changed(base, path, value)))


def test_messages_are_limited_in_length() -> None:
    """Messages contain at most 60 characters of a text, and five values of a list."""
    with pytest.raises(DecodeError, match=rf"got '{'x' * 60}'$"):
        decode(dt.date, "x" * 61)
    with pytest.raises(DecodeError, match=r"expected 1 or 2 or 3 or 4 or 5, got 9"):
        decode(Literal[1, 2, 3, 4, 5], 9)
    with pytest.raises(DecodeError, match=r"expected a known value, got 9"):
        decode(Literal[1, 2, 3, 4, 5, 6], 9)


def test_unknown_values_are_encoded_unchanged() -> None:
    """Unknown values are encoded unchanged."""
    for path, value in ((("friend", "kind"), "bird"), (("owner",), {"x": [1]}), (("size",), 7)):
        payload = changed(CAT, path, value)
        assert encode(decode(m.Cat, payload)) == payload


def test_large_integers_keep_their_digits() -> None:
    """An integer for a number is not converted to float."""
    big = 2**63 + 1
    assert encode(decode(m.Formats, {"ratio": big})) == {"ratio": big}
    assert (
        decode_json(m.Shapes, b'{"int": 123456789012345678901234567890}').int
        == 123456789012345678901234567890
    )


def test_depth_is_an_error_not_a_crash() -> None:
    """Too deep nesting raises the codec's own errors."""
    value: Any = {}
    for _ in range(20_000):
        value = {"next": value}
    with pytest.raises(DecodeError, match="nested too deeply"):
        decode(m.Node, value)
    with pytest.raises(DecodeError):
        decode_json(m.Node, b'{"next":' * 100_000)
    node = m.Node()
    node.next = node
    with pytest.raises(EncodeError, match="nested too deeply"):
        encode(node)


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"nope", b'{"ratio": NaN}', b'{"ratio": -Infinity}', b"\xff\xfe\x00", b'"\x01"'],
)
def test_invalid_json_is_refused(text: bytes) -> None:
    """Text that RFC 8259 does not allow raises DecodeError."""
    with pytest.raises(DecodeError):
        decode_json(m.Formats, text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": math.nan}, "$.a: expected a finite number, got nan"),
        ([1, math.inf], "$[1]: expected a finite number, got inf"),
        ({"a": object()}, "$.a: expected a JSON value, got object"),
        (m.Formats(ratio=math.inf), "$.ratio: expected a finite number, got inf"),
        (m.Formats(price=Decimal("Infinity")), "$.price: a decimal must be finite"),
        (m.Cat(name="x", kind="dog", fur_colour="red"), "$.kind: expected 'cat', got 'dog'"),  # type: ignore[arg-type]
        (m.Cat(name=3, kind="cat", fur_colour="red"), "$.name: expected str, got int"),  # type: ignore[arg-type]
        (m.Dog(name="x", kind="dog", bark="loud"), "$.bark: expected int, got str"),  # type: ignore[arg-type]
        (
            m.Company(title="x", additional_properties={"title": 1}),
            "$: 'title' is a declared property, not an additional one",
        ),
        (m.Shapes(node=3), "$.node: expected Node, got int"),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_the_wrong_type_is_refused(value: Any, message: str) -> None:
    """A value of the wrong type raises EncodeError with its path."""
    with pytest.raises(EncodeError) as caught:
        encode(value)
    assert str(caught.value) == message
    assert isinstance(caught.value, TypeError)


def test_numbers_outside_the_range_of_float_are_refused() -> None:
    """A number outside the range of float is refused, because it could not be encoded; large integers are kept."""
    with pytest.raises(DecodeError, match=r"\$\.ratio: expected a finite number, got inf"):
        decode_json(m.Formats, b'{"ratio": 1e400}')
    large = 10**400
    assert encode(decode(m.Formats, {"ratio": large})) == {"ratio": large}


def test_absent_members_are_not_encoded() -> None:
    """None in an optional field and UNSET are omitted; null as a value is encoded."""
    dog = m.Dog(name="Rex", kind="dog", bark=None)
    assert encode(dog) == {"name": "Rex", "kind": "dog", "bark": None}
    assert encode(m.Formats()) == {}
    assert encode(m.Formats(free=None)) == {"free": None}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (m.Colour.RED, "red"),
        (m.Size.LARGE, 2),
        (dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc), "2020-01-01T00:00:00Z"),
        (dt.date(2020, 1, 2), "2020-01-02"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.0"), "1.0"),
        (dt.timedelta(minutes=90), "PT1H30M"),
        (b"hi", "hi"),
        (UnknownValue({"a": 1}), {"a": 1}),
        ((1, "a", None, True), [1, "a", None, True]),
        (OrderedDict(a=m.Person(first="Ann")), {"a": {"first": "Ann"}}),
        ([m.Person(first="Ann")], [{"first": "Ann"}]),
    ],
)
def test_values_are_encoded_by_their_class(value: Any, written: Any) -> None:
    """Without a type, the value's class is used."""
    assert encode(value) == written


def test_text_is_compact_utf8() -> None:
    """JSON text has no spaces and no escapes, except for a lone surrogate."""
    assert encode_json({"a": ["\u00e9", 1]}) == '{"a":["\u00e9",1]}'.encode()
    assert encode_json("\ud83d") == b'"\\ud83d"'


def test_all_members_of_a_subclass_are_encoded() -> None:
    """All members of a subclass are encoded where its base is declared."""
    cat = m.Cat(name="Tom", kind="cat", fur_colour=m.Colour.RED)
    assert encode(m.Shapes(pets=[cat])) == {
        "pets": [{"name": "Tom", "kind": "cat", "furColour": "red"}]
    }


def test_unset_is_a_single_object() -> None:
    """UNSET is falsy, has a clear repr, and remains the same object after pickle and copy."""
    for again in (pickle.loads(pickle.dumps(UNSET)), copy.deepcopy(UNSET), Unset.UNSET):
        assert again is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert Extra is not None


def test_enums_print_their_json_value() -> None:
    """`str()` and f-strings return the value in the JSON on every version."""
    assert str(m.Colour.NAVY_BLUE) == "navy blue" == f"{m.Colour.NAVY_BLUE}"
    assert f"{m.Colour.RED:>5}" == "  red"
    assert str(m.Size.LARGE) == "2" == f"{m.Size.LARGE}"
    assert m.Colour.RED == "red"


def test_types_without_a_class_can_be_decoded() -> None:
    """Aliases, scalars, maps and unions can be decoded without a class."""
    assert decode(m.Animal, {"kind": "dog", "name": "x", "bark": 1}) == m.Dog(
        name="x", kind="dog", bark=1
    )
    assert decode(dict[str, list[int]], {"a": [1]}) == {"a": [1]}
    assert decode(int | None, None) is None
    assert decode(Any, {"a": 1}) == {"a": 1}
    assert decode(None, None) is None
    with pytest.raises(DecodeError):
        decode(None, 1)
    with pytest.raises(TypeError, match="not a type that JSON can represent"):
        decode(range, 1)


def test_mappings_and_sequences_can_be_decoded() -> None:
    """Mappings and sequences that are not plain dicts or lists can be decoded."""
    assert decode(m.Person, OrderedDict(first="Ann")) == m.Person(first="Ann")
    assert decode(list[m.Person], (OrderedDict(first="Ann"),)) == [m.Person(first="Ann")]
    assert decode(m.Animal, OrderedDict(kind="dog", name="x", bark=1)) == m.Dog(
        name="x", kind="dog", bark=1
    )


def test_deeply_nested_arrays_round_trip() -> None:
    """Thirty nested arrays and objects are decoded and encoded, with their path."""
    type: Any = int
    value: Any = 1
    for level in range(30):
        type = list[type] if level % 2 else dict[str, type] | None
        value = [value] if level % 2 else {"a": value}
    assert decode(type, value) == value
    assert encode(value, type=type) == value
    with pytest.raises(DecodeError, match="expected int, got str") as caught:
        decode(type, json.loads(json.dumps(value).replace("1", '"x"')))
    assert caught.value.path == "$" + "[0].a" * 15


def test_a_member_may_have_the_name_of_the_field_for_additional_properties() -> None:
    """A member with the name of the field for additional properties is one of these."""
    payload = {"title": "Inc", "additional_properties": 1}
    company = decode(m.Company, payload)
    assert company.additional_properties == {"additional_properties": 1}
    assert encode(company) == payload


def test_1_and_true_are_different_constants() -> None:
    """1 and true are equal in Python, and different in JSON (JSON Schema 2020-12, section 4.2.2)."""
    of = Literal["a", 1, True]
    assert [repr(decode(of, value)) for value in ("a", 1, True)] == ["'a'", "1", "True"]
    assert [repr(encode(value, of)) for value in ("a", 1, True)] == ["'a'", "1", "True"]
    with pytest.raises(DecodeError, match="'a' or 1 or True"):
        decode(of, False)
