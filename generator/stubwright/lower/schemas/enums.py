"""Enumerations and constants (JSON Schema 2020-12 validation, sections 6.1.2 and 6.1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from stubwright.base.hint_words import distinct_words
from stubwright.lower.schemas.scalars import ANY, PLAIN, scalar_id, scalar_kind
from stubwright.lower.schemas.shaping_keywords import without_null
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.documents import Json
from stubwright.types.ir import TypeId
from stubwright.types.spec import Kind, Schema

KINDS: Final[dict[type, Kind]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}


LITERAL: Final = range(1 - 2**63, 2**63)
"""Integers that type checkers accept in a ``Literal``."""


def constant_shape(table: SchemaTable, schema: Schema) -> ir.Shape | TypeId:
    """Return the shape of ``const``; a value that ``Literal`` does not support has its plain type."""
    value = schema.const
    if isinstance(value, float):
        value = fitting(value, without_null(schema.types))
    if isinstance(value, (str, bool)) or (isinstance(value, int) and value in LITERAL):
        return ir.Constant(value=value)
    table.note(
        "const-approximated",
        schema.id,
        "const is neither a string, a boolean nor an integer of 64 bits; the plain type is used instead",
    )
    match value:
        case int():
            return ir.Scalar(kind=ir.ScalarKind.INTEGER)
        case float():
            return ir.Scalar(kind=ir.ScalarKind.NUMBER)
        case list():
            return ir.Array(items=ANY)
        case _:
            return ir.Mapping_(values=ANY)


def enumeration(table: SchemaTable, schema: Schema) -> ir.Shape | TypeId:
    """Return the shape of ``enum``: named members for strings or integers, otherwise the plain types."""
    stated = without_null(schema.types)
    known = [
        (value, position) for position, value in enumerate(schema.enum or ()) if value is not None
    ]
    values = [(fitting(value, stated), position) for value, position in known]
    if [value for value, _ in values] != [value for value, _ in known]:
        table.note(
            "enum-value-type",
            schema.id,
            f"some values of enum are not of type {' or '.join(stated)} and are read as if they were",
            "write the values in the declared type",
        )
    kept: dict[tuple[type, str], tuple[Json, int]] = {}
    for value, position in values:
        kept.setdefault((type(value), repr(value)), (value, position))
    if len(kept) < len(values):
        table.note("enum-repeated", schema.id, "enum repeats a value; the repetition is ignored")
    distinct = tuple(kept.values())
    found = {type(value) for value, _ in distinct}
    if found == {str} or (found == {int} and stated != ("number",)):
        return enumerated(tuple(_members(schema, distinct)))
    return plain(table, schema, [value for value, _ in distinct])


def enumerated(members: tuple[ir.Member, ...]) -> ir.Enumeration | ir.Constant:
    """Return the shape of an enum; one value becomes a literal, not a class."""
    first, *more = members
    return ir.Enumeration(members=members) if more else ir.Constant(value=first.value, open=True)


def fitting(value: Json, stated: Sequence[Kind]) -> Json:
    """Convert a value to the only stated type if its text represents the same value."""
    if len(stated) != 1 or KINDS[type(value)] == stated[0]:
        return value
    kind = stated[0]
    if kind == "string" and isinstance(value, (bool, int, float)):
        return _value_text(value)
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if (
        kind == "integer"
        and isinstance(value, str)
        and value.lstrip("-").isascii()
        and value.lstrip("-").isdigit()
    ):
        return int(value)
    return value


def _value_text(value: bool | int | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _members(schema: Schema, kept: Iterable[tuple[Json, int]]) -> Iterable[ir.Member]:
    total = len(schema.enum or ())
    names = schema.enum_names if len(schema.enum_names) == total else _listed(schema)
    descriptions = schema.enum_descriptions if len(schema.enum_descriptions) == total else ()
    kept = tuple(kept)
    words = distinct_words([value for value, _ in kept])
    for (value, position), own in zip(kept, words, strict=True):
        if isinstance(value, (str, int)):
            yield ir.Member(
                value=value,
                words=(names[position] if names else "") or own,
                description=descriptions[position] if descriptions else "",
            )


_LISTED: Final = re.compile(r"^\s*[*-]\s+`([^`]+)`\s*[-:]\s*(\S.{0,60}?)\s*$", re.MULTILINE)


def _listed(schema: Schema) -> tuple[str, ...]:
    """Return the names that a description lists for values without a letter (``* `1` - low``, as drf-spectacular writes it)."""
    values = [_text(value) for value in schema.enum or ()]
    if "`" not in schema.description or any(map(str.isalpha, "".join(values))):
        return ()
    found = dict(_LISTED.findall(schema.description))
    names = tuple(found.get(value, "") if value else "null" for value in values)
    return names if len(set(names)) == len(names) and all(names) else ()


def _text(value: Json) -> str:
    return "" if value is None else str(value)


def plain(table: SchemaTable, schema: Schema, values: Sequence[Json]) -> ir.Shape | TypeId:
    """Return the types of values that do not become an enum."""
    kinds: list[Kind] = sorted({KINDS[type(value)] for value in values})
    if kinds == ["boolean"]:
        return (
            ir.Constant(value=bool(values[0]))
            if len(values) == 1
            else ir.Scalar(kind=ir.ScalarKind.BOOLEAN)
        )
    if kinds == ["integer", "number"] or schema.types == ("number",):
        kinds = ["number"]
    table.note(
        "enum-mixed",
        schema.id,
        f"enum has values of type {' and '.join(kinds)}; the plain type is used instead",
    )
    if {"array", "object"} & set(kinds):
        return ir.Anything()
    if len(kinds) == 1:
        return ir.Scalar(kind=scalar_kind(kinds[0], schema.format, "", ""))
    return ir.Union(members=tuple(scalar_id(PLAIN[kind]) for kind in kinds), open=False)
