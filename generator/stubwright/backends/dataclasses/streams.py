"""Split operations that can respond with either a document or a stream into two operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.types.ir_operations import Api, Codec, Content, Operation, OperationId, Response

_STREAMS = frozenset({Codec.EVENTS, Codec.JSON_LINES, Codec.PART_STREAM})


def adapt(api: Api) -> Api:
    """Add a twin for the stream to each operation that can respond with either a document or a stream."""
    return replace(api, operations=tuple(_with_streams(api.operations)))


def _with_streams(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Add a twin that requests the stream to an operation with both whole and streamed successes.

    One method cannot return both, since the Accept header decides which one is sent. The twin's name ends with
    ``stream``.
    """
    for operation in operations:
        kinds = {
            _streamed(content)
            for response in operation.responses
            for content in response.contents
            if response.status[0] not in "345"
        }
        if kinds == {True, False}:
            yield _only(operation, lambda content: not _streamed(content))
            yield replace(
                _only(operation, _streamed),
                id=OperationId(f"{ids.STREAM} {operation.id}"),
                name=f"{operation.name} stream",
                pagination=None,
            )
        else:
            yield operation


def _streamed(content: Content) -> bool:
    return content.codec in _STREAMS


def _only(operation: Operation, wanted: Callable[[Content], bool]) -> Operation:
    """Keep the selected contents of successes; drop responses that have none left."""
    kept: list[Response] = []
    for response in operation.responses:
        contents = tuple(filter(wanted, response.contents))
        if response.status[0] in "345" or not response.contents:
            kept.append(response)
        elif contents:
            kept.append(replace(response, contents=contents))
    return replace(operation, responses=tuple(kept))
