"""Formats that are text in JSON and values in Python, both ways.

Date and time follow RFC 3339, durations its appendix A (ISO 8601), UUIDs RFC 9562,
base64 RFC 4648. Each reader raises ``ValueError`` for a text that it cannot read.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from base64 import b64decode, b64encode, urlsafe_b64encode
from decimal import Decimal
from typing import Any
from uuid import UUID

_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_TIME = r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))"
_is_date = re.compile(_DATE, re.ASCII).fullmatch
_is_time = re.compile(_TIME, re.ASCII).fullmatch
_is_date_time = re.compile(rf"{_DATE}[Tt]{_TIME}", re.ASCII).fullmatch
# What ``fromisoformat`` of 3.11 and later reads as RFC 3339 means it, and faster.
_is_common = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:[0-5]\d(?:\.\d+)?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
).fullmatch
_is_uuid = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}").fullmatch
_is_duration = re.compile(
    r"([+-]?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)W)?"
    r"(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?"
    r"(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?",
    re.ASCII,
).fullmatch
_HAS_ISO = sys.version_info >= (3, 11)


class Duration(dt.timedelta):
    """A duration with months, whose length in days depends on where it starts.

    The ``timedelta`` part holds the rest; a year is 12 months.
    """

    months: int

    def __new__(cls, months: int, rest: dt.timedelta = dt.timedelta()) -> Duration:
        self = super().__new__(cls, rest.days, rest.seconds, rest.microseconds)
        self.months = months
        return self

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Duration) and self.months == other.months
        return same and super().__eq__(other)

    def __hash__(self) -> int:
        return hash((self.months, super().__hash__()))

    def __repr__(self) -> str:
        return f"Duration(months={self.months}, rest={_rest(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Duration, (self.months, _rest(self))


def _rest(value: dt.timedelta) -> dt.timedelta:
    return dt.timedelta(value.days, value.seconds, value.microseconds)


def read_date_time(text: str) -> dt.datetime:
    """Read a date-time; digits past microseconds are lost."""
    if _HAS_ISO and _is_common(text):
        return dt.datetime.fromisoformat(text)
    match = _is_date_time(text)
    if match is None:
        raise ValueError
    year, month, day = map(int, match.groups()[:3])
    time, leap = _time(match.groups()[3:])
    moment = dt.datetime.combine(dt.date(year, month, day), time)
    if leap and moment.astimezone(dt.timezone.utc).strftime("%H%M") != "2359":
        raise ValueError
    return moment + dt.timedelta(seconds=leap)


def read_date(text: str) -> dt.date:
    """Read a full-date."""
    if _is_date(text) is None:
        raise ValueError
    return dt.date.fromisoformat(text)


def read_time(text: str) -> dt.time:
    """Read a full-time; a leap second is read as the second before it."""
    match = _is_time(text)
    if match is None:
        raise ValueError
    return _time(match.groups())[0]


def _time(groups: tuple[Any, ...]) -> tuple[dt.time, int]:
    hour, minute, second = map(int, groups[:3])
    fraction = int((groups[3] or "0")[:6].ljust(6, "0"))
    leap = second == 60
    zone = dt.timezone.utc
    if groups[4] is None:
        hours, minutes = int(groups[6]), int(groups[7])
        if hours > 23 or minutes > 59:
            raise ValueError
        offset = dt.timedelta(hours=hours, minutes=minutes)
        zone = dt.timezone(-offset if groups[5] == "-" else offset)
    return dt.time(hour, minute, second - leap, fraction, zone), int(leap)


def write_date_time(value: dt.datetime) -> str:
    """Write a date-time; one without a time zone is refused."""
    if value.utcoffset() is None:
        raise ValueError("a datetime needs a time zone: datetime.now(timezone.utc)")
    return value.isoformat().replace("+00:00", "Z")


def write_time(value: dt.time) -> str:
    """Write a full-time; one without a time zone is refused."""
    if value.tzinfo is None:
        raise ValueError("a time needs a time zone: time(12, tzinfo=timezone.utc)")
    return value.isoformat().replace("+00:00", "Z")


def read_duration(text: str) -> dt.timedelta:
    """Read a duration: a ``Duration`` where it has years or months."""
    match = _is_duration(text)
    if match is None:
        raise ValueError
    sign, years, months, *parts = match.groups()
    factor = -1 if sign == "-" else 1
    weeks, days, hours, minutes, seconds = (
        Decimal((part or "0").replace(",", ".")) for part in parts
    )
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    rest = factor * dt.timedelta(microseconds=int(total * 1_000_000))
    count = factor * (int(years or 0) * 12 + int(months or 0))
    return Duration(count, rest) if years or months else rest


def write_duration(value: dt.timedelta) -> str:
    """Write a duration; months and the rest must point the same way."""
    months = value.months if isinstance(value, Duration) else 0
    rest = _rest(value)
    if months < 0 < rest.total_seconds() or months > 0 > rest.total_seconds():
        raise ValueError("a duration cannot go forward and back at once")
    sign = "-" if months < 0 or rest.days < 0 else ""
    months, rest = abs(months), abs(rest)
    years, months = divmod(months, 12)
    minutes, seconds = divmod(rest.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    second = f"{seconds}.{rest.microseconds:06}".rstrip("0").rstrip(".")
    second = second if rest.microseconds else str(seconds)
    dates = _parts((years, "Y"), (months, "M"), (rest.days, "D"))
    times = _parts((hours, "H"), (minutes, "M"))
    times += f"{second}S" if seconds or rest.microseconds else ""
    return f"{sign}P{dates}T{times}" if times else f"{sign}P{dates or 'T0S'}"


def _parts(*counts: tuple[int, str]) -> str:
    return "".join(f"{count}{unit}" for count, unit in counts if count)


def read_uuid(text: str) -> UUID:
    """Read a UUID in its hyphenated form."""
    if _is_uuid(text) is None:
        raise ValueError
    return UUID(text)


def read_decimal(text: str) -> Decimal:
    """Read a finite decimal number."""
    value = Decimal(text) if "_" not in text else Decimal("NaN")
    if not value.is_finite():
        raise ValueError
    return value


def write_decimal(value: Decimal) -> str:
    """Write a finite decimal number."""
    if not value.is_finite():
        raise ValueError("a decimal must be finite")
    return str(value)


def read_base64(text: str) -> bytes:
    """Read base64; line breaks and missing padding are tolerated."""
    text = "".join(text.split()).rstrip("=")
    return b64decode(text + "=" * (-len(text) % 4), validate=True)


def write_base64(value: bytes) -> str:
    """Write base64 with padding."""
    return b64encode(value).decode()


def read_base64url(text: str) -> bytes:
    """Read base64url, padded or not."""
    if "+" in text or "/" in text:
        raise ValueError
    return read_base64(text.replace("-", "+").replace("_", "/"))


def write_base64url(value: bytes) -> str:
    """Write base64url with padding."""
    return urlsafe_b64encode(value).decode()


def read_binary(text: str) -> bytes:
    """Read raw bytes: the text as UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def write_binary(value: bytes) -> str:
    """Write raw bytes as text; what is not UTF-8 is refused."""
    return value.decode("utf-8", "surrogatepass")
