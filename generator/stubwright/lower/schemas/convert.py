"""Convert each schema to a type (OpenAPI 3.1.1, section 4.8.24; JSON Schema 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.lower.schemas.arrays import array_shape
from stubwright.lower.schemas.canonical import is_nullable_wrapper
from stubwright.lower.schemas.constraints import constraints_of
from stubwright.lower.schemas.conversion import Conversion, RawTypes, Task
from stubwright.lower.schemas.enums import constant_shape, enumeration
from stubwright.lower.schemas.merge import merged
from stubwright.lower.schemas.objects import object_shape
from stubwright.lower.schemas.scalars import (
    ANY,
    INT_OR_STRING,
    PLAIN,
    is_decimal,
    misplaced,
    scalar_id,
    scalar_kind,
)
from stubwright.lower.schemas.shaping_keywords import (
    CHECK_KINDS,
    derived_kinds,
    facets,
    without_null,
)
from stubwright.lower.schemas.table import Merged, SchemaTable
from stubwright.lower.schemas.unions import union_shape
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Kind, Schema, SchemaId


def convert(table: SchemaTable, wanted: Iterable[SchemaId]) -> RawTypes:
    """Convert the requested schemas, and those to which they refer."""
    conversion = Conversion(table=table)
    for schema in wanted:
        conversion.type_of(schema)
    while conversion.queue:
        _convert(conversion, conversion.queue.popleft())
    return conversion.ended()


def _convert(conversion: Conversion, task: Task) -> None:
    table = conversion.table
    parts = merged(table, task.schema)
    schema = parts.schema
    if not (task.value or task.kind):
        wrapped = is_nullable_wrapper(table, task.schema)
        if wrapped is not None:
            put(conversion, task, parts, ir.Nullable(type=conversion.type_of(wrapped)))
            return
        if only_null(schema) and not (parts.groups and schema.types == ("null",)):
            alias(conversion, task, scalar_id(ir.ScalarKind.NULL))
            return
        if parts.nullable and has_keywords(table, parts):
            value = conversion.enqueue(
                Task(id=TypeId(ids.derived(task.id, ids.VALUE)), schema=task.schema, value=True)
            )
            put(conversion, task, parts, ir.Nullable(type=value))
            return
    shape = shape_of(conversion, task, parts)
    if isinstance(shape, str):
        alias(conversion, task, shape)
    else:
        put(conversion, task, parts, shape)


def only_null(schema: Schema) -> bool:
    """Return whether null is the only value."""
    if schema.types == ("null",) or schema.const is None:
        return True
    return bool(schema.enum) and set(map(type, schema.enum or ())) == {type(None)}


def has_keywords(table: SchemaTable, parts: Merged) -> bool:
    """Return whether the schema has keywords that apply to values other than null."""
    found = facets(parts.schema, table.schemas)
    return bool(parts.groups or found - {"nullable"} or kinds(table, parts.schema))


def shape_of(conversion: Conversion, task: Task, parts: Merged) -> ir.Shape | TypeId:
    """Return the shape of a type without null, or the id of the type of which it is an alias."""
    table, schema = conversion.table, parts.schema
    if task.kind is not None:
        return _kind_shape(conversion, task, parts, task.kind)
    if schema.boolean_schema is False:
        table.note(
            "type-approximated", schema.id, "no value matches this schema; any value is accepted"
        )
        return ir.Anything()
    if schema.const is not MISSING and schema.const is not None:
        return constant_shape(table, schema)
    if schema.enum and not {"array", "object"} & set(schema.types):
        return enumeration(table, schema)
    if schema.enum:
        table.note(
            "enum-mixed", schema.id, "an enum of arrays or objects does not become an enum class"
        )
    if parts.groups:
        return union_shape(conversion, task, parts)
    found = kinds(table, schema)
    if not found:
        return ir.Anything()
    if len(found) == 1:
        return _kind_shape(conversion, task, parts, found[0])
    return ir.Union(members=tuple(_kind_types(conversion, task, found)), open=False)


def kinds(table: SchemaTable, schema: Schema) -> tuple[Kind, ...]:
    """Return the JSON types of a schema's values without null; inferred if none is stated."""
    if stated := without_null(schema.types):
        return stated
    if "null" in schema.types:
        return ()
    found = derived_kinds(schema, facets(schema, table.schemas))
    if found and schema.enum is None and schema.const is MISSING:
        table.note(
            "type-inferred",
            schema.id,
            f"the schema has no 'type'; its keywords suggest {' or '.join(found)}",
            "add 'type'",
        )
    return found


