"""Formats accept RFC 3339, ISO 8601 and common variants, and nothing else."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest

from stubwright.runtime._runtime.annotations import Base64, Base64Url
from stubwright.runtime._runtime.codec import decode, encode
from stubwright.runtime._runtime.scalars import Duration
from stubwright.runtime.errors import DecodeError, EncodeError

UTC = dt.timezone.utc


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023-11-07T05:31:56Z", dt.datetime(2023, 11, 7, 5, 31, 56, tzinfo=UTC)),
        ("2023-11-07t05:31:56z", dt.datetime(2023, 11, 7, 5, 31, 56, tzinfo=UTC)),
        ("2023-11-07T05:31:56.5Z", dt.datetime(2023, 11, 7, 5, 31, 56, 500000, UTC)),
        ("2023-11-07T05:31:56.123456789Z", dt.datetime(2023, 11, 7, 5, 31, 56, 123456, UTC)),
        ("1998-12-31T23:59:60Z", dt.datetime(1999, 1, 1, tzinfo=UTC)),
        (
            "1998-12-31T15:59:60.123-08:00",
            dt.datetime(1998, 12, 31, 16, 0, 0, 123000, dt.timezone(dt.timedelta(hours=-8))),
        ),
        (
            "2023-11-07T05:31:56+05:30",
            dt.datetime(
                2023, 11, 7, 5, 31, 56, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))
            ),
        ),
        ("2023-11-07T05:31:56-00:00", dt.datetime(2023, 11, 7, 5, 31, 56, tzinfo=UTC)),
    ],
)
def test_date_times_are_read(text: str, value: dt.datetime) -> None:
    """All forms of RFC 3339 result in the same moment, and are encoded as that moment."""
    assert decode(dt.datetime, text) == value
    assert decode(dt.datetime, encode(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-11-07",
        "2023-11-07T05Z",
        "2023-11-07T05:31.5Z",
        "2023-13-07T05:31:56Z",
        "2023-02-29T05:31:56Z",
        "2023-11-07T24:00:00Z",
        "2023-W45-2T05:31:56Z",
        "2023-11-07T053156.1Z",
        "2023-11-07T05:31:5Z5",
        "2023-11-07T05:60:00Z",
        "2023-11-07T05:31:61Z",
        "2023-11-07T05:31:60Z",
        "2023-11-07T05:31:56.Z",
        "2023-11-07T05:31:56+24:00",
        "20231107T053156Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:60Z",
        "2023-11-07T05:31:56Z\n",
        "\u0662\u0660\u0662\u0663-11-07T05:31:56Z",
    ],
)
def test_invalid_date_times_are_refused(text: str) -> None:
    """Other forms, and moments that do not exist, are errors."""
    with pytest.raises(DecodeError, match="date-time"):
        decode(dt.datetime, text)


def test_offsets_of_less_than_a_minute_are_written_in_utc() -> None:
    """RFC 3339 has no seconds in an offset, but historical local times do."""
    zone = dt.timezone(dt.timedelta(minutes=19, seconds=32))
    assert encode(dt.datetime(1900, 1, 1, tzinfo=zone)) == "1899-12-31T23:40:28Z"


@pytest.mark.parametrize("text", ["", " 1", "1_0", "NaN", "Infinity", "\u0663", "1e", "."])
def test_invalid_decimals_are_refused(text: str) -> None:
    """A decimal consists of digits, a point and an exponent."""
    with pytest.raises(DecodeError, match="decimal"):
        decode(Decimal, text)
    assert [encode(decode(Decimal, good)) for good in ("-1.50", ".5", "1E+400")] == [
        "-1.50",
        "0.5",
        "1E+400",
    ]


def test_dates_and_times_are_read() -> None:
    """Full dates and times are read, with or without seconds; partial ones are not."""
    assert decode(dt.date, "2024-02-29") == dt.date(2024, 2, 29)
    assert decode(dt.time, "23:59:59.5Z") == dt.time(23, 59, 59, 500000, UTC)
    assert encode(dt.time(1, 2, 3, tzinfo=UTC)) == "01:02:03Z"
    for type, text in (
        (dt.date, "2023-02-29"),
        (dt.date, "20230101"),
        (dt.time, "12"),
        (dt.time, "12:00.5"),
    ):
        with pytest.raises(DecodeError):
            decode(type, text)


@pytest.mark.parametrize(
    ("of", "text", "value", "written"),
    [
        (dt.datetime, "2023-11-07T05:31:56", dt.datetime(2023, 11, 7, 5, 31, 56), None),
        (
            dt.datetime,
            "2023-11-07T05:31:56.1234567",
            dt.datetime(2023, 11, 7, 5, 31, 56, 123456),
            "2023-11-07T05:31:56.123456",
        ),
        (
            dt.datetime,
            "2023-11-07 05:31:56",
            dt.datetime(2023, 11, 7, 5, 31, 56),
            "2023-11-07T05:31:56",
        ),
        (
            dt.datetime,
            "2023-11-07T05:31:56.000+0000",
            dt.datetime(2023, 11, 7, 5, 31, 56, tzinfo=UTC),
            "2023-11-07T05:31:56Z",
        ),
        (
            dt.datetime,
            "2023-11-07 05:31:56-0530",
            dt.datetime(
                2023, 11, 7, 5, 31, 56, tzinfo=dt.timezone(-dt.timedelta(hours=5, minutes=30))
            ),
            "2023-11-07T05:31:56-05:30",
        ),
        (
            dt.datetime,
            "2023-11-07 05:31:56+02",
            dt.datetime(2023, 11, 7, 5, 31, 56, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            "2023-11-07T05:31:56+02:00",
        ),
        (
            dt.datetime,
            "2023-11-07T05:31Z",
            dt.datetime(2023, 11, 7, 5, 31, tzinfo=UTC),
            "2023-11-07T05:31:00Z",
        ),
        (dt.time, "09:30", dt.time(9, 30), "09:30:00"),
        (dt.time, "09:30:00", dt.time(9, 30), None),
        (dt.time, "09:30:00.5", dt.time(9, 30, 0, 500000), "09:30:00.500000"),
        (dt.date, "2023-11-07T23:31:56Z", dt.date(2023, 11, 7), "2023-11-07"),
        (dt.date, "2023-11-07T00:00:00", dt.date(2023, 11, 7), "2023-11-07"),
        (dt.date | dt.datetime, "2023-11-07", dt.date(2023, 11, 7), None),
        (dt.date | dt.datetime, "2023-11-07T05:31:56", dt.datetime(2023, 11, 7, 5, 31, 56), None),
        (dt.date | str, "2023-11-07T05:31:56", "2023-11-07T05:31:56", None),
        (Decimal, 9.9, Decimal("9.9"), "9.9"),
        (Decimal, 12, Decimal(12), "12"),
    ],
)
def test_common_variants_of_rfc_3339_are_read(
    of: Any, text: Any, value: Any, written: str | None
) -> None:
    """A time without an offset is naive and remains so; other common forms are read."""
    found = decode(of, text)
    assert (found, type(found)) == (value, type(value))
    assert getattr(found, "tzinfo", None) == getattr(value, "tzinfo", None)
    assert encode(found, of) == (written or text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P3D", dt.timedelta(days=3)),
        ("PT36H", dt.timedelta(hours=36)),
        ("P2W", dt.timedelta(weeks=2)),
        ("PT0S", dt.timedelta()),
        ("P1DT0.5S", dt.timedelta(days=1, milliseconds=500)),
        ("PT0,5H", dt.timedelta(minutes=30)),
        ("-P1DT1H", -dt.timedelta(days=1, hours=1)),
        ("P1M", Duration(1)),
        ("P1Y2M3DT4H", Duration(14, dt.timedelta(days=3, hours=4))),
        ("-P1M1D", Duration(-1, -dt.timedelta(days=1))),
    ],
)
def test_durations_are_read(text: str, value: dt.timedelta) -> None:
    """Durations keep their months and are encoded as the same duration."""
    read = decode(dt.timedelta, text)
    assert (type(read), read) == (type(value), value)
    assert decode(dt.timedelta, encode(read)) == value


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "1D", "P1H", "PT1D", "P-1D", "P1.5Y", "P1S", "p1d"]
)
def test_invalid_durations_are_refused(text: str) -> None:
    """A duration has at least one part; parts are in order, each after its own letter."""
    with pytest.raises(DecodeError, match="duration"):
        decode(dt.timedelta, text)


def test_months_are_kept() -> None:
    """Months are part of equality and hash, are printed, and survive pickle and copy."""
    value = Duration(1, dt.timedelta(days=2))
    assert value != dt.timedelta(days=2)
    assert value != Duration(2, dt.timedelta(days=2))
    assert hash(value) == hash(Duration(1, dt.timedelta(days=2)))
    for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert (again, again.months) == (value, 1)
    assert repr(value) == "Duration(months=1, rest=datetime.timedelta(days=2))"
    with pytest.raises(EncodeError, match="the same sign"):
        encode(Duration(1, dt.timedelta(days=-2)))


def read(type: Any, text: str) -> Any:
    """Decode one text."""
    return decode(type, text)


def test_other_formats_are_read_strictly() -> None:
    """UUIDs, decimals and base64 are read strictly and encoded in their plain form."""
    assert (
        read(UUID, "12345678-1234-5678-1234-56781234ABCD").hex == "1234567812345678123456781234abcd"
    )
    assert read(Decimal, "-12.340") == Decimal("-12.340")
    assert (
        read(Annotated[bytes, Base64], "aGk=") == read(Annotated[bytes, Base64], "aG\nk") == b"hi"
    )
    assert read(Annotated[bytes, Base64Url], "_-8") == b"\xff\xef"
    assert encode([b"\xff\xef"], type=list[Annotated[bytes, Base64Url]]) == ["_-8="]
    assert encode(b"hi", type=Annotated[bytes, Base64] | str) == "aGk="
    refused: list[tuple[Any, str]] = [
        (UUID, "1234567812345678-1234567812345678"),
        (UUID, "{12345678-1234-5678-1234-567812345678}"),
        (Decimal, "1_000"),
        (Decimal, "sNaN"),
        (Decimal, "abc"),
        (Annotated[bytes, Base64], "a"),
        (Annotated[bytes, Base64], "a-_b"),
        (Annotated[bytes, Base64Url], "a+/b"),
    ]
    for type, text in refused:
        with pytest.raises(DecodeError):
            read(type, text)


def test_bytes_that_are_not_utf8_are_refused() -> None:
    """Raw bytes are sent as UTF-8 text; other bytes cannot be."""
    assert decode(bytes, "h\u00e9") == b"h\xc3\xa9"
    with pytest.raises(EncodeError):
        encode(b"\xff")
