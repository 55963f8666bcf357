"""Unions: tags take precedence, then constants, members and types, by rank."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

import pytest

from stubwright.runtime._runtime.annotations import Base64, Recursive, Tagged
from stubwright.runtime._runtime.codec import decode, encode
from stubwright.runtime._runtime.enums import StrEnum
from stubwright.runtime.errors import DecodeError, EncodeError
from stubwright.runtime.values import UNSET, UnknownValue, Unset


class Kind(StrEnum):
    """Kinds of a shape."""

    ROUND = "round"
    FLAT = "flat"


class Other(StrEnum):
    """Kinds of something else."""

    SHARP = "sharp"


@dataclass(slots=True, kw_only=True)
class Base:
    """What all have."""

    kind: str
    name: str | None = None


@dataclass(slots=True, kw_only=True)
class Circle(Base):
    """A circle."""

    radius: int


@dataclass(slots=True, kw_only=True)
class Square(Base):
    """A square."""

    side: int


@dataclass(slots=True, kw_only=True)
class One:
    """Told apart by a constant."""

    type: Literal["one"]
    value: int | None = None


@dataclass(slots=True, kw_only=True)
class Two:
    """Told apart by a constant."""

    type: Literal["two"]
    value: int | None = None


@dataclass(slots=True, kw_only=True)
class Small:
    """Few members."""

    a: int | None = None


@dataclass(slots=True, kw_only=True)
class Large:
    """More members."""

    a: int | None = None
    b: int | None = None


@dataclass(slots=True, kw_only=True)
class Soft:
    """An open enum tells."""

    kind: Kind | str


@dataclass(slots=True, kw_only=True)
class Hard:
    """An open enum tells."""

    kind: Other | str


@dataclass(slots=True, kw_only=True)
class Texts:
    """Members by type."""

    value: str


@dataclass(slots=True, kw_only=True)
class Numbers:
    """Members by type."""

    value: int


@dataclass(slots=True, kw_only=True)
class Holder:
    """Holds a tree of shapes."""

    shape: Shape | None = None
    shapes: list[Shape] | None = None


Shape: TypeAlias = Annotated[
    Circle | Square | UnknownValue,
    Tagged("kind", {"circle": "Circle", "square": Square, "either": "Shape", "group": "Group"}),
]
Group: TypeAlias = Annotated[
    "Annotated[Circle | Square, Tagged('kind', {'group': 'Square'})]", Recursive()
]
Based: TypeAlias = Annotated[Circle | Base, Tagged("kind", {"circle": Circle}, Base)]


def test_a_tag_selects_the_member() -> None:
    """The tag's value selects the member, directly, as text, or through another union."""
    assert decode(Shape, {"kind": "circle", "radius": 1}) == Circle(kind="circle", radius=1)
    assert decode(Holder, {"shapes": [{"kind": "square", "side": 2}]}).shapes == [
        Square(kind="square", side=2)
    ]
    assert decode(Shape, {"kind": "group", "side": 2}) == Square(kind="group", side=2)


def test_an_invalid_member_with_a_known_tag_is_an_error() -> None:
    """A member that the tag selects but that does not decode is an error with its path."""
    with pytest.raises(DecodeError) as caught:
        decode(Holder, {"shape": {"kind": "circle", "radius": "x"}})
    assert str(caught.value) == "$.shape.radius: expected int, got str"


def test_an_unknown_tag_is_kept_or_uses_the_fallback() -> None:
    """An unknown tag results in UnknownValue, or in the fallback if there is one."""
    value = {"kind": "star", "points": 5}
    assert decode(Shape, value) == UnknownValue(value)
    assert encode(decode(Holder, {"shape": value})) == {"shape": value}
    assert decode(Based, value) == Base(kind="star")
    closed: Any = Annotated[Circle | Square, Tagged("kind", {"circle": Circle})]
    with pytest.raises(DecodeError, match=r"\$\.kind: expected 'circle', got 'star'"):
        decode(closed, value)


def test_joined_unions_have_separate_tags() -> None:
    """Each tag selects members of its own; other members are distinguished by shape, and get no tag."""
    joined: Any = Annotated[
        Circle | Square | Base | UnknownValue,
        Tagged("kind", {"circle": Circle}),
        Tagged("form", {"square": Square}),
    ]
    assert decode(joined, {"kind": "circle", "radius": 1}) == Circle(kind="circle", radius=1)
    assert decode(joined, {"form": "square", "kind": "x", "side": 2}) == Square(kind="x", side=2)
    star = {"kind": "star", "points": 5}
    assert decode(joined, star) == Base(kind="star")
    assert encode(decode(joined, star)) == star
    assert decode(joined, {"form": "cube"}) == UnknownValue({"form": "cube"})
    assert encode(Square(kind="x", side=2), joined) == {"kind": "x", "side": 2, "form": "square"}
    assert encode(Base(kind="x"), joined) == {"kind": "x"}


def test_without_a_tag_the_best_member_is_used() -> None:
    """Without its tag, a value is decoded as the member that matches, else as unknown."""
    assert decode(Shape, {"radius": 1}) == UnknownValue({"radius": 1})
    assert decode(Shape, "circle") == UnknownValue("circle")


def test_equal_unions_keep_their_own_order() -> None:
    """Unions of the same members are equal, but each keeps its own order."""
    assert Soft | Hard == Hard | Soft
    for type_, member in [(Soft | Hard, Soft), (Hard | Soft, Hard)]:
        assert decode(type_, {"kind": "new"}).__class__ is member
        assert decode(list[type_], [{"kind": "new"}])[0].__class__ is member


