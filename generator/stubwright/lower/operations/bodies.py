"""Bodies by media type (OpenAPI 3.1.1, section 4.8.14; 3.2.0, section 4.14)."""

from __future__ import annotations

from typing import Final

from stubwright.types.ir import Codec, ScalarKind

EXACT: Final[dict[str, Codec]] = {
    "": Codec.JSON,
    "*/*": Codec.JSON,
    "application/*": Codec.JSON,
    "application/json": Codec.JSON,
    "text/json": Codec.JSON,
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
STREAMS: Final = frozenset({Codec.JSON_LINES, Codec.EVENTS})


def codec_of(media_type: str) -> Codec:
    """Return how a body of this media type is written; octets where nothing is known of it."""
    plain = media_type.split(";", maxsplit=1)[0].strip().lower()
    if found := EXACT.get(plain):
        return found
    if plain.endswith("+json"):
        return Codec.JSON
    if plain.startswith("multipart/"):
        return Codec.MULTIPART
    if plain.startswith("text/") or plain.endswith(("+xml", "+yaml")):
        return Codec.TEXT
    return Codec.BYTES


def response_codec(media_type: str) -> Codec:
    """Return how a response is read: a form as text, a multipart body as octets."""
    match codec_of(media_type):
        case Codec.FORM:
            return Codec.TEXT
        case Codec.MULTIPART:
            return Codec.BYTES
        case other:
            return other
