"""Parameter and Header Objects (OpenAPI 3.2.0, sections 4.12 and 4.21)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stubwright.base.place import Place
from stubwright.parse.content import read_content
from stubwright.parse.context import Context
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import HEADER, PARAMETER, Keys
from stubwright.parse.reader import Reader, as_object, follow_object
from stubwright.parse.reference import follow
from stubwright.types.documents import Json
from stubwright.types.spec import Location, Parameter, SchemaId

LOCATIONS = {location.value: location for location in Location}
STYLES: Mapping[Location, tuple[str, ...]] = {
    Location.PATH: ("simple", "label", "matrix"),
    Location.QUERY: ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    Location.QUERYSTRING: ("form",),
    Location.HEADER: ("simple",),
    Location.COOKIE: ("form", "cookie"),
}
"""The styles of each location, its default first."""

_EXPLODED = ("form", "cookie")
_NOT_HEADERS = ("accept", "content-type", "authorization")
_ELSEWHERE = {"body": "write a 'requestBody'", "formData": "write a 'requestBody'"}

OWN_KEYS = frozenset(
    [
        "name",
        "in",
        "description",
        "required",
        "collectionFormat",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "content",
        "schema",
        "example",
        "examples",
        "deprecated",
    ]
)
"""The own keys of a parameter that describes its value itself, as in 2.0; all other keys belong to its schema."""


def read_parameters(reader: Reader) -> tuple[Parameter, ...]:
    """Return the usable parameters of a list, without duplicates."""
    found: dict[tuple[str, str], Parameter] = {}
    for place, value in reader.items("parameters"):
        parameter = parse_parameter(reader.ctx, place, value)
        if parameter is None:
            continue
        if key_of(parameter) in found:
            report_repeated(reader.ctx, place, parameter.name, parameter.location.value)
        else:
            found[key_of(parameter)] = parameter
    return tuple(found.values())


def key_of(parameter: Parameter) -> tuple[str, str]:
    """Return the location and name that identify a parameter; names of headers are case-insensitive."""
    header = parameter.location is Location.HEADER
    return parameter.location.value, parameter.name.lower() if header else parameter.name


def report_repeated(ctx: Context, place: Place, name: str, location: str) -> None:
    """Report the second of two parameters that have the same name and location."""
    message = f"the {location} parameter {quoted(name)} is declared twice; the first is used"
    ctx.warn("parameter-repeated", place, message, "remove one of the two")


def parse_parameter(ctx: Context, place: Place, value: Json) -> Parameter | None:
    """Return a parameter, or None if it cannot be used; a shared one is read once."""
    end = follow(ctx, place, value)
    if end is None:
        return None
    place, value = end
    if place not in ctx.parameters:
        reader = as_object(ctx, place, value, "a parameter")
        ctx.parameters[place] = _parse(reader) if reader else None
    return ctx.parameters[place]


def _parse(reader: Reader) -> Parameter | None:
    name, location = reader.name("name"), read_location(reader)
    if location is None or not name:
        return None
    if location is Location.HEADER and name.lower() in _NOT_HEADERS:
        message = f"header '{name}' is set from the body and the security schemes; declaring it as a parameter has no effect"
        reader.ctx.note("header-ignored", reader.place, message)
        return None
    schema, media_type = _value(reader, PARAMETER)
    style = _style(reader, location)
    return Parameter(
        place=reader.place,
        location=location,
        name=name,
        schema=schema,
        required=_is_required(reader, location, name),
        style=style,
        explode=reader.flag("explode", style in _EXPLODED),
        allow_reserved=_allow_reserved(reader, location),
        media_type=media_type,
        description=reader.text("description"),
        deprecated=reader.flag("deprecated"),
        examples=tuple(_examples(reader)),
        extensions=reader.extensions(),
    )


def _is_required(reader: Reader, location: Location, name: str) -> bool:
    """Return whether a parameter is required; path parameters always are."""
    if reader.flag("required"):
        return True
    if location is not Location.PATH:
        return False
    message = f"the path parameter {quoted(name)} is always required, but not declared as required"
    reader.ctx.warn("path-parameter-optional", reader.place, message, "add 'required: true'")
    return True


def _examples(reader: Reader) -> Iterator[Json]:
    """Yield the values of ``example`` and ``examples``; external ones and references are not read."""
    if "example" in reader.value:
        yield reader.value["example"]
    several = reader.value.get("examples")
    for each in several.values() if isinstance(several, dict) else ():
        if isinstance(each, dict) and "value" in each:
            yield each["value"]


def read_location(reader: Reader) -> Location | None:
    """Return a parameter's location; an unknown location is reported."""
    stated = reader.word("in", LOCATIONS, "parameter-location-unknown")
    location = LOCATIONS.get(stated)
    if location is None and stated:
        hint = _ELSEWHERE.get(stated, f"use one of {', '.join(LOCATIONS)}")
        message = f"{quoted(stated)} is not a parameter location; the parameter is skipped"
        reader.ctx.warn("parameter-location-unknown", reader.place.child("in"), message, hint)
    return location


