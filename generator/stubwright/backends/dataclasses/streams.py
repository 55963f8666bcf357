"""Operations that answer with a document or with a stream, as two operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.types.ir_operations import Api, Codec, Content, Operation, OperationId, Response

_STREAMS = frozenset({Codec.EVENTS, Codec.JSON_LINES, Codec.PART_STREAM})


def adapt(api: Api) -> Api:
    """Give an operation that answers with a document or with a stream a twin for the stream."""
    return replace(api, operations=tuple(_with_streams(api.operations)))


def _with_streams(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Give an operation whose successes are both whole and streamed a twin that asks for the stream.

    One method cannot return both: which one comes is decided by what the caller accepts. The twin's name ends with
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
    """Keep the successful responses' contents that are wanted, and the responses that have any or never had."""
    kept: list[Response] = []
    for response in operation.responses:
        contents = tuple(filter(wanted, response.contents))
        if response.status[0] in "345" or not response.contents:
            kept.append(response)
        elif contents:
            kept.append(replace(response, contents=contents))
    return replace(operation, responses=tuple(kept))
