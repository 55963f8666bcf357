"""Encoding of the parts of a form (OpenAPI 3.1.1, section 4.8.15; 3.2.0, section 4.15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stubwright.base.records import dataclass
from stubwright.lower.operations.bodies import MOST_REFERENCES, codec_of, plain_schema
from stubwright.lower.schemas.scalars import is_binary
from stubwright.types import ir_operations, spec
from stubwright.types.ir_operations import Codec
from stubwright.types.spec import MediaType, Schema, SchemaId

OCTETS = "application/octet-stream"


def encodings_of(
    schemas: Mapping[SchemaId, Schema], media: MediaType
) -> tuple[ir_operations.Encoding, ...]:
    """Return the encodings that differ from the default, by property.

    If the encoding of a property of a multipart form states no media type, the property may state one itself
    (``contentMediaType``); a string with ``contentEncoding`` is binary according to the table of defaults.
    """
    stated = {one.property: one for one in media.encodings}
    own: dict[str, str] = {}
    if codec_of(media.name) is Codec.MULTIPART:
        for name, sid in properties_of(schemas, media.schema):
            own.setdefault(name, _content_type(schemas, sid))
    names = dict.fromkeys((*stated, *(name for name, found in own.items() if found)))
    return tuple(
        _encoding(stated.get(name) or spec.Encoding(property=name), own.get(name, ""))
        for name in names
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Encodings of parts by position; ``is_binary`` is true if all of them are binary, whatever their schema is."""

    first: tuple[ir_operations.Encoding, ...] = ()
    rest: ir_operations.Encoding | None = None

    @property
    def is_binary(self) -> bool:
        """Return whether the parts after the first ones have a binary media type."""
        return not self.first and self.rest is not None and is_binary(self.rest.content_type)


def positions_of(schemas: Mapping[SchemaId, Schema], media: MediaType, codec: Codec) -> Positions:
    """Return the encodings of parts by position (3.2.0, section 4.15.1.2): the stated ones, otherwise those of their schemas."""
    if codec not in {Codec.PARTS, Codec.PART_STREAM}:
        return Positions()
    schema = plain_schema(schemas, media.schema)
    prefix = schema.prefix_items if schema is not None else ()
    items = media.item_schema or (schema.items if schema is not None else None)
    size = max(len(prefix), len(media.prefix_encodings))
    none = spec.Encoding(property="")
    stated = (*media.prefix_encodings, *[media.item_encoding or none] * size)[:size]
    inner = (*prefix, *[items] * size)[:size]
    first = tuple(
        _encoding(one, _content_type(schemas, sid)) for one, sid in zip(stated, inner, strict=True)
    )
    rest = _encoding(media.item_encoding or none, _content_type(schemas, items))
    return Positions(first=first, rest=None if rest == _encoding(none, "") else rest)


def _encoding(one: spec.Encoding, content_type: str) -> ir_operations.Encoding:
    styled = one.style or one.explode is not None or one.allow_reserved
    return ir_operations.Encoding(
        property=one.property,
        content_type=one.content_type or ("" if styled else content_type),
        style=one.style,
        explode=one.explode,
        allow_reserved=one.allow_reserved,
    )


def properties_of(
    schemas: Mapping[SchemaId, Schema], sid: SchemaId | None, depth: int = 0
) -> Iterator[tuple[str, SchemaId]]:
    """Yield the properties of an object and of the schemas of which it is composed."""
    if sid is None or sid not in schemas or depth > MOST_REFERENCES:
        return
    schema = schemas[sid]
    yield from schema.properties
    for inner in (schema.ref, *schema.all_of, *schema.one_of, *schema.any_of):
        yield from properties_of(schemas, inner, depth + 1)


def _content_type(schemas: Mapping[SchemaId, Schema], sid: SchemaId | None, depth: int = 0) -> str:
    """Return the media type that a property's schema states, or, for an array, that of its items."""
    if sid is None or sid not in schemas or depth > MOST_REFERENCES:
        return ""
    schema = schemas[sid]
    if schema.content_encoding:
        return OCTETS
    if schema.content_media_type:  # a string that contains JSON is sent unchanged
        json = codec_of(schema.content_media_type) is Codec.JSON and "string" in schema.types
        return "" if json else schema.content_media_type
    inner = (schema.ref, schema.items, *schema.all_of, *schema.one_of, *schema.any_of)
    return next(filter(None, (_content_type(schemas, one, depth + 1) for one in inner)), "")
