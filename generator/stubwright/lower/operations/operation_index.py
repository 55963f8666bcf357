"""Every operation of a document with its id, name and uses of schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stubwright.base.records import dataclass
from stubwright.lower.operations.bodies import (
    FORMS,
    PARSED,
    STREAMS,
    TYPELESS,
    request_codec,
    response_codec,
)
from stubwright.lower.operations.group import Named, group_of, named
from stubwright.lower.operations.operation import operation_id
from stubwright.lower.operations.schema_uses import Use, uses_of
from stubwright.lower.schemas.merge import kinds_of
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir_operations, spec
from stubwright.types.ir_operations import Codec, OperationId
from stubwright.types.spec import Schema, SchemaId, Spec

_PLAIN = FORMS.union(TYPELESS) - STREAMS
"""Codecs for which some schemas have no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedOperation:
    """An operation with its id, name hint and uses of schemas; ``incoming`` is true if the API sends the request."""

    operation: spec.Operation
    id: OperationId
    group: str
    name: str
    incoming: bool
    uses: tuple[Use, ...]


def index_operations(document: Spec) -> tuple[IndexedOperation, ...]:
    """Return the operations in the document's order, each followed by its callbacks, webhooks last."""
    found: list[IndexedOperation] = []
    every, schemas = named(document.operations), document.schemas
    for operation, own in zip(document.operations, every, strict=True):
        id_ = operation_id(operation, None, webhook=False)
        found.append(_indexed(schemas, operation, id_, own, incoming=False))
        found.extend(callbacks_of(schemas, operation, id_))
    for operation in document.webhooks:
        id_ = operation_id(operation, None, webhook=True)
        found.append(_indexed(schemas, operation, id_, incoming_name(operation), incoming=True))
        found.extend(callbacks_of(schemas, operation, id_))
    return tuple(found)


def callbacks_of(
    schemas: Mapping[SchemaId, Schema], operation: spec.Operation, parent: OperationId
) -> list[IndexedOperation]:
    """Return an operation's callbacks, including those of callbacks."""
    found: list[IndexedOperation] = []
    stack = [(callback, parent) for callback in reversed(operation.callbacks)]
    while stack:
        callback, outer = stack.pop()
        id_ = operation_id(callback, outer, webhook=False)
        found.append(_indexed(schemas, callback, id_, incoming_name(callback), incoming=True))
        stack.extend((inner, id_) for inner in reversed(callback.callbacks))
    return found


def incoming_name(operation: spec.Operation) -> Named:
    """Return the operationId, otherwise the name of the webhook or callback, and its group."""
    name = operation.operation_id.strip() or operation.name or operation.path
    return Named(group=group_of(operation), name=name)


def _indexed(
    schemas: Mapping[SchemaId, Schema],
    operation: spec.Operation,
    id_: OperationId,
    own: Named,
    *,
    incoming: bool,
) -> IndexedOperation:
    return IndexedOperation(
        operation=operation,
        id=id_,
        group=own.group,
        name=own.name,
        incoming=incoming,
        uses=tuple(uses_of(schemas, operation, own.name, incoming=incoming)),
    )


def groups_of(document: Spec, operations: Iterable[ir_operations.Operation]) -> dict[str, str]:
    """Return the groups in use with their tags' descriptions, tags in the document's order first."""
    used = dict.fromkeys(operation.group for operation in operations)
    described = {tag.name: tag.description for tag in document.tags}
    order = [*(name for name in described if name in used), *used]
    return {name: described.get(name, "") for name in dict.fromkeys(order)}


def note_plain_bodies(table: SchemaTable, indexed: IndexedOperation) -> None:
    """Note bodies whose media type cannot represent their schema, so that they are passed unchanged."""
    operation = indexed.operation
    bodies = (
        [(media, request_codec(table.schemas, media)) for media in operation.body.contents]
        if operation.body
        else []
    )
    bodies += [
        (media, response_codec(table.schemas, media))
        for response in operation.responses
        for media in response.contents
    ]
    for media, codec in bodies:
        if codec not in _PLAIN or media.schema is None or media.schema not in table.schemas:
            continue
        kinds = set(kinds_of(table, media.schema))
        plain = codec in TYPELESS and kinds & {"object", "array"}
        if plain or (codec in FORMS and kinds and "object" not in kinds):
            kind = "text" if codec is Codec.TEXT else "bytes"
            table.note(
                "body-plain",
                media.schema,
                f"a body of {media.name} is passed as {kind}; its schema has no effect",
                "use application/json or a form if the schema should determine the type",
            )


def note_unparsed(table: SchemaTable, indexed: IndexedOperation) -> None:
    """Note bodies sent by the API without a parser: those that are neither JSON nor XML."""
    body = indexed.operation.body if indexed.incoming else None
    for media in body.contents if body else ():
        schema, codec = media.schema, request_codec(table.schemas, media)
        if schema is not None and schema in table.schemas and codec not in PARSED:
            message = f"content of type {media.name} is neither JSON nor XML and is not parsed"
            table.note("body-plain", schema, message)
