"""Parameters of Swagger 2.0: plain parameters, bodies and form fields (Swagger 2.0, Parameter Object)."""

from __future__ import annotations

from typing import TypeAlias

from stubwright.base.place import Place
from stubwright.base.records import dataclass
from stubwright.parse.context import Context
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import BODY_20
from stubwright.parse.parameter import OWN_KEYS, own_schema, report_repeated
from stubwright.parse.reader import Reader, follow_object
from stubwright.types.documents import Json
from stubwright.types.spec import Location, Parameter, SchemaId

_LOCATIONS = ("path", "query", "header", "body", "formData")
_STYLES = {
    "csv": "form",
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
    "pipes": "pipeDelimited",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A parameter with ``in: body``."""

    place: Place
    schema: SchemaId | None
    required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter with ``in: formData``; ``style`` is set for arrays that are sent as one value."""

    place: Place
    name: str
    schema: SchemaId
    required: bool
    file: bool
    style: str


Argument: TypeAlias = Parameter | Body | Field


def read_arguments(reader: Reader) -> dict[tuple[str, str], Argument]:
    """Return the usable arguments of a list by location and name, without duplicates."""
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
    match reader.word("in", _LOCATIONS, "parameter-location-unknown"):
        case "body":
            return _body(reader)
        case "formData":
            return _field(reader)
        case "path" | "query" | "header" as location:
            return _parameter(reader, Location(location))
        case location:
            if location:
                message = (
                    f"{quoted(location)} is not a parameter location; the parameter is skipped"
                )
                hint = f"use one of {', '.join(_LOCATIONS)}"
                place = reader.place.child("in")
                ctx.warn("parameter-location-unknown", place, message, hint)
            return None


def _body(reader: Reader) -> Body:
    schema = reader.schema("schema")
    if schema is None and reader.value.keys() - OWN_KEYS:
        message = "the body is described in the parameter itself; it is read as its schema"
        hint = "move the description of the body into 'schema'"
        reader.ctx.warn("parameter-without-schema", reader.place, message, hint)
        schema = own_schema(reader)
    else:
        reader.finish(BODY_20)
    return Body(
        place=reader.place,
        schema=schema,
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
        schema=_value(reader, keep="description"),
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
        message = (
            f"the path parameter {quoted(name)} is always required, but not declared as required"
        )
        reader.ctx.warn("path-parameter-optional", reader.place, message, "add 'required: true'")
    return Parameter(
        place=reader.place,
        location=location,
        name=name,
        schema=_value(reader),
        required=required or location is Location.PATH,
        style=style if location is Location.QUERY else style.replace("form", "simple"),
        explode=explode and location is Location.QUERY,
        description=reader.text("description"),
        extensions=reader.extensions(),
    )


def _value(reader: Reader, *, keep: str = "") -> SchemaId:
    """Return the schema of a value: the parameter itself, or 3.x's ``schema`` if it has no type."""
    if "schema" in reader.value and "type" not in reader.value:
        message = "'schema' is only for body parameters in Swagger 2.0, but it is read"
        place = reader.place.child("schema")
        reader.ctx.warn("parameter-schema-misplaced", place, message, "write 'type' beside 'in'")
        return reader.ctx.schema(place, reader.value["schema"])
    if not any(key not in OWN_KEYS and not key.startswith("x-") for key in reader.value):
        message = "no schema is given; any string is accepted"
        reader.ctx.warn("parameter-without-schema", reader.place, message, "add a 'type'")
        return reader.ctx.schema(reader.place, {"type": "string"})
    return own_schema(reader, keep=keep)


def _collection(reader: Reader) -> tuple[str, bool]:
    """Return the style and explode for ``collectionFormat``, which is ``csv`` by default."""
    stated = reader.text("collectionFormat") or "csv"
    free = reader.text("in").strip().lower() in ("query", "formdata")
    if stated == "multi" and free:
        return "form", True
    if stated not in _STYLES and reader.get("type") == "array":
        message = f"{quoted(stated)} is not supported here; items are separated by commas instead"
        hint = f"use one of {', '.join([*_STYLES, 'multi'] if free else _STYLES)}"
        place = reader.place.child("collectionFormat")
        reader.ctx.warn("collection-format-unknown", place, message, hint)
    return _STYLES.get(stated, "form"), False
