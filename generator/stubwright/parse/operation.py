"""The Operation Object (OpenAPI 3.2.0, section 4.10)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stubwright.base.path_templates import plain_path
from stubwright.base.records import dataclass, field, replace
from stubwright.base.suggest import closest
from stubwright.parse.body import read_body
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import OPERATION, OPERATION_20
from stubwright.parse.parameter import key_of, read_parameters
from stubwright.parse.reader import Reader
from stubwright.parse.response import parse_response, read_responses
from stubwright.parse.security import read_security
from stubwright.parse.server import read_servers
from stubwright.parse.swagger import inputs_20, responses_20
from stubwright.parse.version import Dialect
from stubwright.types.spec import Location, Operation, Parameter, RequestBody, Response, Server

_TEMPLATE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationContext:
    """Context of an operation: values that it inherits from its path item and document.

    ``path`` is its path, a webhook's name or a callback's expression; ``template`` is true if
    its braces contain path parameters. ``item`` is the path item.
    """

    path: str
    item: Reader = field(repr=False)
    name: str = ""
    template: bool = True


def _plain(
    context: OperationContext, parameters: tuple[Parameter, ...]
) -> tuple[OperationContext, tuple[Parameter, ...]]:
    """Return the context and the parameters after removing the patterns in the braces of the path."""
    declared = {one.name for one in parameters if one.location is Location.PATH}
    path, wide = plain_path(context.path, declared)
    return replace(context, path=path), tuple(
        replace(one, allow_reserved=True)
        if one.location is Location.PATH and one.name in wide
        else one
        for one in parameters
    )


def parse_operation(context: OperationContext, method: str, reader: Reader) -> Operation:
    """Return an operation without its callbacks."""
    old = reader.ctx.dialect_at(reader.place) is Dialect.V20
    reader.finish(OPERATION_20 if old else OPERATION)
    inputs = inputs_20 if old else _inputs
    parameters, body = inputs(context.item, reader)
    if context.template:
        plain, parameters = _plain(context, parameters)
        parameters = _settled(plain, reader, parameters)
    return Operation(
        place=reader.place,
        method=method,
        path=context.path,
        name=context.name,
        operation_id=_operation_id(context, method, reader),
        tags=reader.texts("tags"),
        summary=reader.text("summary") or context.item.text("summary"),
        description=reader.text("description") or context.item.text("description"),
        deprecated=reader.flag("deprecated"),
        parameters=parameters,
        body=body,
        responses=_responses(reader, old),
        security=read_security(reader),
        servers=_servers(context.item, reader, old),
        extensions=reader.extensions(),
    )


def _inputs(item: Reader, operation: Reader) -> tuple[tuple[Parameter, ...], RequestBody | None]:
    """Return the parameters, where the operation's own replace those of the path item, and the body."""
    merged = {key_of(parameter): parameter for parameter in read_parameters(item)}
    merged.update((key_of(parameter), parameter) for parameter in read_parameters(operation))
    return tuple(merged.values()), read_body(operation)


def _responses(reader: Reader, old: bool) -> tuple[Response, ...]:
    return responses_20(reader) if old else read_responses(reader, parse_response)


def _servers(item: Reader, operation: Reader, old: bool) -> tuple[Server, ...]:
    return () if old else read_servers(operation) or read_servers(item)


def _operation_id(context: OperationContext, method: str, reader: Reader) -> str:
    """Return the operationId; a repeated one is kept, because names are settled later."""
    id_ = reader.text("operationId")
    if id_:
        own = reader.place, f"{method} {context.path}"
        first, owner = reader.ctx.operation_ids.setdefault(id_, own)
        if first != reader.place:
            message = f"the operationId {quoted(id_)} is already used by {quoted(owner)}"
            hint = "give each operation a unique operationId"
            reader.ctx.warn(
                "operation-id-repeated", reader.place.child("operationId"), message, hint
            )
    return id_


def _settled(
    context: OperationContext, reader: Reader, parameters: tuple[Parameter, ...]
) -> tuple[Parameter, ...]:
    """Return the parameters, with exactly the path parameters that the path uses."""
    named = dict.fromkeys(_TEMPLATE.findall(context.path))
    declared: Mapping[str, Parameter] = {
        parameter.name: parameter for parameter in parameters if parameter.location is Location.PATH
    }
    if named.keys() == declared.keys():
        return parameters
    missing = [name for name in named if name not in declared]
    for name, parameter in declared.items():
        if name not in named:
            near = closest(name, tuple(missing))
            hint = f"did you mean '{near}'?" if near else f"add '{{{name}}}' to the path"
            message = f"the path {quoted(context.path)} has no {quoted('{' + name + '}')}"
            reader.ctx.warn("path-parameter-unused", parameter.place, message, hint)
    added = tuple(_undeclared(context, reader, name) for name in missing)
    kept = (
        parameter
        for parameter in parameters
        if parameter.location is not Location.PATH or parameter.name in named
    )
    return (*added, *kept)


def _undeclared(context: OperationContext, reader: Reader, name: str) -> Parameter:
    message = f"the path {quoted(context.path)} uses {quoted(name)}, but no such path parameter is declared"
    hint = f"declare a parameter '{name}' with 'in: path'; it is treated as a string until then"
    reader.ctx.warn("path-parameter-undeclared", reader.place, message, hint)
    schema_place = context.item.place.child("parameters", f"{{{name}}}")
    return Parameter(
        place=reader.place,
        location=Location.PATH,
        name=name,
        schema=reader.ctx.schema(schema_place, {"type": "string"}),
        required=True,
    )
