"""The Schema Object (OpenAPI 3.1.1, section 4.8.24; JSON Schema 2020-12) in every dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stubwright.base.place import Place
from stubwright.parse.context import Context
from stubwright.parse.discriminator import read_discriminator
from stubwright.parse.keywords import ANNOTATIONS, NOT_IN_20, NOT_IN_30, READ, SCHEMA, Read
from stubwright.parse.kinds import KINDS, is_file, read_kinds, read_nullable
from stubwright.parse.reader import NO_EXTENSIONS, Reader, wrong_type
from stubwright.parse.repeats import ReferenceInside
from stubwright.parse.values import read_checks, read_default, read_enum, read_examples
from stubwright.parse.version import Dialect
from stubwright.parse.xml import read_xml
from stubwright.types.documents import Json
from stubwright.types.index import Unresolved
from stubwright.types.spec import Kind, Missing, Schema, SchemaId


def drain(ctx: Context) -> None:
    """Read every schema in the work list, and those that they refer to."""
    while ctx.pending:
        id_, place, value = ctx.pending.popleft()
        before = ctx.begin(id_, place)
        ctx.schemas[id_] = parse_schema(ctx, id_, place, value)
        ctx.end(id_, before)


def parse_schema(ctx: Context, id_: SchemaId, place: Place, value: Json) -> Schema:
    """Return the schema at a place; an invalid one allows any value."""
    if isinstance(value, bool):
        return Schema(id=id_, place=place, boolean_schema=value)
    if not isinstance(value, dict):
        hint = "any value is allowed here instead"
        wrong_type(ctx, place, value, "a schema", "an object", hint=hint)
        return Schema(id=id_, place=place, boolean_schema=True)
    reader = Reader(ctx, place, value)
    dialect = ctx.dialect_at(place)
    if dialect <= Dialect.V30 and isinstance(value.get("$ref"), str):
        return _bare_reference(reader, id_)
    return _scalar(reader, id_, dialect) or _full(reader, id_, dialect)


_PLAIN = frozenset(("type", "title", "description", "format", "example", "nullable"))


def _scalar(reader: Reader, id_: SchemaId, dialect: Dialect) -> Schema | None:
    """Return a schema that has only common keywords with valid values, as most have; None for others."""
    value = reader.value
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in KINDS or not value.keys() <= _PLAIN:
        return None
    title, format_ = value.get("title", ""), value.get("format", "")
    description, nullable = value.get("description", ""), value.get("nullable", False)
    if not (isinstance(title, str) and isinstance(description, str) and isinstance(format_, str)):
        return None
    if not isinstance(nullable, bool) or ("nullable" in value and dialect is not Dialect.V30):
        return None
    return Schema(
        id=id_,
        place=reader.place,
        types=(KINDS[kind], "null") if nullable and kind != "null" else (KINDS[kind],),
        title=title,
        description=description,
        format=format_,
        examples=(value["example"],) if "example" in value else (),
        extensions=NO_EXTENSIONS,
    )


def _bare_reference(reader: Reader, id_: SchemaId) -> Schema:
    """Read a Reference Object of 2.0 and 3.0: beside ``$ref``, only a description has an effect.

    Strictly, ``nullable`` has no effect either, but it is respected: it is intended, and a null that is not allowed would
    make the whole response invalid.
    """
    nullable = read_nullable(reader, reader.ctx.dialect_at(reader.place))
    lost = [
        k for k in reader.value if k not in ("$ref", "description", "nullable") and k[:2] != "x-"
    ]
    if lost:
        names = ", ".join(f"'{key}'" for key in lost[:5])
        message = f"{names} beside '$ref' has no effect before OpenAPI 3.1"
        hint = "put the reference into 'allOf' beside them"
        reader.ctx.note("ref-siblings-ignored", reader.place, message, hint)
    target = _target(reader, "$ref")
    if nullable and target is not None:
        message = "'nullable' beside '$ref' has no effect before OpenAPI 3.1; it is read as intended: null is allowed"
        reader.ctx.note("null-inferred", reader.place, message)
    return Schema(
        id=id_,
        place=reader.place,
        ref=target,
        boolean_schema=True if target is None else None,
        nullable=nullable and target is not None,
        description=reader.text("description") if "description" in reader.value else "",
        extensions=reader.extensions(),
    )


def _full(reader: Reader, id_: SchemaId, dialect: Dialect) -> Schema:
    value = reader.value
    reader.finish(SCHEMA)
    _note_newer(reader, dialect)
    ref = _reference(reader)
    if ref is None and "$ref" in value and value.keys() <= ANNOTATIONS:
        return _anything(reader, id_)
    nullable = read_nullable(reader, dialect)
    kinds = _kinds(reader, nullable)
    free = nullable and not kinds
    enum = read_enum(reader, kinds, nullable)
    prefix, items = _items(reader)
    return Schema(
        id=id_,
        place=reader.place,
        ref=ref,
        types=kinds,
        nullable=free,
        default=read_default(reader, kinds, enum, free),
        examples=read_examples(reader),
        enum=enum.values,
        enum_names=enum.names,
        enum_descriptions=enum.descriptions,
        const=reader.get("const"),
        format="binary" if is_file(reader) else reader.text("format"),
        discriminator=read_discriminator(reader, dialect),
        required=_required(reader),
        prefix_items=prefix,
        items=items,
        checks=read_checks(reader, dialect),
        xml=read_xml(reader),
        extensions=reader.extensions(),
        **_as_they_are(reader),
    )


_READERS: Mapping[Read, Callable[[Reader, str], Any]] = {
    Read.TEXT: Reader.text,
    Read.FLAG: Reader.flag,
    Read.SCHEMA: Reader.inner_schema,
    Read.SCHEMAS: Reader.inner_schemas,
    Read.SCHEMA_MAP: Reader.inner_schema_map,
}


_BY_KEYWORD: Mapping[str, tuple[int, str, str, Read]] = {
    keyword: (position, field, keyword, how)
    for position, (field, (keyword, how)) in enumerate(READ.items())
}


def _as_they_are(reader: Reader) -> dict[str, Any]:
    """Return the fields that contain the unchanged value of one keyword."""
    there = reader.value.keys() & _BY_KEYWORD.keys()
    # Schemas are numbered in the order of reading, which must not depend on the document's order of keys.
    wanted = sorted(_BY_KEYWORD[keyword] for keyword in there)
    return {field: _READERS[how](reader, keyword) for _, field, keyword, how in wanted}


def _anything(reader: Reader, id_: SchemaId) -> Schema:
    """Return the schema that replaces a dangling reference with only annotations beside it."""
    description = reader.text("description")
    return Schema(id=id_, place=reader.place, boolean_schema=True, description=description)


def _kinds(reader: Reader, nullable: bool) -> tuple[Kind, ...]:
    kinds = read_kinds(reader)
    return (*kinds, "null") if nullable and kinds and "null" not in kinds else kinds


_NEWER_THAN_30 = frozenset(NOT_IN_30)
_NEWER_THAN_20 = _NEWER_THAN_30.union(NOT_IN_20)


def _note_newer(reader: Reader, dialect: Dialect) -> None:
    if dialect >= Dialect.V31:
        return
    newer = _NEWER_THAN_20 if dialect is Dialect.V20 else _NEWER_THAN_30
    if newer.isdisjoint(reader.value):
        return
    for key in (*NOT_IN_20, *NOT_IN_30) if dialect is Dialect.V20 else NOT_IN_30:
        if key in reader.value and key != "nullable":
            message = f"'{key}' is not part of OpenAPI {dialect.words}; it is read as in the later version that has it"
            reader.ctx.note("keyword-version", reader.place.child(key), message)


def _reference(reader: Reader) -> SchemaId | None:
    """Return the target of ``$ref``, otherwise of ``$dynamicRef``, resolved without the dynamic scope."""
    if "$ref" in reader.value:
        return _target(reader, "$ref")
    for key in ("$dynamicRef", "$recursiveRef"):
        if key in reader.value:
            message = (
                f"'{key}' is resolved statically, without regard to the schemas that refer to it"
            )
            reader.ctx.note("dynamic-ref-static", reader.place.child(key), message)
            around = _recursive_anchor(reader) if key == "$recursiveRef" else None
            return around or _target(reader, key)
    return None


def _recursive_anchor(reader: Reader) -> SchemaId | None:
    """Return the outermost enclosing schema with ``$recursiveAnchor`` (JSON Schema 2019-09, 8.2.4.2)."""
    if reader.ctx.repeats is not None:
        raise ReferenceInside
    keys = reader.place.keys()
    for depth in range(len(keys) + 1):
        place = Place(reader.place.document).child(*keys[:depth])
        value = reader.ctx.value_at(place)
        if isinstance(value, dict) and value.get("$recursiveAnchor") is True:
            return reader.ctx.schema(place, value)
    return None


def _target(reader: Reader, key: str) -> SchemaId | None:
    ref = reader.get(key)
    if not isinstance(ref, str):
        reader.wrong(key, "a string")
        return None
    found = reader.ctx.refer(reader.place, ref)
    if isinstance(found, Unresolved):
        reader.ctx.warn(found.code, reader.place.child(key), found.message, found.hint)
        return None
    return found


def _required(reader: Reader) -> tuple[str, ...]:
    """Return the required names; a boolean, often written inside a property, has no effect."""
    stated = reader.get("required")
    if isinstance(stated, bool):
        reader.wrong("required", "a list of names", "list the property in its object's 'required'")
        return ()
    if isinstance(stated, str) and stated not in _property_names(reader):
        reader.wrong("required", "a list of names")
        return ()
    return reader.texts("required")


def _property_names(reader: Reader) -> set[str]:
    properties = reader.get("properties")
    return set(properties) if isinstance(properties, dict) else set()


def _items(reader: Reader) -> tuple[tuple[SchemaId, ...], SchemaId | None]:
    """Return the items by position and the others; drafts before 2020 described tuples by a list in ``items``."""
    value = reader.get("items")
    if isinstance(value, list):
        place = reader.place.child("items")
        if "type" not in reader.value:
            message = "a list in 'items' without a type has no effect: any value is accepted"
            reader.ctx.note(
                "keyword-ignored", place, message, "add 'type: array', or write 'anyOf'"
            )
            return (), None
        message = "a list in 'items' is read as 'prefixItems'"
        reader.ctx.note("keyword-version", place, message, "write 'prefixItems' (OpenAPI 3.1)")
        return reader.inner_schemas("items"), reader.inner_schema("additionalItems")
    prefix = reader.inner_schemas("prefixItems")
    if isinstance(value, Missing):
        return prefix, None
    return prefix, reader.inner_schema("items")
