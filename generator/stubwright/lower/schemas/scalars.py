"""Formats of scalars, as data (the OAI format registry; OpenAPI 3.1.1, section 4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from stubwright.types.documents import Json
from stubwright.types.ir import Anything, Scalar, ScalarKind, Type, TypeId
from stubwright.types.spec import Kind

PLAIN: Final[Mapping[Kind, ScalarKind]] = {
    "string": ScalarKind.STRING,
    "integer": ScalarKind.INTEGER,
    "number": ScalarKind.NUMBER,
    "boolean": ScalarKind.BOOLEAN,
    "null": ScalarKind.NULL,
}

STRING_FORMATS: Final[Mapping[str, ScalarKind]] = {
    "date-time": ScalarKind.DATE_TIME,
    "datetime": ScalarKind.DATE_TIME,
    "date": ScalarKind.DATE,
    "time": ScalarKind.TIME,
    "duration": ScalarKind.DURATION,
    "uuid": ScalarKind.UUID,
    "byte": ScalarKind.BASE64,
    "base64": ScalarKind.BASE64,
    "base64url": ScalarKind.BASE64URL,
    "binary": ScalarKind.BINARY,
    "decimal": ScalarKind.DECIMAL,
    "decimal128": ScalarKind.DECIMAL,
}

ENCODINGS: Final[Mapping[str, ScalarKind]] = {
    "base64": ScalarKind.BASE64,
    "base64url": ScalarKind.BASE64URL,
    "binary": ScalarKind.BINARY,
}

NUMBER_FORMATS: Final[frozenset[str]] = frozenset(
    {
        "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "sf-integer",
        "double-int", "float", "double", "decimal", "decimal128", "sf-decimal", "unixtime",
        "unix-time", "integer", "int", "long", "number",
    }
)  # fmt: skip

DECIMALS: Final = frozenset({"decimal", "decimal128", "sf-decimal"})
"""Formats of numbers that preserve all digits."""

INT_OR_STRING: Final = "int-or-string"
"""The Kubernetes format of a string that may also be an integer."""

STRING_ONLY: Final[frozenset[str]] = frozenset(STRING_FORMATS) - NUMBER_FORMATS

DECIMAL_PATTERN: Final = "^(?!^[-+.]*$)[+-]?0*"
"""The beginning of pydantic's pattern of a ``Decimal``, for any number of digits."""

TEXTUAL: Final[tuple[str, ...]] = ("text/", "application/json", "application/xml")


def scalar_kind(kind: Kind, format: str, encoding: str, media_type: str) -> ScalarKind:
    """Return the kind of a scalar of this JSON type; a format for another type has no effect."""
    if kind == "number" and format.lower() in DECIMALS:
        return ScalarKind.DECIMAL_NUMBER
    if kind != "string":
        return PLAIN[kind]
    if found := ENCODINGS.get(encoding.lower()):
        return found
    if found := STRING_FORMATS.get(format.lower()):
        return found
    if media_type and not encoding and is_binary(media_type):
        return ScalarKind.BINARY
    return ScalarKind.STRING


def is_decimal(checks: Iterable[tuple[str, Json]]) -> bool:
    """Return whether the constraints of a string are those that pydantic writes for a ``Decimal``."""
    return any(
        name == "pattern" and isinstance(text, str) and text.startswith(DECIMAL_PATTERN)
        for name, text in checks
    )


def is_binary(media_type: str) -> bool:
    """Return whether content of this media type is binary."""
    media_type = media_type.split(";", maxsplit=1)[0].strip().lower()
    return not (media_type.startswith(TEXTUAL) or media_type.endswith(("+json", "+xml")))


def misplaced(kind: Kind, format: str) -> bool:
    """Return whether a format is known, but for another JSON type."""
    known = NUMBER_FORMATS if kind == "string" else STRING_ONLY
    return (
        bool(format)
        and format.lower() in known
        and not (kind == "string" and format.lower() in STRING_FORMATS)
    )


def scalar_id(kind: ScalarKind) -> TypeId:
    """Return the id shared by all scalars of a kind that have no further facts."""
    return TypeId(f"scalar:{kind.value}")


ANY: Final = TypeId("any")
"""The id of any JSON value."""

SHARED: Final[Mapping[TypeId, Type]] = {
    ANY: Type(id=ANY, shape=Anything()),
    **{scalar_id(kind): Type(id=scalar_id(kind), shape=Scalar(kind=kind)) for kind in ScalarKind},
}
"""Types without a place in the document."""
