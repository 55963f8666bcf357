"""The Request Body Object (OpenAPI 3.1.1, section 4.8.13)."""

from __future__ import annotations

from stubwright.parse.content import read_content
from stubwright.parse.objects import BODY
from stubwright.parse.reader import Reader, follow_object
from stubwright.types.spec import RequestBody


def read_body(operation: Reader) -> RequestBody | None:
    """Return the request body; one that lists no media types is skipped."""
    if "requestBody" not in operation.value:
        return None
    place = operation.place.child("requestBody")
    reader = follow_object(operation.ctx, place, operation.value["requestBody"], "a request body")
    if reader is None:
        return None
    reader.finish(BODY)
    contents = read_content(reader)
    if not contents:
        message = "this request body has no media type and is skipped"
        hint = "add one under 'content', for example 'application/json'"
        reader.ctx.warn("body-without-content", reader.place, message, hint)
        return None
    return RequestBody(
        place=reader.place,
        required=reader.flag("required"),
        contents=contents,
        description=reader.text("description"),
    )
