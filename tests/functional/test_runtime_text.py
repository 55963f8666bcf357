"""Direct encoding to JSON text equals that of the data; lists are freed while they are decoded."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Annotated, Any, ClassVar, Literal

import pytest

from stubwright.runtime._runtime import codec, codec_text
from stubwright.runtime._runtime.additional_properties import Extra
from stubwright.runtime._runtime.enums import IntEnum, StrEnum
from stubwright.runtime.errors import DecodeError, EncodeError
from stubwright.runtime.values import UNSET, UnknownValue, Unset

MOMENT = dt.datetime(2023, 11, 7, 5, 31, 56, 7, dt.timezone.utc)


class Colour(StrEnum):
    """Known colours."""

    RED = "r\u00e9d"


class Size(IntEnum):
    """Known sizes."""

    SMALL = 1


@dataclass(slots=True, kw_only=True)
class Inner:
    """A record without a member that is always there."""

    label: str | None = None
    also: Inner | None = None


@dataclass(slots=True, kw_only=True)
class Rest:
    """A record with other members."""

    name: str
    more: Annotated[dict[str, int], Extra] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Record:
    """A record with what members there are."""

    __wire__: ClassVar = {"odd": 'a{"b"}\\\u00e9'}

    odd: str
    number: float | None
    whole: int
    flag: bool | None
    colour: Colour | str
    size: Size | int | None = None
    moment: dt.datetime | Unset | None = UNSET
    day: dt.date | None = None
    kind: Literal["a", 1] | None = None
    either: Inner | UnknownValue | None = None
    items: list[Inner | None] | None = None
    deep: list[list[int]] | None = None
    names: dict[str, Inner] | None = None
    any: Any = UNSET


FULL = Record(
    odd='"\n\u2028\\',
    number=1e300,
    whole=10**30,
    flag=False,
    colour=Colour.RED,
    size=Size.SMALL,
    moment=MOMENT,
    day=MOMENT.date(),
    kind="a",
    either=UnknownValue({"z": [1]}),
    items=[Inner(label="x", also=Inner()), None],
    deep=[[1], []],
    names={"k": Inner(label="\u00fc")},
    any=[Inner(label="y"), {"a": None}, MOMENT],
)
BARE = Record(odd="", number=None, whole=True - 1, flag=None, colour="new", moment=None)


@pytest.mark.parametrize(
    ("of", "value"),
    [
        (Any, [FULL, BARE, Inner()]),
        (Record, BARE),
        (Inner | None, None),
        (list[Inner | None], [None, Inner()]),
        (Rest, Rest(name="n", more={"a": 1})),
        (dict[str, Rest], {"r": Rest(name="n")}),
        (int, 7),
        (float, 2),
        (Any, (1, True, None, 0.1, "x", {"a": (Colour.RED, {})})),
        (list[bool], [True]),
        (Record, {"whole": 1}),
    ],
)
def test_direct_encoding_equals_encoding_of_the_data(of: Any, value: Any) -> None:
    """A value encoded directly or through its data results in the same bytes."""
    data = codec.encode(value, of)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    assert codec.encode_json(value, of) == text.encode()


def test_a_lone_surrogate_is_escaped() -> None:
    """A lone surrogate, which UTF-8 does not support, is escaped, and so is all other text."""
    assert codec.encode_json(Inner(label="\ud83d\u00e9")) == b'{"label":"\\ud83d\\u00e9"}'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Inner(label=1), "$.label: expected str, got int"),  # type: ignore[arg-type]
        ([Inner(), Inner(also=Inner(label=b""))], "$[1].also.label: expected str, got bytes"),  # type: ignore[arg-type]
        (Inner(also=3), "$.also: expected Inner, got int"),  # type: ignore[arg-type]
    ],
)
def test_an_encoding_error_has_its_path(value: Any, message: str) -> None:
    """The path of a value that cannot be encoded is the same as without direct encoding."""
    for write in (codec.encode, codec.encode_json):
        with pytest.raises(EncodeError) as caught:
            write(value)
        assert str(caught.value) == message


def test_a_decoding_error_in_a_list_has_its_index() -> None:
    """A list that is freed while it is decoded still has the index of an error."""
    with pytest.raises(DecodeError) as caught:
        codec.decode_json(list[Inner], '[{}, {"also": {"label": 1}}, {}]')
    assert str(caught.value) == "$[1].also.label: expected str, got int"
    with pytest.raises(DecodeError) as caught:
        codec.decode_json(list[Rest], '[{"name": ""}, {}]')
    assert str(caught.value) == "$[1].name: required member is missing"


def test_lenient_decoding_reads_the_whole_list() -> None:
    """An error late in a list loses no earlier item."""
    text = '[{"label": "a"}, {"label": 1}, {"label": "c"}]'
    made = codec.decode_json(list[Inner], text, strict=False)
    assert [each.label for each in made] == ["a", 1, "c"]


def test_decode_does_not_change_its_argument() -> None:
    """``decode`` does not empty a list of the caller."""
    data = [{"label": "a"}, {"label": "b"}]
    codec.decode(list[Inner], data)
    assert data == [{"label": "a"}, {"label": "b"}]


def test_an_internal_key_error_is_not_a_missing_member(monkeypatch: pytest.MonkeyPatch) -> None:
    """A KeyError inside a called function is not reported as an error of the document."""

    @dataclass(slots=True, kw_only=True)
    class Holder:
        of: Broken

    monkeypatch.setitem(codec.DECODING.simple, Broken, lambda value: {}["x"])
    monkeypatch.setitem(globals(), "Holder", Holder)
    with pytest.raises(KeyError):
        codec.decode(Holder, {"of": 1})


class Broken:
    """A type whose function has a bug."""


@pytest.fixture
def fast(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Callable[[Any], bytes]], ModuleType]]:
    """Return what gives the writer as it is where msgspec is installed."""

    def load(encode: Callable[[Any], bytes]) -> ModuleType:
        module: Any = SimpleNamespace(encode=encode, decode=json.loads)
        monkeypatch.setitem(sys.modules, "msgspec.json", module)
        monkeypatch.delitem(sys.modules, codec_text.__name__)
        monkeypatch.setattr(sys.modules[codec_text.__package__ or ""], "codec_text", None)
        return import_module(codec_text.__name__)

    return load


def test_msgspec_is_used_if_installed(fast: Any) -> None:
    """It encodes data that is already checked; ``json`` encodes what msgspec refuses."""
    seen: list[Any] = []

    def encode(data: Any) -> bytes:
        seen.append(data)
        if "label" not in data:
            raise OverflowError
        return b'{"fast": 1}'

    module = fast(encode)
    module.dumps, module._fast = json.dumps, encode  # without the decimals that are numbers
    write = module.WRITING.derive(Any)
    assert write([Inner(label="x"), Inner()]) == '[{"fast": 1},{}]'
    assert seen == [{"label": "x"}, {}]
    with pytest.raises(EncodeError, match=r"\$\[1\]\.label: expected str"):
        write([Inner(), Inner(label=1)])  # type: ignore[arg-type]
