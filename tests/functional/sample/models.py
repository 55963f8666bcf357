"""Models of the sample API."""

from __future__ import annotations

import builtins
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from stubwright.runtime._runtime.enums import IntEnum, StrEnum
from stubwright.runtime._runtime.additional_properties import Extra
from stubwright.runtime._runtime.annotations import Base64, Base64Url, Recursive, Tagged
from stubwright.runtime.files import File
from stubwright.runtime.values import UNSET, UnknownValue, Unset


class Colour(StrEnum):
    """Colour of the coat."""

    RED = "red"
    NAVY_BLUE = "navy blue"


class Size(IntEnum):
    """Size of the bed."""

    SMALL = 1
    LARGE = 2


@dataclass(slots=True, kw_only=True)
class Pet:
    """A pet."""

    name: str
    tags: list[str] | None = None


@dataclass(slots=True, kw_only=True)
class Cat(Pet):
    """A cat."""

    __wire__ = {"fur_colour": "furColour"}

    kind: Literal["cat"]
    fur_colour: Colour | str
    size: Size | int | None = None
    owner: Person | Company | UnknownValue | None = None
    friend: Animal | None = None
    nickname: str | None | Unset = UNSET


@dataclass(slots=True, kw_only=True)
class Dog(Pet):
    """A dog."""

    kind: Literal["dog"]
    bark: int | None


@dataclass(slots=True, kw_only=True)
class Person:
    """A person."""

    first: str
    last: str | None = None


@dataclass(slots=True, kw_only=True)
class Company:
    """A company."""

    title: str
    employees: list[Person] | None = None
    additional_properties: Annotated[dict[str, int], Extra] = field(
        default_factory=dict[str, int]
    )


@dataclass(slots=True, kw_only=True)
class Formats:
    """Every format."""

    moment: dt.datetime | None = None
    day: dt.date | None = None
    time: dt.time | None = None
    span: dt.timedelta | None = None
    id: UUID | None = None
    price: Decimal | None = None
    photo: Annotated[bytes, Base64] | None = None
    key: Annotated[bytes, Base64Url] | None = None
    raw: bytes | None = None
    ratio: float | None = None
    flag: bool | None = None
    free: Any | None | Unset = UNSET


@dataclass(slots=True, kw_only=True)
class Shapes:
    """Arrays, tuples, maps, and members that are called like builtins."""

    list: builtins.list[builtins.int] | None = None
    int: builtins.int | None = None
    pair: tuple[builtins.int, str] | None = None
    scores: dict[str, float] | None = None
    tree: Tree | None = None
    scalar: dt.date | builtins.int | str | None = None
    pets: builtins.list[Pet] | None = None
    node: Node | None = None


@dataclass(slots=True, kw_only=True)
class Node:
    """A node."""

    next: Node | None = None


@dataclass(slots=True, kw_only=True)
class Problem:
    """What went wrong."""

    code: str
    detail: str | None = None


@dataclass(slots=True, kw_only=True)
class Filter:
    """What to look for."""

    colour: Colour | str | None = None
    sizes: list[int] | None = None


@dataclass(slots=True, kw_only=True)
class Upload:
    """A form."""

    file: File
    meta: Person | None = None
    files: list[File] | None = None
    note: str | None = None
    tags: list[str] | None = None


Animal: TypeAlias = Annotated[
    Cat | Dog | UnknownValue, Tagged("kind", {"cat": "Cat", "dog": Dog})
]
Tree: TypeAlias = Annotated["dict[str, Tree] | list[Tree] | str", Recursive()]
