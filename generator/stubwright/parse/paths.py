"""Paths, Path Items, webhooks and callbacks (OpenAPI 3.2.0, sections 4.8, 4.9 and 4.18)."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base.place import Place
from stubwright.base.records import dataclass, replace
from stubwright.base.suggest import closest
from stubwright.parse.context import Context
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import PATH_ITEM
from stubwright.parse.operation import OperationContext, parse_operation
from stubwright.parse.reader import Entry, Reader, as_object, follow_object, misplaced_object
from stubwright.types.documents import Json
from stubwright.types.spec import Operation

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_DEEPEST = 3
"""The maximum nesting of callbacks that are followed; shared callbacks multiply with each level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The operations, and the number of pairs of path and method in the document."""

    operations: tuple[Operation, ...]
    declared: int


def read_paths(root: Reader) -> Found:
    """Return the operations of all paths, in order."""
    operations: list[Operation] = []
    declared = 0
    for key, place, value in root.entries("paths"):
        if key.startswith("x-"):
            continue
        path = key
        if not key.startswith("/"):
            message = f"the path {quoted(key)} does not begin with '/'; the slash is added"
            root.ctx.warn("path-without-slash", place, message, f"write '/{key}'")
            path = f"/{key}"
        found = _path_item(root.ctx, place, value, path)
        operations.extend(found.operations)
        declared += found.declared
    return Found(operations=tuple(operations), declared=declared)


def read_webhooks(root: Reader) -> tuple[Operation, ...]:
    """Return the requests that the API sends; ``path`` and ``name`` are the webhook's name."""
    operations: list[Operation] = []
    for name, place, value in root.entries("webhooks"):
        if not name.startswith("x-"):
            found = _path_item(root.ctx, place, value, name, name=name, template=False)
            operations.extend(found.operations)
    return tuple(operations)


def _path_item(
    ctx: Context, place: Place, value: Json, path: str, *, name: str = "", template: bool = True
) -> Found:
    operations: list[Operation] = []
    declared: set[str] = set()
    for item in _items(ctx, place, value):
        if item.place in ctx.active or len(ctx.active) > _DEEPEST:
            message = "this callback leads back to itself and is skipped"
            ctx.warn("ref-loop", place, message, "remove the loop between the callbacks")
            continue
        ctx.active.add(item.place)
        context = OperationContext(path=path, item=item, name=name, template=template)
        for method, inner, stated in _methods(item):
            if method not in declared:
                declared.add(method)
                operations.extend(_operation(context, method, inner, stated))
        ctx.active.discard(item.place)
    return Found(operations=tuple(operations), declared=len(declared))


def _items(ctx: Context, place: Place, value: Json) -> Iterator[Reader]:
    """Yield a path item's own object, then the one it refers to: its own operations take precedence."""
    item = as_object(ctx, place, value, "a path item")
    if item is None:
        return
    _finish(item)
    if "$ref" not in item.value:
        yield item
        return
    if item.value.keys() & {*METHODS, "additionalOperations"}:
        yield item
    target = follow_object(ctx, place, {"$ref": item.value["$ref"]}, "a path item")
    if target is not None:
        _finish(target)
        yield target


def _finish(item: Reader) -> None:
    """Note each key that has no effect; it is a warning if it contains an operation, which is skipped."""
    lost = {
        key
        for key, value in item.value.items()
        if key not in PATH_ITEM.known and isinstance(value, dict) and "responses" in value
    }
    for key in lost:
        near = closest(key, METHODS)
        hint = f"did you mean '{near}'?" if near else "put it under 'additionalOperations'"
        message = f"{quoted(key)} is not an HTTP method; the operation is skipped"
        item.ctx.warn("method-unknown", item.place.child(key), message, hint)
    item.finish(replace(PATH_ITEM, known=PATH_ITEM.known | lost))


def _methods(item: Reader) -> Iterator[Entry]:
    """Yield the operations by method, as it is sent: further ones are capitalized by the document (3.2.0, section 4.9)."""
    for key, value in item.value.items():
        if key in METHODS:
            yield key.upper(), item.place.child(key), value
    for key, place, value in item.entries("additionalOperations"):
        yield key, place, value


def _operation(
    context: OperationContext, method: str, place: Place, value: Json
) -> Iterator[Operation]:
    reader = misplaced_object(context.item.ctx, place, value, "an operation")
    if reader is not None:
        operation = parse_operation(context, method, reader)
        callbacks = tuple(_callbacks(reader))
        yield replace(operation, callbacks=callbacks) if callbacks else operation


def _callbacks(reader: Reader) -> Iterator[Operation]:
    for name, place, value in reader.entries("callbacks"):
        callback = (
            None if name.startswith("x-") else follow_object(reader.ctx, place, value, "a callback")
        )
        if callback is None:
            continue
        key = (callback.place, name)
        if key not in reader.ctx.callbacks:
            reader.ctx.callbacks[key] = tuple(_expressions(callback, name))
        yield from reader.ctx.callbacks[key]


def _expressions(callback: Reader, name: str) -> Iterator[Operation]:
    for expression, value in callback.value.items():
        if not expression.startswith("x-"):
            place = callback.place.child(expression)
            found = _path_item(callback.ctx, place, value, expression, name=name, template=False)
            yield from found.operations
