"""Records behave like the dataclasses that type checkers see."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from stubwright.base import records


def declared(module: Any) -> dict[str, Any]:
    """Return the same classes, declared with a module."""

    @module.dataclass(frozen=True, slots=True, kw_only=True)
    class Point:
        """Two numbers."""

        unit: ClassVar[str] = "mm"
        x: int
        y: int = 2
        tags: list[str] = module.field(default_factory=list, hash=False)
        secret: str = module.field(default="s", repr=False, compare=False)

        def sum(self) -> int:
            return self.x + self.y

    @module.dataclass(frozen=True, slots=True, kw_only=True)
    class Named(Point):
        name: str = ""
        y: int = 7

    @module.dataclass(frozen=True, slots=True, order=True)
    class Version:
        major: int
        minor: int = 0

    @module.dataclass(slots=True)
    class Counter:
        count: int = 0

    @module.dataclass(kw_only=True)
    class Open:
        items: dict[str, int] = module.field(default_factory=dict)
        size: int = 3

    @module.dataclass(frozen=True, slots=True, kw_only=True)
    class Nothing:
        pass

    @module.dataclass(frozen=True, slots=True)
    class Own:
        value: int

        def __repr__(self) -> str:
            return "own"

        def __hash__(self) -> int:
            return 5

    return {each.__name__: each for each in (Point, Named, Version, Counter, Open, Nothing, Own)}


OURS, THEIRS = declared(records), declared(dataclasses)

CALLS: list[Callable[[dict[str, Any]], Any]] = [
    lambda of: of["Point"](x=1),
    lambda of: of["Point"](x=1, y=3, tags=["a"], secret="t"),
    lambda of: of["Point"](x=1).sum(),
    lambda of: of["Point"](x=1).tags is of["Point"](x=1).tags,
    lambda of: of["Point"](x=1) == of["Point"](x=1, secret="other"),
    lambda of: of["Point"](x=1) == of["Point"](x=2),
    lambda of: of["Point"](x=1) == of["Named"](x=1),
    lambda of: hash(of["Point"](x=1)) == hash(of["Point"](x=1, tags=["b"])),
    lambda of: of["Point"].unit,
    lambda of: of["Point"].__doc__,
    lambda of: of["Point"].__slots__,
    lambda of: of["Named"](x=1),
    lambda of: of["Named"](x=1, name="n", y=1).sum(),
    lambda of: hasattr(of["Named"](x=1), "__dict__"),
    lambda of: of["Version"](1, 2) < of["Version"](1, 3),
    lambda of: of["Version"](2) >= of["Version"](1, 3),
    lambda of: sorted([of["Version"](3), of["Version"](1, 9)]),
    lambda of: max(of["Version"](1, 1), of["Version"](1, minor=0)),
    lambda of: of["Version"].__match_args__,
    lambda of: of["Point"].__match_args__,
    lambda of: of["Counter"](),
    lambda of: of["Counter"].__hash__,
    lambda of: of["Open"]().items is of["Open"]().items,
    lambda of: vars(of["Open"](size=4)),
    lambda of: of["Open"].size,
    lambda of: hasattr(of["Open"], "items"),
    lambda of: of["Nothing"]() == of["Nothing"](),
    lambda of: of["Nothing"](),
    lambda of: (repr(of["Own"](1)), hash(of["Own"](1)), of["Own"](1) == of["Own"](1)),
    lambda of: dataclasses.asdict(of["Named"](x=1)),
    lambda of: dataclasses.replace(of["Named"](x=1), x=5),
    lambda of: dataclasses.is_dataclass(of["Point"]),
    lambda of: [(f.name, f.type, f.kw_only, f.repr) for f in dataclasses.fields(of["Named"])],
    lambda of: copy.copy(of["Point"](x=1, y=9)),
    lambda of: of["Point"].__qualname__,
    lambda of: of["Point"].__module__,
]
FAULTS: list[Callable[[dict[str, Any]], Any]] = [
    lambda of: of["Point"](),
    lambda of: of["Point"](1),
    lambda of: of["Point"](x=1, z=2),
    lambda of: of["Version"](),
    lambda of: of["Version"](1) < 2,
    lambda of: hash(of["Counter"]()),
    lambda of: setattr(of["Counter"](), "x", 1),
]


@pytest.mark.parametrize("call", CALLS)
def test_records_behave_like_dataclasses(call: Callable[[dict[str, Any]], Any]) -> None:
    """A record behaves like a dataclass, at the first call and later."""
    expected = repr(call(THEIRS))
    assert [repr(call(OURS)) for _ in range(2)] == [expected] * 2


@pytest.mark.parametrize("call", FAULTS)
def test_records_raise_the_same_errors(call: Callable[[dict[str, Any]], Any]) -> None:
    """An invalid call raises the same type of error."""
    with pytest.raises((TypeError, AttributeError)) as expected:
        call(THEIRS)
    with pytest.raises(expected.type):
        call(OURS)


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A record that is sent to another process."""

    value: int
    rest: tuple[str, ...] = ()


def test_records_can_be_pickled() -> None:
    """Records can be sent between processes."""
    sent = Sent(value=1, rest=("a",))
    assert pickle.loads(pickle.dumps(sent)) == sent


def test_replace_and_fields() -> None:
    """The functions of the module behave like those of `dataclasses`."""
    first = Sent(value=1, rest=("a",))
    assert records.replace(first, value=2) == Sent(value=2, rest=("a",))
    assert first == Sent(value=1, rest=("a",))
    with pytest.raises(TypeError, match="Sent has no field 'other'"):
        records.replace(first, other=2)
    assert [one.name for one in records.fields(Sent)] == ["value", "rest"]
    assert records.is_dataclass(Sent)
    assert records.is_dataclass(Sent(value=1))
    assert not records.is_dataclass(1)
