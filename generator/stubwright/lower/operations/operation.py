"""Operations of the IR (OpenAPI 3.1.1, section 4.8.10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from stubwright.base.ids import key
from stubwright.base.path_templates import plain_path
from stubwright.base.records import dataclass
from stubwright.lower.operations.bodies import (
    FORMS,
    STREAMS,
    TYPELESS,
    CodecFor,
    is_structured,
    request_codec,
    response_codec,
)
from stubwright.lower.operations.encodings import encodings_of, positions_of
from stubwright.lower.operations.response_headers import headers_id
from stubwright.lower.operations.schema_uses import content_schema
from stubwright.lower.operations.security import requirements_of
from stubwright.lower.operations.servers import server_url
from stubwright.lower.operations.xml import root_of, with_roots
from stubwright.lower.passes.read_write import Direction
from stubwright.lower.schemas.scalars import ANY, scalar_id
from stubwright.types import ir, ir_operations, spec
from stubwright.types.ir import ScalarKind, TypeId
from stubwright.types.ir_operations import Codec, OperationId
from stubwright.types.spec import Location, Schema, SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationInputs:
    """Context for converting operations: ``type_of`` returns a schema's type for one direction and codec."""

    schemas: Mapping[SchemaId, Schema]
    type_of: Callable[[SchemaId, Direction, Codec], TypeId]
    presence_of: Callable[[SchemaId, bool], ir.Presence]
    types: Mapping[TypeId, ir.Type]
    schemes: Mapping[str, bool]
    default_server: str
    pagination_of: Callable[[spec.Operation], ir_operations.Pagination | None]


def operation_of(
    inputs: OperationInputs,
    operation: spec.Operation,
    id_: OperationId,
    group: str,
    name: str,
    *,
    incoming: bool,
) -> ir_operations.Operation:
    """Return an operation with its types; requests that the API sends are decoded like responses."""
    sent = Direction.OUTPUT if incoming else Direction.INPUT
    received = Direction.NONE if incoming else Direction.OUTPUT
    server = server_url(operation.servers, beside=inputs.default_server)
    declared = {one.name for one in operation.parameters if one.location is Location.PATH}
    return ir_operations.Operation(
        id=id_,
        method=operation.method,
        path=plain_path(operation.path, declared)[0],
        group=group,
        name=name,
        place=str(operation.place),
        summary=operation.summary,
        description=operation.description,
        deprecated=operation.deprecated,
        parameters=tuple(_parameter_of(inputs, one, sent) for one in operation.parameters),
        body=None if operation.body is None else _body_of(inputs, operation.body, sent),
        responses=tuple(_response_of(inputs, one, received) for one in operation.responses),
        security=None
        if operation.security is None
        else requirements_of(operation.security, inputs.schemes),
        server="" if server == inputs.default_server else server,
        pagination=None if incoming else inputs.pagination_of(operation),
        extensions=operation.extensions,
    )


def operation_id(
    operation: spec.Operation, parent: OperationId | None, *, webhook: bool
) -> OperationId:
    """Return ``get /pets/{id}``, ``webhook NAME post`` or ``callback PARENT NAME EXPRESSION post``."""
    method = operation.method.lower()
    if webhook:
        return OperationId(key("webhook", operation.name or operation.path, method))
    if parent is not None:
        return OperationId(f"callback {parent} {key(operation.name, operation.path, method)}")
    return OperationId(key(method, operation.path))


def _parameter_of(
    inputs: OperationInputs, one: spec.Parameter, direction: Direction
) -> ir_operations.Parameter:
    schema = inputs.schemas.get(one.schema) if one.schema is not None else None
    text = scalar_id(ScalarKind.STRING)
    found = text if one.schema is None else inputs.type_of(one.schema, direction, Codec.JSON)
    presence: ir.Presence = ir.Required() if one.required else ir.Optional()
    if one.schema is not None and schema is not None:
        presence = inputs.presence_of(one.schema, one.required)
    return ir_operations.Parameter(
        location=one.location.value,
        name=one.name,
        type=found,
        presence=presence,
        style=one.style,
        explode=one.explode,
        allow_reserved=_keeps_reserved(one, schema),
        media_type=one.media_type,
        filled=_only_value(inputs, one, found),
        description=one.description or (schema.description if schema is not None else ""),
        deprecated=one.deprecated,
    )


def _only_value(
    inputs: OperationInputs, one: spec.Parameter, type_: TypeId
) -> str | int | bool | None:
    """Return the constant value of a required parameter; path parameters are always passed."""
    shape = inputs.types[type_].shape if type_ in inputs.types else None
    fills = one.required and one.location is not Location.PATH
    return shape.value if fills and isinstance(shape, ir.Constant) else None


def _keeps_reserved(one: spec.Parameter, schema: spec.Schema | None) -> bool:
    """Return whether reserved characters of a parameter are not percent-encoded (also AutoRest's ``x-ms-skip-url-encoding``)."""
    skips = one.extensions.get("x-ms-skip-url-encoding") is True
    return one.allow_reserved or skips or (one.location is Location.PATH and _has_slash(schema))


