"""Lift the parameters and responses of Swagger 2.0 to those of 3.x (Swagger 2.0, Operation Object)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from stubwright.parse.context import Context
from stubwright.parse.objects import RESPONSE_20, Keys
from stubwright.parse.parameter import own_schema, report_repeated
from stubwright.parse.reader import Reader, follow_object
from stubwright.parse.response import read_responses
from stubwright.parse.words import quoted
from stubwright.place import Place
from stubwright.types.documents import Json
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

_BODY_KEYS = Keys(
    title="Parameter Object",
    read=("name", "in", "description", "required", "schema"),
    known=frozenset(("name", "in", "description", "required", "schema")),
)
_STYLES = {"csv": "form", "ssv": "spaceDelimited", "tsv": "form", "pipes": "pipeDelimited"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A parameter with ``in: body``."""

    place: Place
    schema: SchemaId | None
    required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter with ``in: formData``; ``style`` is set for arrays that are one value."""

    place: Place
    name: str
    schema: SchemaId
    required: bool
    file: bool
    style: str


Argument: TypeAlias = Parameter | Body | Field


def inputs_20(item: Reader, operation: Reader) -> tuple[tuple[Parameter, ...], RequestBody | None]:
    """Return the parameters and the request body that body and form parameters make."""
    merged = {**_arguments(item), **_arguments(operation)}
    parameters = tuple(found for found in merged.values() if isinstance(found, Parameter))
    fields = tuple(found for found in merged.values() if isinstance(found, Field))
    body = next((found for found in merged.values() if isinstance(found, Body)), None)
    if body is not None:
        if fields:
            message = "this operation has a body beside form fields; the fields are left out"
            hint = "make the fields properties of the body, or drop the body"
            operation.ctx.warn("body-and-form", fields[0].place, message, hint)
        return parameters, _request_body(operation, body)
    return parameters, _form(operation, fields) if fields else None


def _arguments(reader: Reader) -> dict[tuple[str, str], Argument]:
    found: dict[tuple[str, str], Argument] = {}
    for place, value in reader.items("parameters"):
        argument = _argument(reader.ctx, place, value)
        if argument is None:
            continue
        key = _key(argument)
        if key in found:
            name = argument.name if not isinstance(argument, Body) else "body"
            report_repeated(reader.ctx, place, name, key[0])
        else:
            found[key] = argument
    return found


def _key(argument: Argument) -> tuple[str, str]:
    match argument:
        case Body():
            return "body", ""
        case Field():
            return "formData", argument.name
        case Parameter():
            header = argument.location is Location.HEADER
            return argument.location.value, argument.name.lower() if header else argument.name


def _argument(ctx: Context, place: Place, value: Json) -> Argument | None:
    reader = follow_object(ctx, place, value, "a parameter")
    if reader is None:
        return None
    match reader.name("in"):
        case "body":
            return _body(reader)
        case "formData":
            return _field(reader)
        case "path" | "query" | "header" as location:
            return _parameter(reader, Location(location))
        case location:
            if location:
                message = f"{quoted(location)} is no place for a parameter; it is left out"
                hint = "use one of path, query, header, body, formData"
                place = reader.place.child("in")
                ctx.warn("parameter-location-unknown", place, message, hint)
            return None


def _body(reader: Reader) -> Body:
    reader.finish(_BODY_KEYS)
    return Body(
        place=reader.place,
        schema=reader.schema("schema"),
        required=reader.flag("required"),
        description=reader.text("description"),
    )


def _field(reader: Reader) -> Field | None:
    name = reader.name("name")
    if not name:
        return None
    array = reader.get("type") == "array"
    style, exploded = _collection(reader) if array else ("", True)
    return Field(
        place=reader.place,
        name=name,
        schema=own_schema(reader, keep="description"),
        required=reader.flag("required"),
        file=_holds_file(reader.value),
        style="" if exploded else style,
    )


def _holds_file(value: dict[str, Json]) -> bool:
    items = value.get("items")
    return value.get("type") == "file" or (isinstance(items, dict) and items.get("type") == "file")


def _parameter(reader: Reader, location: Location) -> Parameter | None:
    name = reader.name("name")
    if not name:
        return None
    known = reader.ctx.parameters.get(reader.place)
    if known is None:
        known = reader.ctx.parameters[reader.place] = _read_parameter(reader, location, name)
    return known


def _read_parameter(reader: Reader, location: Location, name: str) -> Parameter:
    style, explode = _collection(reader)
    required = reader.flag("required")
    if location is Location.PATH and not required:
        message = f"the path parameter {quoted(name)} is always required, but does not say so"
        reader.ctx.warn("path-parameter-optional", reader.place, message, "add 'required: true'")
    return Parameter(
        place=reader.place,
        location=location,
        name=name,
        schema=_value(reader),
        required=required or location is Location.PATH,
        style=style if location is Location.QUERY else "simple",
        explode=explode and location is Location.QUERY,
        description=reader.text("description"),
        extensions=reader.extensions(),
    )


def _value(reader: Reader) -> SchemaId | None:
    """Return the schema of a value: the parameter itself; 3.x's ``schema`` is taken where there is no type."""
    if "schema" in reader.value and "type" not in reader.value:
        message = "'schema' is for body parameters in Swagger 2.0; it is read all the same"
        place = reader.place.child("schema")
        reader.ctx.warn("parameter-schema-misplaced", place, message, "state 'type' beside 'in'")
        return reader.schema("schema")
    if "type" not in reader.value and "enum" not in reader.value:
        message = "this says nothing about its value; any text is allowed"
        reader.ctx.warn("parameter-without-schema", reader.place, message, "add a 'type'")
        return reader.ctx.schema(reader.place, {"type": "string"})
    return own_schema(reader)


def _collection(reader: Reader) -> tuple[str, bool]:
    """Return the style and explode that ``collectionFormat`` means; ``csv`` where it is not stated."""
    stated = reader.text("collectionFormat") or "csv"
    if stated == "multi":
        return "form", True
    if stated == "tsv" or stated not in _STYLES:
        message = f"{quoted(stated)} cannot be written; items are separated by commas instead"
        hint = "use one of csv, ssv, pipes, multi"
        place = reader.place.child("collectionFormat")
        reader.ctx.warn("collection-format-unknown", place, message, hint)
    return _STYLES.get(stated, "form"), False


def _media_types(operation: Reader, key: str) -> tuple[str, ...]:
    """Return the operation's ``consumes`` or ``produces``, else its document's."""
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
    """Return a body whose schema is an object of the form's fields; files need a multipart one."""
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
    """Return the responses, their schema under each media type that is produced."""
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
    return tuple(MediaType(place=reader.place, name=name, schema=schema) for name in names)


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