Number: TypeAlias = Annotated["int | float", Recursive()]


@pytest.mark.parametrize(
    ("type", "value", "member"),
    [
        (One | Two, {"type": "two"}, Two),
        (One | Two | UnknownValue, {"type": "three"}, UnknownValue),
        (Small | Large, {"a": 1}, Small),
        (Small | Large, {"a": 1, "b": 2}, Large),
        (Large | Small, {"a": 1}, Small),
        (Soft | Hard, {"kind": "sharp"}, Hard),
        (Hard | Soft, {"kind": "flat"}, Soft),
        (Soft | Hard, {"kind": "new"}, Soft),
        (Hard | Soft, {"kind": "new"}, Hard),
        (list[Hard | Soft] | Soft, {"kind": "new"}, Soft),
        (Texts | Numbers, {"value": 1}, Numbers),
        (Texts | Numbers | UnknownValue, {"value": []}, UnknownValue),
        (Texts | str, "x", str),
        (Texts | dict[str, int], {"a": 1}, dict),
        (list[Texts] | list[Numbers], [{"value": 1}], list),
        (int | float, 1, int),
        (int | float, 1.0, float),
        (float | int, 1, int),
        (int | str, 1.0, int),
        (dt.date | str, "2020-01-01", dt.date),
        (str | dt.date, "x", str),
        (Literal["x"] | dt.date | str, "x", str),
        (Kind | Other | str, "sharp", Other),
        (Any | dt.date, "2020-01-01", dt.date),
        (Any | dt.date, "x", str),
        (bool | int, True, bool),
        (bool | int, 1, int),
        (tuple[int, str] | tuple[int, int], [1, 2], tuple),
    ],
)
def test_untagged_members_are_ranked(type: Any, value: Any, member: Any) -> None:
    """Constants, enums, members and types are compared; the best match is used, and round-trips."""
    decoded = decode(type, value)
    assert decoded.__class__ is member
    assert encode(decoded, type=type) == value


@pytest.mark.parametrize(
    ("type", "value", "message"),
    [
        (
            One | Two,
            {"type": "x"},
            "expected 'one', got 'x' (it matches none of One or Two)",
        ),
        (int | str, [], "expected int or str, got array"),
        (int | str, 1.5, "expected int, got number"),
        (bool | str, 1, "expected bool or str, got int"),
        (Number | Texts, [], "expected int or float or Texts, got array"),
    ],
)
def test_a_value_that_matches_no_member_is_refused(type: Any, value: Any, message: str) -> None:
    """The error of a closed union lists its members."""
    with pytest.raises(DecodeError) as caught:
        decode(type, value)
    assert caught.value.message == message


def test_members_are_encoded_by_type() -> None:
    """If the class allows several members, their markers are used."""
    marked: Any = list[Annotated[bytes, Base64]] | str
    assert encode([b"hi"], type=marked) == ["aGk="]
    assert encode("hi", type=marked) == "hi"
    with pytest.raises(EncodeError, match="expected One or Two, got int"):
        encode(3, type=One | Two)


def test_a_large_union_is_fast_enough() -> None:
    """Five hundred members are ranked without trying each of them."""
    import time

    made: list[Any] = [
        dataclass(slots=True, kw_only=True)(
            type(f"Member{i}", (), {"__annotations__": {f"m{i}": int}})
        )
        for i in range(500)
    ]
    union: Any = made[0]
    for each in made[1:]:
        union = union | each
    assert decode(union, {"m499": 1}).__class__ is made[499]
    start = time.perf_counter()
    for _ in range(10):
        decode(union, {"m499": 1})
    assert time.perf_counter() - start < 1


MESSAGE = UnknownValue({"type": "message", "items": [1], "_id": 1, "value": 2})


@pytest.mark.parametrize(
    "value",
    [MESSAGE, copy.copy(MESSAGE), copy.deepcopy(MESSAGE), pickle.loads(pickle.dumps(MESSAGE))],
)
def test_unknown_values_have_the_members_of_their_object(value: UnknownValue) -> None:
    """A member is an attribute with its name in the JSON; `value` is always the value itself."""
    assert value == MESSAGE
    assert value.type == "message"
    assert value.items == [1]
    assert value.value == {"type": "message", "items": [1], "_id": 1, "value": 2}


@pytest.mark.parametrize(
    ("value", "name"),
    [({"a": 1}, "type"), ({"_id": 1}, "_id"), ("text", "type"), ([1], "type"), (None, "type")],
)
def test_unknown_values_lack_other_members(value: object, name: str) -> None:
    """An absent member, a private name and a value that is not an object raise AttributeError."""
    unknown = UnknownValue(value)
    assert not hasattr(unknown, name)
    with pytest.raises(AttributeError, match=f"'UnknownValue' has no member '{name}'"):
        getattr(unknown, name)


def test_unknown_values_are_frozen() -> None:
    """Neither the value nor a member can be assigned."""
    for name in ("value", "type"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(MESSAGE, name, 1)


@dataclass(slots=True, kw_only=True)
class Nameless:
    """A kind whose tag may be null."""

    kind: str | Unset | None = UNSET


@dataclass(slots=True, kw_only=True)
class Untold:
    """A kind that does not declare the tag."""

    size: int | None = None


def test_a_null_tag_is_encoded_as_null() -> None:
    of: Any = Annotated[
        Nameless | Untold | UnknownValue, Tagged("kind", {"no": Nameless, "un": Untold})
    ]
    assert encode(Nameless(kind=None), of) == {"kind": None}
    assert encode(Nameless(), of) == {"kind": "no"}
    assert encode(Untold(size=1), of) == {"kind": "un", "size": 1}
