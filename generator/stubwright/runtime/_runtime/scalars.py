"""Parse and format the less common scalars.

Times follow RFC 3339, durations its appendix A (ISO 8601), base64 RFC 4648. Each parser
raises ``ValueError`` for text that is not valid.
"""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from decimal import Decimal
from typing import Any
from uuid import UUID

from ..errors import EncodeError
from ..files import File
from ..values import UnknownValue
from . import formats
from .annotations import Base64, Base64Url
from .codec_compile import Function
from .codec_rules import DECODING, ENCODING

_is_uuid = re.compile(
    r"[0-9A-Fa-f]{8}(?:(?:-[0-9A-Fa-f]{4}){3}-|[0-9A-Fa-f]{12})[0-9A-Fa-f]{12}"
).fullmatch
_is_decimal = re.compile(
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII
).fullmatch
_is_duration = re.compile(
    r"([+-]?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)W)?"
    r"(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?"
    r"(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?",
    re.ASCII,
).fullmatch


class Duration(dt.timedelta):
    """A duration with months, whose length in days depends on the start date.

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

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.months, super().__hash__()))

    def __repr__(self) -> str:
        return f"Duration(months={self.months}, rest={_rest(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Duration, (self.months, _rest(self))


def _rest(value: dt.timedelta) -> dt.timedelta:
    return dt.timedelta(value.days, value.seconds, value.microseconds)


def read_time(text: str) -> dt.time:
    """Parse a time, naive if it has no offset; a leap second is the next second."""
    return formats.read_date_time(f"1970-01-01T{text}").timetz()


def write_time(value: dt.time) -> str:
    """Format a time, without an offset if it is naive."""
    return value.isoformat().replace("+00:00", "Z")


def read_duration(text: str) -> dt.timedelta:
    """Parse a duration; with years or months, the result is a ``Duration``."""
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
    """Format a duration; months and the rest must have the same sign."""
    months = value.months if isinstance(value, Duration) else 0
    rest = _rest(value)
    if months < 0 < rest.total_seconds() or months > 0 > rest.total_seconds():
        raise ValueError("all parts of a duration must have the same sign")
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
    """Parse a UUID, with or without hyphens."""
    if _is_uuid(text) is None:
        raise ValueError
    return UUID(text)


def read_decimal(text: str) -> Decimal:
    """Parse a finite decimal number."""
    if _is_decimal(text) is None:
        raise ValueError
    return Decimal(text)


def _decimal(value: Any) -> Any:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return _decimal_text(repr(value) if number else value)


def write_decimal(value: Decimal) -> str:
    """Format a finite decimal number."""
    if not value.is_finite():
        raise ValueError("a decimal must be finite")
    return str(value)


def read_base64(text: str) -> bytes:
    """Decode base64; line breaks and missing padding are accepted."""
    text = "".join(text.split()).rstrip("=")
    return b64decode(text + "=" * (-len(text) % 4), validate=True)


def write_base64(value: bytes) -> str:
    """Encode as base64 with padding."""
    return b64encode(value).decode()


def read_base64url(text: str) -> bytes:
    """Decode base64url, padded or not."""
    if "+" in text or "/" in text:
        raise ValueError
    return read_base64(text.replace("-", "+").replace("_", "/"))


def write_base64url(value: bytes) -> str:
    """Encode as base64url with padding."""
    return urlsafe_b64encode(value).decode()


def read_binary(text: str) -> bytes:
    """Return text as bytes in UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def write_binary(value: bytes) -> str:
    """Return bytes as text; raise if they are not UTF-8."""
    return value.decode("utf-8", "surrogatepass")


def write_file(value: File) -> str:
    """Return a file's content as text."""
    content: Any = value.content
    if callable(getattr(content, "read", None)):
        content = content.read()
    if not isinstance(content, (bytes, bytearray)):
        raise EncodeError(
            "a file that is encoded as text must be bytes or an open file"
        )
    return write_binary(bytes(content))


_decimal_text = DECODING.text("decimal", read_decimal)
_DURATION = DECODING.text("duration (ISO 8601)", read_duration)
_binary = DECODING.text("text", read_binary)
READ: dict[Any, Function] = {
    dt.time: DECODING.text("time (RFC 3339)", read_time),
    dt.timedelta: _DURATION,
    Duration: _DURATION,
    UUID: DECODING.text("uuid", read_uuid),
    Decimal: _decimal,
    bytes: lambda value: value if value.__class__ is bytes else _binary(value),
    File: DECODING.text("text", lambda text: File(read_binary(text))),
    Base64: DECODING.text("base64", read_base64),
    Base64Url: DECODING.text("base64url", read_base64url),
    UnknownValue: UnknownValue,
}
WRITE: dict[Any, Function] = {
    dt.time: ENCODING.text(dt.time, write_time),
    dt.timedelta: ENCODING.text(dt.timedelta, write_duration),
    Duration: ENCODING.text(dt.timedelta, write_duration),
    UUID: ENCODING.text(UUID, str),
    Decimal: ENCODING.text(Decimal, write_decimal),
    bytes: ENCODING.text(bytes, write_binary),
    File: ENCODING.text(File, write_file),
    Base64: ENCODING.text(bytes, write_base64),
    Base64Url: ENCODING.text(bytes, write_base64url),
    UnknownValue: ENCODING.any,
}


def write_any(value: Any) -> Any:
    """Encode a value by its class."""
    for each in value.__class__.__mro__:
        if each in WRITE:
            return WRITE[each](value)
    raise ENCODING.wrong("a JSON value", value)
