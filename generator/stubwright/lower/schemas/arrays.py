"""Lists and tuples (JSON Schema 2020-12, section 10.3.1)."""

from __future__ import annotations

from stubwright.base import ids
from stubwright.lower.schemas.conversion import Conversion, Task
from stubwright.lower.schemas.scalars import ANY
from stubwright.lower.schemas.shaping_keywords import is_never
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import Schema


def array_shape(conversion: Conversion, task: Task, schema: Schema) -> ir.Shape:
    """Return an array's shape: a list, or, with ``prefixItems``, a tuple.

    Only ``minItems`` requires all of these items, and only ``items`` or ``maxItems`` forbids further ones (JSON
    Schema 2020-12, section 10.3.1.1). If either is missing, the shape is a union of the tuple and a list.
    """
    schemas = conversion.table.schemas
    limits = dict(schema.checks)
    rest = schema.items
    if not schema.prefix_items:
        rest = rest or schema.unevaluated_items
        unsaid = rest is None or is_never(rest, schemas)
        return ir.Array(items=ANY if rest is None or unsaid else conversion.type_of(rest))
    items = tuple(conversion.type_of(item) for item in schema.prefix_items)
    closed = rest is not None and is_never(rest, schemas)
    if _count(limits.get("maxItems"), len(items) + 1) <= len(items):
        closed = True
    if rest is not None and not closed:
        return ir.Tuple(items=items, rest=conversion.type_of(rest))
    whole = ir.Tuple(items=items)
    if closed and _count(limits.get("minItems"), 0) >= len(items):
        return whole
    loose = ir.Tuple(items=items, rest=items[-1]) if closed else ir.Array(items=ANY)
    members = tuple(
        conversion.put(
            Task(id=TypeId(ids.derived(task.id, role)), schema=task.schema, kind="array"), shape
        )
        for role, shape in (("tuple", whole), ("list", loose))
    )
    return ir.Union(members=members, open=False)


def _count(stated: object, otherwise: int) -> int | float:
    return stated if isinstance(stated, int | float) else otherwise
