"""Every operation of a document with its id, name and uses of schemas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stubwright.lower.operations.bodies import FORMS, STREAMS, TYPELESS, codec_of, response_codec
from stubwright.lower.operations.group import names_of
from stubwright.lower.operations.operation import operation_id
from stubwright.lower.operations.schema_uses import Use, uses_of
from stubwright.lower.schemas.merge import kinds_of
from stubwright.lower.schemas.work import Work
from stubwright.types import ir, spec
from stubwright.types.ir import Codec, OperationId
from stubwright.types.spec import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An operation with its id, name hint and uses of schemas; ``incoming`` ones the API makes."""

    operation: spec.Operation
    id: OperationId
    name: str
    incoming: bool
    uses: tuple[Use, ...]


def calls_of(document: Spec) -> tuple[Call, ...]:
    """Return the operations in the document's order, callbacks behind theirs, webhooks last."""
    found: list[Call] = []
    names = names_of(document.operations)
    for operation, name in zip(document.operations, names, strict=True):
        id_ = operation_id(operation, None, webhook=False)
        found.append(_call_of(operation, id_, name, incoming=False))
        found.extend(callbacks_of(operation, id_))
    for operation in document.webhooks:
        id_ = operation_id(operation, None, webhook=True)
        found.append(_call_of(operation, id_, incoming_name(operation), incoming=True))
        found.extend(callbacks_of(operation, id_))
    return tuple(found)


def callbacks_of(operation: spec.Operation, parent: OperationId) -> list[Call]:
    """Return an operation's callbacks and theirs."""
    found: list[Call] = []
    stack = [(callback, parent) for callback in reversed(operation.callbacks)]
    while stack:
        callback, outer = stack.pop()
        id_ = operation_id(callback, outer, webhook=False)
        found.append(_call_of(callback, id_, incoming_name(callback), incoming=True))
        stack.extend((inner, id_) for inner in reversed(callback.callbacks))
    return found


def incoming_name(operation: spec.Operation) -> str:
    """Return the operationId, else the name of the webhook or callback."""
    return operation.operation_id.strip() or operation.name or operation.path


def _call_of(operation: spec.Operation, id_: OperationId, name: str, *, incoming: bool) -> Call:
    return Call(
        operation=operation,
        id=id_,
        name=name,
        incoming=incoming,
        uses=tuple(uses_of(operation, name, incoming=incoming)),
    )


def groups_of(document: Spec, operations: Iterable[ir.Operation]) -> dict[str, str]:
    """Return the groups in use with their tags' descriptions, tags in the document's order first."""
    used = dict.fromkeys(operation.group for operation in operations)
    described = {tag.name: tag.description for tag in document.tags}
    order = [*(name for name in described if name in used), *used]
    return {name: described.get(name, "") for name in dict.fromkeys(order)}


def note_plain_bodies(work: Work, call: Call) -> None:
    """Say where a body has a schema that its media type cannot follow, so that it is handed over as it is."""
    operation = call.operation
    bodies = (
        [(media, codec_of(media.name)) for media in operation.body.contents]
        if operation.body
        else []
    )
    bodies += [
        (media, response_codec(media.name))
        for response in operation.responses
        for media in response.contents
    ]
    for media, codec in bodies:
        if media.schema is None or media.schema not in work.schemas or codec in STREAMS:
            continue
        kinds = set(kinds_of(work, media.schema))
        plain = codec in TYPELESS and kinds & {"object", "array"}
        if plain or (codec in FORMS and kinds and "object" not in kinds):
            kind = "text" if codec is Codec.TEXT else "octets"
            work.note(
                "body-plain",
                media.schema,
                f"a body of {media.name} is handed over as {kind}; its schema has no effect",
                "use application/json, or a form, where the schema should give the type",
            )


def note_unparsed(work: Work, call: Call) -> None:
    """Say which bodies that the API sends have no parser: those that are no JSON."""
    body = call.operation.body if call.incoming else None
    for media in body.contents if body else ():
        schema, codec = media.schema, codec_of(media.name)
        if schema is not None and schema in work.schemas and codec is not Codec.JSON:
            message = f"what arrives as {media.name} is not parsed: it is no JSON"
            work.note("body-plain", schema, message)
