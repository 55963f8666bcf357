"""``type`` and every way to write null (OpenAPI 3.0.4, section 4.7.24.1; JSON Schema 2020-12, 6.1.1)."""

from __future__ import annotations

from stubwright.base.place import Place
from stubwright.base.suggest import closest
from stubwright.parse.message_words import quoted
from stubwright.parse.reader import Reader, wrong_type
from stubwright.parse.version import Dialect
from stubwright.types.documents import Json
from stubwright.types.spec import Kind, Missing

KINDS: dict[str, Kind] = {
    "null": "null",
    "boolean": "boolean",
    "integer": "integer",
    "number": "number",
    "string": "string",
    "array": "array",
    "object": "object",
}

_SUGGESTIONS = {
    "bool": "boolean",
    "date": "string' with 'format: date",
    "datetime": "string' with 'format: date-time",
    "date-time": "string' with 'format: date-time",
    "dict": "object",
    "double": "number",
    "enum": "string",
    "float": "number",
    "int": "integer",
    "list": "array",
    "long": "integer",
    "map": "object",
    "str": "string",
    "text": "string",
    "uuid": "string' with 'format: uuid",
}


def read_kinds(reader: Reader) -> tuple[Kind, ...]:
    """Return the stated types, each once; ``file`` (2.0) is a string."""
    stated = reader.get("type")
    if isinstance(stated, Missing):
        return ()
    place = reader.place.child("type")
    found: dict[Kind, None] = {}
    if isinstance(stated, list):
        _note_list(reader, place)
        for position, item in enumerate(stated):
            _add(reader, place.child(position), item, found)
    else:
        _add(reader, place, stated, found)
    return tuple(found)


def is_file(reader: Reader) -> bool:
    """Return whether the schema is 2.0's ``type: file``."""
    return reader.get("type") == "file"


def read_nullable(reader: Reader, dialect: Dialect) -> bool:
    """Return whether ``nullable`` (3.0) or ``x-nullable`` (2.0) adds null."""
    if "nullable" in reader.value:
        if dialect is not Dialect.V30:
            hint = (
                "list 'null' among the types"
                if dialect >= Dialect.V31
                else "write 'x-nullable: true'"
            )
            reader.ctx.note(
                "keyword-version",
                reader.place.child("nullable"),
                f"'nullable' belongs to OpenAPI 3.0, not {dialect.words}; it is read as in 3.0",
                hint,
            )
        return reader.flag("nullable")
    return dialect <= Dialect.V30 and reader.get("x-nullable") is True


def _note_list(reader: Reader, place: Place) -> None:
    dialect = reader.ctx.dialect_at(place)
    if dialect <= Dialect.V30:
        message = f"a list of types is not allowed in OpenAPI {dialect.words}; it is read as in 3.1"
        reader.ctx.note("keyword-version", place, message)


def _add(reader: Reader, place: Place, stated: Json, found: dict[Kind, None]) -> None:
    if not isinstance(stated, str):
        if stated is None:
            # An unquoted YAML null, intended as the type of that name.
            reader.ctx.warn("type-unknown", place, "null is not a type; 'null' is", "quote it")
            found["null"] = None
            return
        wrong_type(reader.ctx, place, stated, "'type'", "a string or a list of strings")
        return
    kind = KINDS.get(stated)
    if kind is None:
        kind = _unknown(reader, place, stated)
    if kind is not None:
        found[kind] = None


def _unknown(reader: Reader, place: Place, stated: str) -> Kind | None:
    dialect = reader.ctx.dialect_at(place)
    if stated == "file":
        if dialect is not Dialect.V20:
            message = "'file' is a Swagger 2.0 type; it is read as a string of format 'binary'"
            hint = "write 'type: string' and 'format: binary'"
            reader.ctx.warn("type-unknown", place, message, hint)
        return "string"
    folded = KINDS.get(stated.strip().lower())
    if folded is not None:
        message = f"{quoted(stated)} is not a valid type; it is read as '{folded}'"
        reader.ctx.warn("type-unknown", place, message, f"write '{folded}'")
        return folded
    near = _SUGGESTIONS.get(stated.strip().lower()) or closest(stated, tuple(KINDS))
    hint = f"did you mean '{near}'?" if near else f"the types are {', '.join(sorted(KINDS))}"
    message = f"{quoted(stated)} is not a valid type; any type is allowed instead"
    reader.ctx.warn("type-unknown", place, message, hint)
    return None
