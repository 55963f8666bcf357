"""Uses of schemas by operations: the direction, and words for the name of the type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from stubwright.base.hint_words import join_words
from stubwright.base.place import Place
from stubwright.base.records import dataclass
from stubwright.lower.operations.bodies import (
    STREAMS,
    TYPELESS,
    CodecFor,
    is_plain_text,
    plain_schema,
    request_codec,
    response_codec,
)
from stubwright.lower.operations.response_headers import headers_id
from stubwright.lower.passes.read_write import Direction
from stubwright.lower.schemas.scalars import scalar_kind
from stubwright.lower.schemas.shaping_keywords import without_null
from stubwright.types.ir import ScalarKind
from stubwright.types.ir_operations import Codec
from stubwright.types.spec import Kind, MediaType, Operation, Response, Schema, SchemaId

COMPONENT_WORDS = {
    "responses": "response",
    "requestBodies": "request",
    "parameters": "",
    "headers": "header",
    "callbacks": "callback",
    "mediaTypes": "",
}


_WORDS: Final[tuple[tuple[Kind, ...], ...]] = (("integer",), ("number",), ("boolean",))
"""Types that text represents in one way only."""

_IN_TEXT: Final = frozenset(
    {
        ScalarKind.DATE_TIME,
        ScalarKind.DATE,
        ScalarKind.TIME,
        ScalarKind.DURATION,
        ScalarKind.UUID,
        ScalarKind.DECIMAL,
    }
)

_ITEMS = {Codec.EVENTS: "event", Codec.JSON_LINES: "line", Codec.PART_STREAM: "part"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use: ``words`` hint at a name; ``media`` is set for bodies, with their codec."""

    schema: SchemaId
    direction: Direction
    words: str
    place: Place
    media: MediaType | None = None
    codec: Codec = Codec.JSON


def uses_of(
    schemas: Mapping[SchemaId, Schema], operation: Operation, name: str, *, incoming: bool
) -> Iterator[Use]:
    """Yield the uses of an operation in the order parameters, request, responses."""
    sent = Direction.OUTPUT if incoming else Direction.INPUT
    for parameter in operation.parameters:
        if parameter.schema is not None:
            words = shared_words(parameter.place) or f"{name} {parameter.name}"
            yield Use(schema=parameter.schema, direction=sent, words=words, place=parameter.place)
    if operation.body is not None:
        words = shared_words(operation.body.place) or f"{name} request"
        yield from body_uses(schemas, operation.body.contents, sent, words, request_codec)
    received = Direction.NONE if incoming else Direction.OUTPUT
    for response in operation.responses:
        words = shared_words(response.place) or response_words(operation, response, name)
        yield from body_uses(schemas, response.contents, received, words, response_codec)
        headers = None if incoming else headers_id(response)
        if headers is not None:
            words = f"{words.removesuffix(' response')} headers"
            yield Use(schema=headers, direction=received, words=words, place=response.place)


def response_words(operation: Operation, response: Response, name: str) -> str:
    """Return ``get pet response``, with the status if it distinguishes responses."""
    successes = [one for one in operation.responses if one.status.startswith("2") and one.contents]
    only = len(operation.responses) == 1 or (successes == [response])
    return f"{name} response" if only else f"{name} {response.status} response"


def body_uses(
    schemas: Mapping[SchemaId, Schema],
    contents: Iterable[MediaType],
    direction: Direction,
    words: str,
    codec_for: CodecFor,
) -> Iterator[Use]:
    """Yield the uses of a body; other kinds of content have distinguishing words."""
    contents = tuple(contents)
    codecs = [codec_for(schemas, media) for media in contents]
    first = next((codec for codec in codecs if codec not in TYPELESS), None)
    for media, codec in zip(contents, codecs, strict=True):
        schema = content_schema(schemas, media, codec)
        if schema is None:
            continue
        kind = "" if codec is first else codec.value
        called = words if not kind else f"{words} {kind}"
        if codec in STREAMS:
            called = join_words((words, _ITEMS[codec]))
        yield Use(schema=schema, direction=direction, words=called, place=media.place, media=media, codec=codec)  # fmt: skip


def content_schema(
    schemas: Mapping[SchemaId, Schema], media: MediaType, codec: Codec
) -> SchemaId | None:
    """Return the schema that determines the type of a body; None if only the codec does.

    Plain text can be a number or a boolean, as JSON writes it, or the text of a date, a UUID or an enumeration.
    """
    if codec in STREAMS:
        return media.item_schema or media.schema
    schema = plain_schema(schemas, media.schema)
    if codec in TYPELESS:
        plain = codec is Codec.TEXT and is_plain_text(media.name)
        return media.schema if plain and schema is not None and _has_text_form(schema) else None
    return media.schema or media.item_schema


def _has_text_form(schema: Schema) -> bool:
    """Return whether values that are not plain strings are written as text in one way only."""
    kinds = without_null(schema.types)
    if kinds != ("string",):
        return kinds in _WORDS
    kind = scalar_kind("string", schema.format, schema.content_encoding, schema.content_media_type)
    return bool(schema.enum) or kind in _IN_TEXT


def shared_words(place: Place) -> str:
    """Return the words of a component that several operations share; otherwise empty."""
    keys = place.keys()
    if len(keys) < 3 or keys[0] != "components" or keys[1] not in COMPONENT_WORDS:
        return ""
    kind = COMPONENT_WORDS[keys[1]]
    return keys[2] if keys[2].lower().endswith(kind) else f"{keys[2]} {kind}"
