"""Responses and Response Objects (OpenAPI 3.1.1, sections 4.8.16 and 4.8.17)."""

from __future__ import annotations

import re
from collections.abc import Callable

from stubwright.base.records import replace
from stubwright.parse.content import read_content
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import RESPONSE
from stubwright.parse.parameter import read_headers
from stubwright.parse.reader import Reader, follow_object
from stubwright.types.spec import Response

_STATUS = re.compile(r"[1-9](?:\d\d|XX)\Z")


def read_responses(operation: Reader, parse: Callable[[Reader], Response]) -> tuple[Response, ...]:
    """Return the responses in order, without repeated statuses; ``parse`` reads one Response Object."""
    found: dict[str, Response] = {}
    for key, place, value in operation.entries("responses"):
        if key.startswith("x-"):
            continue
        status = _status(key)
        if status is None or status in found:
            why = "is repeated" if status else "is not a status code, a range or 'default'"
            hint = "write a status such as '200', '4XX' or 'default'"
            message = f"{quoted(key)} {why}; this response is skipped"
            operation.ctx.warn("status-wrong", place, message, hint)
            continue
        reader = follow_object(operation.ctx, place, value, "a response")
        if reader is None:
            found[status] = Response(place=place, status=status)
        else:
            found[status] = _without_content(operation, replace(parse(reader), status=status))
    return tuple(found.values())


def _without_content(operation: Reader, response: Response) -> Response:
    """Return a response without content where HTTP allows none (RFC 9110, sections 15.3.5 and 15.3.6)."""
    if response.status not in {"204", "205"} or not response.contents:
        return response
    message = f"a response of status {response.status} never has content; its content is ignored"
    hint = "document the content under '200', if the server answers with that"
    operation.ctx.note("content-forbidden", response.place, message, hint)
    return replace(response, contents=())


def _status(key: str) -> str | None:
    if key.strip().lower() == "default":
        return "default"
    status = key.strip().upper()
    return status if _STATUS.match(status) else None


def parse_response(reader: Reader) -> Response:
    """Return a 3.x response; a shared one is read once."""
    known = reader.ctx.responses.get(reader.place)
    if known is not None:
        return known
    reader.finish(RESPONSE)
    response = Response(
        place=reader.place,
        status="",
        contents=read_content(reader),
        headers=read_headers(reader),
        description=reader.text("description"),
    )
    reader.ctx.responses[reader.place] = response
    return response
