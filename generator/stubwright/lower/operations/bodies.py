"""Bodies by media type (OpenAPI 3.1.1, section 4.8.14; 3.2.0, section 4.14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from stubwright.lower.schemas.scalars import is_binary, scalar_kind
from stubwright.types.ir import ScalarKind
from stubwright.types.ir_operations import Codec
from stubwright.types.spec import MediaType, Schema, SchemaId

CodecFor: TypeAlias = Callable[[Mapping[SchemaId, Schema], MediaType], Codec]

EXACT: Final[dict[str, Codec]] = {
    "": Codec.JSON,
    "*/*": Codec.JSON,
    "application/*": Codec.JSON,
    "application/json": Codec.JSON,
    "text/json": Codec.JSON,
    "application/merge-patch+json": Codec.MERGE_PATCH,
    "application/x-www-form-urlencoded": Codec.FORM,
    "application/jsonl": Codec.JSON_LINES,
    "application/x-ndjson": Codec.JSON_LINES,
    "application/ndjson": Codec.JSON_LINES,
    "application/x-jsonlines": Codec.JSON_LINES,
    "application/json-lines": Codec.JSON_LINES,
    "application/json-seq": Codec.JSON_LINES,
    "text/event-stream": Codec.EVENTS,
    "application/xml": Codec.TEXT,
    "application/yaml": Codec.TEXT,
    "application/x-yaml": Codec.TEXT,
    "application/graphql": Codec.TEXT,
    "application/javascript": Codec.TEXT,
}
TYPELESS: Final[dict[Codec, ScalarKind]] = {
    Codec.TEXT: ScalarKind.STRING,
    Codec.BYTES: ScalarKind.BINARY,
    Codec.EVENTS: ScalarKind.STRING,
}
FORMS: Final = frozenset({Codec.FORM, Codec.MULTIPART})
PARSED: Final = frozenset({Codec.JSON, Codec.MERGE_PATCH, Codec.XML})
_OPEN: Final = frozenset({"", "*/*", "application/*"})
_OCTETS: Final = frozenset({ScalarKind.BINARY, ScalarKind.BASE64, ScalarKind.BASE64URL})
MOST_REFERENCES: Final = 20
STREAMS: Final = frozenset({Codec.JSON_LINES, Codec.EVENTS, Codec.PART_STREAM})
PARTED: Final = frozenset({Codec.MULTIPART, Codec.PARTS, Codec.PART_STREAM})


@lru_cache(maxsize=1024)
def codec_of(media_type: str) -> Codec:
    """Return the codec of a media type; bytes if it is not known."""
    plain = essence(media_type)
    if found := EXACT.get(plain):
        return found
    if plain.endswith("+json"):
        return Codec.JSON
    if plain.startswith("multipart/"):
        return Codec.MULTIPART
    if plain.startswith("text/") or plain.endswith(("+xml", "+yaml")):
        return Codec.TEXT
    return Codec.BYTES


def request_codec(schemas: Mapping[SchemaId, Schema], media: MediaType) -> Codec:
    """Return the codec of a request body.

    If the media type does not determine it, the schema of a single string decides between text and bytes.
    """
    codec = codec_of(media.name)
    if is_xml(media.name):
        return Codec.XML if is_structured(schemas, media.schema) else Codec.TEXT
    if codec is Codec.MULTIPART and essence(media.name) != "multipart/form-data":
        return _parts_codec(schemas, media)
    whole = string_codec(schemas, media.schema)
    if whole is None or media.item_schema is not None:
        return codec
    is_open = essence(media.name) in _OPEN and (whole is Codec.BYTES or _is_any(media.name))
    return whole if codec is Codec.JSON_LINES or is_open else codec


def response_codec(schemas: Mapping[SchemaId, Schema], media: MediaType) -> Codec:
    """Return the codec of a response: a form is text, multipart without an object is bytes, a merge patch is JSON."""
    codec = request_codec(schemas, media)
    if codec is Codec.MULTIPART and not is_structured(schemas, media.schema):
        return Codec.BYTES
    if codec is Codec.MERGE_PATCH:
        return Codec.JSON
    if codec is Codec.TEXT and codec_of(media.name) is Codec.JSON:
        return Codec.JSON  # its Content-Type determines whether it is JSON
    return Codec.TEXT if codec is Codec.FORM else codec


def _parts_codec(schemas: Mapping[SchemaId, Schema], media: MediaType) -> Codec:
    """Return whether parts are a stream, a list, or named (3.2.0, section 4.14.5)."""
    if media.item_schema is not None:
        return Codec.PART_STREAM
    schema = plain_schema(schemas, media.schema)
    is_list = schema is not None and "array" in schema.types and "object" not in schema.types
    return Codec.PARTS if is_list else Codec.MULTIPART


def plain_schema(schemas: Mapping[SchemaId, Schema], sid: SchemaId | None) -> Schema | None:
    """Follow references and ``allOf`` with one member to a schema."""
    for _ in range(MOST_REFERENCES):
        schema = schemas.get(sid) if sid is not None else None
        if schema is None or (schema.ref is None and len(schema.all_of) != 1):
            return schema
        sid = schema.ref or schema.all_of[0]
    return None


def string_codec(schemas: Mapping[SchemaId, Schema], sid: SchemaId | None) -> Codec | None:
    """Return text or bytes if a schema describes a single string."""
    schema = plain_schema(schemas, sid)
    return None if schema is None else _string_codec(schema)


def _string_codec(schema: Schema) -> Codec | None:
    stated = [kind for kind in schema.types if kind != "null"]
    octets = schema.format == "binary" or is_binary(schema.content_media_type or "text/plain")
    if stated != ["string"] and (stated or not octets or schema.properties):
        return None
    kind = scalar_kind("string", schema.format, schema.content_encoding, schema.content_media_type)
    return Codec.BYTES if kind in _OCTETS else Codec.TEXT


def is_structured(schemas: Mapping[SchemaId, Schema], sid: SchemaId | None, depth: int = 0) -> bool:
    """Return whether a schema describes an object or an array."""
    if sid is None or sid not in schemas or depth > MOST_REFERENCES:
        return False
    schema = schemas[sid]
    if schema.ref is not None:
        return is_structured(schemas, schema.ref, depth + 1)
    if schema.types:
        return not {"object", "array"}.isdisjoint(schema.types)
    parts = (*schema.all_of, *schema.one_of, *schema.any_of)
    return bool(schema.properties) or any(is_structured(schemas, x, depth + 1) for x in parts)


def is_xml(media_type: str) -> bool:
    """Return whether a media type is XML (RFC 7303)."""
    return essence(media_type).endswith(("/xml", "+xml"))


def is_plain_text(media_type: str) -> bool:
    """Return whether a media type is ``text/plain`` or a range of text."""
    return essence(media_type) in ("text/plain", "text/*")


@lru_cache(maxsize=1024)
def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.split(";", maxsplit=1)[0].strip().lower()


def _is_any(media_type: str) -> bool:
    return essence(media_type) in {"", "*/*"}
