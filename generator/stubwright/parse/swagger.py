"""Convert operations of Swagger 2.0 to those of 3.x (Swagger 2.0, Operation and Response Objects)."""

from __future__ import annotations

from stubwright.base.place import Place
from stubwright.parse.objects import RESPONSE_20
from stubwright.parse.parameter import own_schema
from stubwright.parse.reader import Reader, follow_object
from stubwright.parse.response import read_responses
from stubwright.parse.swagger_arguments import Body, Field, read_arguments
from stubwright.types.spec import (
    Encoding,
    Location,
    MediaType,
    Parameter,
    RequestBody,
    Response,
    Schema,
    SchemaId,
)

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_OCTETS = "application/octet-stream"


def inputs_20(item: Reader, operation: Reader) -> tuple[tuple[Parameter, ...], RequestBody | None]:
    """Return the parameters, and the request body built from body and form parameters."""
    merged = {**read_arguments(item), **read_arguments(operation)}
    parameters = tuple(found for found in merged.values() if isinstance(found, Parameter))
    fields = tuple(found for found in merged.values() if isinstance(found, Field))
    body = next((found for found in merged.values() if isinstance(found, Body)), None)
    if body is not None:
        if fields:
            message = "this operation has a body and form fields; the fields are skipped"
            hint = "make the fields properties of the body, or remove the body"
            operation.ctx.warn("body-and-form", fields[0].place, message, hint)
        return parameters, _request_body(operation, body)
    return parameters, _form(operation, fields) if fields else None


def _media_types(operation: Reader, key: str) -> tuple[str, ...]:
    """Return the ``consumes`` or ``produces`` of the operation, otherwise of the document."""
    if key in operation.value:
        return operation.texts(key)
    place = Place(operation.place.document)
    document = operation.ctx.index.documents.by_uri.get(place.document)
    tree = document.tree if document else None
    return Reader(operation.ctx, place, tree).texts(key) if isinstance(tree, dict) else ()


def _request_body(operation: Reader, body: Body) -> RequestBody:
    names = _media_types(operation, "consumes") or (_JSON,)
    return RequestBody(
        place=body.place,
        required=body.required,
        contents=tuple(
            MediaType(place=body.place, name=name, schema=body.schema) for name in names
        ),
        description=body.description,
    )


def _form(operation: Reader, fields: tuple[Field, ...]) -> RequestBody:
    """Return a body whose schema is an object with the form's fields; with files, it is multipart."""
    consumes = _media_types(operation, "consumes")
    multipart = tuple(name for name in consumes if name.lower().startswith("multipart/"))
    if any(field.file for field in fields):
        names = multipart or (_MULTIPART,)
    else:
        plain = tuple(name for name in consumes if name.lower().startswith(_FORM))
        names = (*plain, *multipart) or (_FORM,)
    place = operation.place
    if "parameters" in operation.value:
        place = place.child("parameters")
    required = tuple(field.name for field in fields if field.required)
    schema = Schema(
        id=SchemaId(str(operation.place.child("parameters"))),
        place=place,
        types=("object",),
        properties=tuple((field.name, field.schema) for field in fields),
        required=required,
    )
    id_ = operation.ctx.add(schema)
    encodings = tuple(
        Encoding(property=field.name, style=field.style, explode=False)
        for field in fields
        if field.style
    )
    contents = (
        MediaType(place=place, name=name, schema=id_, encodings=encodings) for name in names
    )
    return RequestBody(place=place, required=bool(required), contents=tuple(contents))


def responses_20(operation: Reader) -> tuple[Response, ...]:
    """Return the responses, with their schema under each media type of ``produces``."""
    produces = _media_types(operation, "produces")
    return read_responses(operation, lambda reader: _response(reader, produces))


def _response(reader: Reader, produces: tuple[str, ...]) -> Response:
    reader.finish(RESPONSE_20)
    schema = reader.schema("schema")
    return Response(
        place=reader.place,
        status="",
        contents=() if schema is None else _contents(reader, schema, produces),
        headers=tuple(_headers(reader)),
        description=reader.text("description"),
    )


def _contents(reader: Reader, schema: SchemaId, produces: tuple[str, ...]) -> tuple[MediaType, ...]:
    stated = reader.value["schema"]
    names = produces or (_JSON,)
    if isinstance(stated, dict) and stated.get("type") == "file":
        names = tuple(name for name in produces if "json" not in name) or (_OCTETS,)
    given = reader.object("examples") if reader.ctx.examples else None
    examples = {} if given is None else given.value
    return tuple(
        MediaType(
            place=reader.place,
            name=name,
            schema=schema,
            examples=((reader.place.child("examples").child(name), examples[name]),)
            if name in examples
            else (),
        )
        for name in names
    )


def _headers(reader: Reader) -> list[Parameter]:
    found: list[Parameter] = []
    for name, place, value in reader.entries("headers"):
        header = follow_object(reader.ctx, place, value, "a header")
        if header is not None:
            found.append(
                Parameter(
                    place=header.place,
                    location=Location.HEADER,
                    name=name,
                    schema=own_schema(header),
                    description=header.text("description"),
                    extensions=header.extensions(),
                )
            )
    return found