def _style(reader: Reader, location: Location) -> str:
    allowed = STYLES[location]
    stated = reader.text("style")
    if not stated or stated in allowed:
        return stated or allowed[0]
    message = (
        f"{quoted(stated)} is not a style for a {location.value} parameter; '{allowed[0]}' is used"
    )
    hint = f"use one of {', '.join(allowed)}"
    reader.ctx.warn("parameter-style-wrong", reader.place.child("style"), message, hint)
    return allowed[0]


def _allow_reserved(reader: Reader, location: Location) -> bool:
    """Return whether reserved characters are not escaped, in locations where they would be."""
    stated = reader.flag("allowReserved")
    if stated and location in (Location.HEADER, Location.QUERYSTRING):
        message = f"'allowReserved' has no effect on a {location.value} parameter"
        place = reader.place.child("allowReserved")
        reader.ctx.note("keyword-ignored", place, message)
        return False
    return stated


def _value(reader: Reader, keys: Keys) -> tuple[SchemaId | None, str]:
    """Return the schema and, for ``content``, its media type."""
    if "content" in reader.value and "schema" not in reader.value:
        reader.finish(keys)
        contents = read_content(reader)
        if len(contents) != 1:
            message = f"'content' should hold one media type here, but holds {len(contents)}"
            reader.ctx.warn("parameter-content-many", reader.place.child("content"), message)
        return (contents[0].schema, contents[0].name) if contents else (None, "")
    if "content" in reader.value:
        message = "'content' beside 'schema' has no effect"
        reader.ctx.note("keyword-ignored", reader.place.child("content"), message)
    if "schema" not in reader.value and "type" in reader.value:
        hint = "move 'type' and its related keys into 'schema'"
        message = "the value is described in the parameter itself, as in Swagger 2.0"
        reader.ctx.warn("parameter-without-schema", reader.place, message, hint)
        return own_schema(reader), ""
    reader.finish(keys)
    if "schema" not in reader.value:
        message = "no schema is given; any string is accepted"
        reader.ctx.warn("parameter-without-schema", reader.place, message, "add a 'schema'")
        return reader.ctx.schema(reader.place, {"type": "string"}), ""
    return reader.schema("schema"), ""


def own_schema(reader: Reader, *, keep: str = "") -> SchemaId:
    """Return the schema that a parameter or header itself describes (Swagger 2.0)."""
    value = {
        key: value for key, value in reader.value.items() if key not in OWN_KEYS or key == keep
    }
    return reader.ctx.schema(reader.place, value)


def read_headers(reader: Reader) -> tuple[Parameter, ...]:
    """Return the headers of a 3.x response; ``Content-Type`` is described by the content."""
    found: list[Parameter] = []
    for name, place, value in reader.entries("headers"):
        if name.lower() == "content-type":
            reader.ctx.note(
                "header-ignored",
                place,
                f"header '{name}' is set from the content; declaring it has no effect",
            )
            continue
        header = _header(reader.ctx, name, place, value)
        if header is not None:
            found.append(header)
    return tuple(found)


def _header(ctx: Context, name: str, place: Place, value: Json) -> Parameter | None:
    reader = follow_object(ctx, place, value, "a header")
    if reader is None:
        return None
    key = (reader.place, name)
    if key not in ctx.headers:
        schema, media_type = _value(reader, HEADER)
        ctx.headers[key] = Parameter(
            place=reader.place,
            location=Location.HEADER,
            name=name,
            schema=schema,
            required=reader.flag("required"),
            style=_style(reader, Location.HEADER),
            explode=reader.flag("explode"),
            media_type=media_type,
            description=reader.text("description"),
            deprecated=reader.flag("deprecated"),
            extensions=reader.extensions(),
        )
    return ctx.headers[key]
