"""Media Type and Encoding Objects (OpenAPI 3.2.0, sections 4.14 and 4.15)."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base.place import Place
from stubwright.parse.objects import ENCODING, MEDIA_TYPE
from stubwright.parse.reader import Reader, follow_object, misplaced_object
from stubwright.parse.version import Dialect
from stubwright.types.documents import Json
from stubwright.types.spec import Encoding, MediaType

_VALUES = ("dataValue", "value", "serializedValue")


def read_content(reader: Reader) -> tuple[MediaType, ...]:
    """Return the media types under ``content``, in order."""
    return tuple(
        parse_media_type(reader, name, place, value)
        for name, place, value in reader.entries("content")
        if not name.startswith("x-")
    )


def parse_media_type(parent: Reader, name: str, place: Place, value: Json) -> MediaType:
    """Return a media type; one that cannot be read has no schema."""
    ctx = parent.ctx
    if "/" not in name:
        hint = "write a type and a subtype, for example 'application/json'"
        ctx.warn("media-type-wrong", place, f"'{name}' is not a valid media type", hint)
    reader = follow_object(ctx, place, value, "a media type")
    if reader is None:
        return MediaType(place=place, name=name)
    reader.finish(MEDIA_TYPE)
    encodings = (_encoding(reader, *entry) for entry in reader.entries("encoding"))
    return MediaType(
        place=reader.place,
        name=name,
        schema=reader.schema("schema"),
        item_schema=reader.schema("itemSchema"),
        untyped="application/octet-stream" if ctx.dialect_at(place) >= Dialect.V31 else "",
        encodings=tuple(encoding for encoding in encodings if encoding is not None),
        prefix_encodings=tuple(_by_position(reader, "prefixEncoding")),
        item_encoding=_encoding(reader, "", reader.place.child("itemEncoding"), item)
        if (item := reader.value.get("itemEncoding")) is not None
        else None,
        examples=tuple(_examples(reader)) if ctx.examples else (),
    )


def _by_position(reader: Reader, key: str) -> Iterator[Encoding]:
    """Yield an encoding for each position; an invalid one is empty."""
    for place, value in reader.items(key):
        yield _encoding(reader, "", place, value) or Encoding(property="")


def _examples(reader: Reader) -> Iterator[tuple[Place, Json]]:
    """Yield the values of ``example`` and of Example Objects (3.2.0, section 4.19); external ones are not read."""
    if "example" in reader.value:
        yield reader.place.child("example"), reader.value["example"]
    for _, place, value in reader.entries("examples"):
        example = follow_object(reader.ctx, place, value, "an example")
        if example is None:
            continue
        key = next((key for key in _VALUES if key in example.value), None)
        if key is not None:
            yield example.place.child(key), example.value[key]


def _encoding(parent: Reader, name: str, place: Place, value: Json) -> Encoding | None:
    reader = misplaced_object(parent.ctx, place, value, "an encoding")
    if reader is None:
        return None
    reader.finish(ENCODING)
    content_type = reader.text("contentType")
    if content_type.lower().startswith("multipart/"):
        message = "a part does not consist of parts: each item of a list is a part with the same name (RFC 7578, section 4.3)"
        reader.ctx.note("keyword-ignored", reader.place.child("contentType"), message)
        content_type = ""
    return Encoding(
        property=name,
        content_type=content_type,
        style=reader.text("style"),
        explode=reader.flag("explode") if "explode" in reader.value else None,
        allow_reserved=reader.flag("allowReserved"),
    )