def _kind_types(conversion: Conversion, task: Task, found: Iterable[Kind]) -> Iterable[TypeId]:
    for kind in found:
        made = Task(id=TypeId(ids.derived(task.id, kind)), schema=task.schema, kind=kind)
        yield conversion.enqueue(made)


def _kind_shape(conversion: Conversion, task: Task, parts: Merged, kind: Kind) -> ir.Shape | TypeId:
    table, schema = conversion.table, parts.schema
    if kind == "object":
        return object_shape(conversion, task, parts)
    if kind == "array":
        return array_shape(conversion, task, schema)
    if kind == "null":
        return scalar_id(ir.ScalarKind.NULL)
    if kind == "string" and schema.format == INT_OR_STRING:
        kinds_of_values = (ir.ScalarKind.INTEGER, ir.ScalarKind.STRING)
        return ir.Union(members=tuple(map(scalar_id, kinds_of_values)), open=False)
    if kind == "string" and not schema.format and is_decimal(schema.checks):
        return ir.Scalar(kind=ir.ScalarKind.DECIMAL)
    if misplaced(kind, schema.format):
        table.note(
            "format-ignored",
            schema.id,
            f"format {schema.format} does not apply to type {kind} and has no effect",
            "correct the type or the format",
        )
        return ir.Scalar(kind=PLAIN[kind])
    return ir.Scalar(
        kind=scalar_kind(kind, schema.format, schema.content_encoding, schema.content_media_type)
    )


def alias(conversion: Conversion, task: Task, other: TypeId) -> None:
    """Record that a type is an alias of another."""
    conversion.aliases[task.id] = other


def put(conversion: Conversion, task: Task, parts: Merged, shape: ir.Shape) -> None:
    """Add a type; a scalar without further facts is shared."""
    table, schema = conversion.table, parts.schema
    whole = task.kind is None and not isinstance(shape, ir.Nullable)
    made = ir.Type(
        id=task.id,
        shape=shape,
        title=schema.title if whole else "",
        description=schema.description if whole else "",
        deprecated=schema.deprecated,
        constraints=constraints_on(table, schema, shape),
        place=str(schema.place),
        component="" if isinstance(shape, ir.Nullable) else _component_of(conversion, task),
        extensions=schema.extensions if whole else {},
    )
    if isinstance(shape, (ir.Scalar, ir.Anything)) and is_plain(made):
        shared = scalar_id(shape.kind) if isinstance(shape, ir.Scalar) else ANY
        alias(conversion, task, shared)
        return
    conversion.types[task.id] = made


def _component_of(conversion: Conversion, task: Task) -> str:
    return conversion.table.components.get(task.schema, "") if task.kind is None else ""


def is_plain(made: ir.Type) -> bool:
    """Return whether a type has no facts besides its shape."""
    if made.constraints is not ir.UNCONSTRAINED and made.constraints != ir.UNCONSTRAINED:
        return False
    return not (made.description or made.component or made.extensions or made.deprecated)


def constraints_on(table: SchemaTable, schema: Schema, shape: ir.Shape) -> ir.Constraints:
    """Return the constraints that apply to a shape; those for other types have no effect (JSON Schema 2020-12, 7.6.1)."""
    if isinstance(shape, (ir.Nullable, ir.Enumeration, ir.Constant, ir.Anything)):
        return ir.UNCONSTRAINED
    values = () if schema.enum is None else tuple(map(json.dumps, schema.enum))
    if not (schema.checks or values):
        return ir.UNCONSTRAINED
    kind = kind_of(shape)
    fitting = [
        one for one in schema.checks if kind is None or CHECK_KINDS.get(one[0], kind) == kind
    ]
    if len(fitting) < len(schema.checks):
        others = ", ".join(f"'{name}'" for name, _ in schema.checks if (name, _) not in fitting)
        table.note("keyword-ignored", schema.id, f"no effect on values of type {kind}: {others}")
    stated = constraints_of(fitting)
    return replace(stated, values=values) if isinstance(shape, ir.Scalar) and values else stated


def kind_of(shape: ir.Shape) -> Kind | None:
    """Return the JSON type to which the checks of a shape apply; None if there may be several."""
    match shape:
        case ir.Array() | ir.Tuple():
            return "array"
        case ir.Object() | ir.Mapping_():
            return "object"
        case ir.Scalar(
            kind=ir.ScalarKind.INTEGER | ir.ScalarKind.NUMBER | ir.ScalarKind.DECIMAL_NUMBER
        ):
            return "number"
        case ir.Scalar(kind=kind) if kind not in (ir.ScalarKind.BOOLEAN, ir.ScalarKind.NULL):
            return "string"
        case _:
            return None