def _has_slash(schema: spec.Schema | None) -> bool:
    """Return whether the pattern of a path parameter requires slashes, which are then not escaped."""
    pattern = dict(schema.checks).get("pattern") if schema is not None else None
    return isinstance(pattern, str) and "/" in re.sub(r"\[[^\]]*\]", "", pattern).strip("/")


def _body_of(
    inputs: OperationInputs, body: spec.RequestBody, direction: Direction
) -> ir_operations.Body | None:
    contents = _contents_of(inputs, body.contents, direction, request_codec)
    if not contents:
        return None
    return ir_operations.Body(
        required=body.required, contents=contents, description=body.description
    )


def _response_of(
    inputs: OperationInputs, response: spec.Response, direction: Direction
) -> ir_operations.Response:
    return ir_operations.Response(
        status=response.status,
        contents=_contents_of(inputs, response.contents, direction, response_codec),
        headers=_headers_of(inputs, response, direction),
        description=response.description,
    )


def _headers_of(
    inputs: OperationInputs, response: spec.Response, direction: Direction
) -> TypeId | None:
    id_ = headers_id(response)
    if id_ is None or direction is not Direction.OUTPUT:
        return None
    return inputs.type_of(id_, direction, Codec.JSON)


def _contents_of(
    inputs: OperationInputs,
    contents: Iterable[spec.MediaType],
    direction: Direction,
    codec_for: CodecFor,
) -> tuple[ir_operations.Content, ...]:
    return tuple(
        _content_of(inputs, media, direction, codec_for(inputs.schemas, media))
        for media in contents
    )


def _content_of(
    inputs: OperationInputs, media: spec.MediaType, direction: Direction, codec: Codec
) -> ir_operations.Content:
    found = _content_type(inputs, media, direction, codec)
    if codec in FORMS and not _has_fields(inputs, found):
        codec, found = Codec.BYTES, scalar_id(ScalarKind.BINARY)
    positions = positions_of(inputs.schemas, media, codec)
    if codec is Codec.PART_STREAM and found == ANY and positions.is_binary:
        found = scalar_id(ScalarKind.BINARY)
    return ir_operations.Content(
        media_type=media.name,
        codec=codec,
        type=found,
        encodings=with_roots(inputs.schemas, media, encodings_of(inputs.schemas, media))
        if codec in FORMS
        else (),
        xml=root_of(inputs.schemas, media.schema) if codec is Codec.XML else None,
        structured=codec in {Codec.TEXT, Codec.BYTES, Codec.MULTIPART, Codec.PARTS}
        and is_structured(inputs.schemas, media.schema),
        first=positions.first,
        rest=positions.rest,
    )


def _content_type(
    inputs: OperationInputs, media: spec.MediaType, direction: Direction, codec: Codec
) -> TypeId:
    """Return the type of the schema, or of an item in a stream; without a schema, that of the codec."""
    schema = content_schema(inputs.schemas, media, codec)
    if schema is not None:
        found = inputs.type_of(schema, direction, codec)
        return _item_of(inputs, found) if codec in STREAMS and media.item_schema is None else found
    kind = TYPELESS.get(codec)
    if direction is Direction.INPUT and _is_base64(inputs, media):
        kind = ScalarKind.BASE64
    return ANY if kind is None else scalar_id(kind)


def _has_fields(inputs: OperationInputs, id_: TypeId) -> bool:
    """Return whether a value of a type may be an object, so that it can be a form."""
    if id_ == ANY:  # the document may have no other use of it
        return True
    match inputs.types[id_].shape:
        case ir.Object() | ir.Mapping_() | ir.Anything():
            return True
        case ir.Nullable(type=inner):
            return _has_fields(inputs, inner)
        case ir.Union(members=members):
            return any(_has_fields(inputs, one) for one in members)
        case ir.Scalar() | ir.Constant() | ir.Enumeration() | ir.Array() | ir.Tuple():
            return False


def _is_base64(inputs: OperationInputs, media: spec.MediaType) -> bool:
    """Return whether a body is base64; with ``application/octet-stream``, it is raw bytes."""
    id_ = media.schema
    while id_ is not None and id_ in inputs.schemas and inputs.schemas[id_].ref is not None:
        id_ = inputs.schemas[id_].ref
    if id_ is None or id_ not in inputs.schemas or not _is_octets(inputs, media):
        return False
    schema = inputs.schemas[id_]
    encoded = schema.content_encoding.lower() == "base64"
    octets = media.name.lower().startswith("application/octet-stream")
    return encoded or (not octets and schema.format.lower() in {"byte", "base64"})


def _is_octets(inputs: OperationInputs, media: spec.MediaType) -> bool:
    return request_codec(inputs.schemas, media) is Codec.BYTES


def _item_of(inputs: OperationInputs, id_: TypeId) -> TypeId:
    """Return the schema of a stream's items; an array is the whole stream (3.2.0, section 4.14.3)."""
    shape = inputs.types[id_].shape
    return shape.items if isinstance(shape, ir.Array) else id_
