"""Optional properties and the server's defaults (JSON Schema 2020-12 validation, 9.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from stubwright.lower.schemas.all_of_parts import gather
from stubwright.lower.schemas.enums import KINDS
from stubwright.lower.schemas.merge import merged
from stubwright.lower.schemas.table import Gathered, SchemaTable
from stubwright.types import ir
from stubwright.types.documents import Json
from stubwright.types.spec import MISSING, Kind, Schema, SchemaId


def presence_of(table: SchemaTable, child: SchemaId, required: bool) -> ir.Presence:
    """Return whether a member may be absent, and its default: the last one stated, if its schema allows it."""
    if required:
        return ir.Required()
    parts = gather(table, child)
    inner = tuple(beside_null(table, parts))
    visited = chain(*(gather(table, one).visited for one in inner), parts.visited)
    every = (table.schemas[part].default for part in visited)
    stated = [default for default in every if default is not MISSING]
    if not stated:
        return ir.Optional()
    if not all(allows(merged(table, one).schema, stated[-1]) for one in (child, *inner)):
        table.note(
            "default-wrong-type",
            child,
            "the default does not match its schema; it is ignored",
            "correct the default or remove it",
        )
        return ir.Optional()
    return ir.Default(value=stated[-1])


def beside_null(table: SchemaTable, parts: Gathered) -> Iterator[SchemaId]:
    """Yield the only member of a union that is not null, whose facts apply to the whole union."""
    for group in parts.groups:
        others = [one for one in group.members if merged(table, one).schema.types != ("null",)]
        if len(others) == 1:
            yield others[0]


def allows(schema: Schema, value: Json) -> bool:
    """Return whether a schema's types, constant and enum allow a value; null means that there is no default."""
    if value is None:
        return True
    kinds: set[Kind] = {KINDS[type(value)]}
    if kinds == {"integer"} or (isinstance(value, float) and value.is_integer()):
        kinds = {"integer", "number"}
    if schema.types and not kinds & set(schema.types):
        return False
    known = schema.enum if schema.const is MISSING else (schema.const,)
    return known is None or any(
        value == one and isinstance(value, bool) is isinstance(one, bool) for one in known
    )
