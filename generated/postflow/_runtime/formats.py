# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Parse and format dates and times (RFC 3339); raise ``ValueError`` on failure."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from typing import Any

_is_date = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII).fullmatch
_is_date_time = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d|60)(\.\d+)?)?"
    r"([Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?",
    re.ASCII,
).fullmatch
_READS_PLAIN = sys.version_info >= (3, 11)
_UTC = dt.timezone.utc
_TWO = [f"{number:02}" for number in range(100)]


def read_date_time(text: str) -> dt.datetime:
    """Parse a date-time, naive if it has no offset; truncate it to microseconds."""
    match = _is_date_time(text)
    if match is None:
        raise ValueError
    if _READS_PLAIN and match[3] != "60" and not text.endswith("z"):
        return dt.datetime.fromisoformat(text)
    day, clock, second, fraction, zone = match.groups()
    leap = second == "60"
    digits = (fraction or ".")[:7].ljust(7, "0")
    if zone:
        zone = "+00:00" if zone in "Zz" else f"{zone[:3]}:{zone[3:][-2:] or '00'}"
    text = f"{day}T{clock}:{59 if leap else second or '00'}{digits}{zone or ''}"
    moment = dt.datetime.fromisoformat(text)
    if leap and zone and f"{moment.astimezone(dt.timezone.utc):%H:%M}" != "23:59":
        raise ValueError
    return moment + dt.timedelta(seconds=leap)


def date_time(read: Callable[[Any], dt.datetime]) -> Callable[[Any], dt.datetime]:
    """Return ``read``, five times as fast for ``2023-11-07T05:31:56Z``."""

    def decode(value: Any) -> dt.datetime:
        if (
            value.__class__ is str
            and value[19:] == "Z"
            and value[13] == ":"
            and value[10] == "T"
            and value[7] == "-"
            and (value[11] != "2" or value[12] < "4")
        ):
            try:
                return dt.datetime.fromisoformat(value)
            except ValueError:  # it may be a leap second
                pass
        return read(value)

    return decode if _READS_PLAIN else read


def write_date_time(value: dt.datetime) -> str:
    """Format a date-time, without an offset if it is naive."""
    if value.tzinfo is _UTC:  # three times as fast
        year = f"{_TWO[value.year // 100]}{_TWO[value.year % 100]}"
        date = f"{year}-{_TWO[value.month]}-{_TWO[value.day]}"
        time = f"{_TWO[value.hour]}:{_TWO[value.minute]}:{_TWO[value.second]}"
        micro = value.microsecond
        return f"{date}T{time}.{micro:06}Z" if micro else f"{date}T{time}Z"
    offset = value.utcoffset()
    if offset is not None and offset % dt.timedelta(minutes=1):
        value = value.astimezone(dt.timezone.utc)  # offsets of RFC 3339 have no seconds
    return value.isoformat().replace("+00:00", "Z")


def read_date(text: str) -> dt.date:
    """Parse a full-date, or the date of a date-time."""
    if _is_date(text) is None:
        return read_date_time(text).date()
    return dt.date.fromisoformat(text)
