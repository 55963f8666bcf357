"""Make a type of each schema (OpenAPI 3.1.1, section 4.8.24; JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.base import ids
from stubwright.lower.schemas.canonical import canonical, is_nullable_wrapper
from stubwright.lower.schemas.constraints import constraints_of
from stubwright.lower.schemas.enums import constant_shape, enumeration
from stubwright.lower.schemas.merge import merged
from stubwright.lower.schemas.objects import object_shape
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.scalars import ANY, PLAIN, misplaced, scalar_id, scalar_kind
from stubwright.lower.schemas.shaping_keywords import derived_kinds, facets, is_never, without_null
from stubwright.lower.schemas.unions import union_shape
from stubwright.lower.schemas.work import Merged, Task, Work
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Kind, Schema, SchemaId


def want(work: Work, sid: SchemaId) -> TypeId:
    """Return the id of a schema's type and see to it that it will be made."""
    if sid not in work.schemas:
        return ANY
    schema = canonical(work, sid)
    found = type_id(work, schema)
    if found not in work.sources:
        request(work, Task(id=found, schema=schema))
    return found


def request(work: Work, task: Task) -> TypeId:
    """Put a type on the list of those to be made."""
    if task.id not in work.sources:
        work.sources[task.id] = task
        work.queue.append(task)
    return task.id


def convert_all(work: Work) -> None:
    """Make all types that were asked for, and those that these ask for."""
    while work.queue:
        _convert(work, work.queue.popleft())


def _convert(work: Work, task: Task) -> None:
    parts = merged(work, task.schema)
    schema = parts.schema
    if not (task.value or task.kind):
        wrapped = is_nullable_wrapper(work, task.schema)
        if wrapped is not None:
            put(work, task, parts, ir.Nullable(type=want(work, wrapped)))
            return
        if only_null(schema):
            alias(work, task, scalar_id(ir.ScalarKind.NULL))
            return
        if parts.nullable and is_something(work, parts):
            made = Task(id=TypeId(ids.derived(task.id, ids.VALUE)), schema=task.schema, value=True)
            value = request(work, made)
            put(work, task, parts, ir.Nullable(type=value))
            return
    shape = shape_of(work, task, parts)
    if isinstance(shape, str):
        alias(work, task, shape)
    else:
        put(work, task, parts, shape)


def only_null(schema: Schema) -> bool:
    """Tell whether null is the only value."""
    if schema.types == ("null",) or schema.const is None:
        return True
    return bool(schema.enum) and set(map(type, schema.enum or ())) == {type(None)}


def is_something(work: Work, parts: Merged) -> bool:
    """Tell whether anything is said of the value beside null."""
    found = facets(parts.schema, work.schemas)
    return bool(parts.groups or found - {"nullable"} or kinds(work, parts.schema))


def shape_of(work: Work, task: Task, parts: Merged) -> ir.Shape | TypeId:
    """Return the shape of a type without null, or the id of the type that it really is."""
    schema = parts.schema
    if task.kind is not None:
        return _kind_shape(work, task, parts, task.kind)
    if schema.verdict is False:
        work.note("type-approximated", schema.id, "no value fits this schema; any is accepted")
        return ir.Anything()
    if schema.const is not MISSING and schema.const is not None:
        return constant_shape(work, schema)
    if schema.enum and not {"array", "object"} & set(schema.types):
        return enumeration(work, schema)
    if schema.enum:
        work.note("enum-mixed", schema.id, "enum of arrays or objects names no members")
    if parts.groups:
        return union_shape(work, task, parts, want)
    found = kinds(work, schema)
    if not found:
        return ir.Anything()
    if len(found) == 1:
        return _kind_shape(work, task, parts, found[0])
    return ir.Union(members=tuple(_kind_types(work, task, found)), open=False)


def kinds(work: Work, schema: Schema) -> tuple[Kind, ...]:
    """Return the JSON types of a schema's values, null left out; guessed where none is stated."""
    if stated := without_null(schema.types):
        return stated
    if "null" in schema.types:
        return ()
    found = derived_kinds(schema, facets(schema, work.schemas))
    if found and schema.enum is None and schema.const is MISSING:
        work.note(
            "type-inferred",
            schema.id,
            f"the schema states no type; its keywords suggest {' or '.join(found)}",
            "state the type",
        )
    return found


def _kind_types(work: Work, task: Task, found: Iterable[Kind]) -> Iterable[TypeId]:
    for kind in found:
        made = Task(id=TypeId(ids.derived(task.id, kind)), schema=task.schema, kind=kind)
        yield request(work, made)


def _kind_shape(work: Work, task: Task, parts: Merged, kind: Kind) -> ir.Shape | TypeId:
    schema = parts.schema
    if kind == "object":
        return object_shape(work, task, parts, want)
    if kind == "array":
        return array_shape(work, task, schema)
    if kind == "null":
        return scalar_id(ir.ScalarKind.NULL)
    if misplaced(kind, schema.format):
        work.note(
            "format-ignored",
            schema.id,
            f"format {schema.format} does not go with type {kind}; it has no effect",
            "correct the type or the format",
        )
        return ir.Scalar(kind=PLAIN[kind])
    return ir.Scalar(
        kind=scalar_kind(kind, schema.format, schema.content_encoding, schema.content_media_type)
    )


def array_shape(work: Work, task: Task, schema: Schema) -> ir.Shape:
    """Return an array's shape: a list, or a tuple where ``prefixItems`` say what stands where.

    Only ``minItems`` says that all of them are there, and only ``items`` or ``maxItems`` that no more come (JSON
    Schema 2020-12, section 10.3.1.1): where either is not said, a list stands beside the tuple.
    """
    limits = dict(schema.checks)
    rest = schema.items
    if not schema.prefix_items:
        rest = rest or schema.unevaluated_items
        unsaid = rest is None or is_never(rest, work.schemas)
        return ir.Array(items=ANY if rest is None or unsaid else want(work, rest))
    items = tuple(want(work, item) for item in schema.prefix_items)
    closed = rest is not None and is_never(rest, work.schemas)
    if _count(limits.get("maxItems"), len(items) + 1) <= len(items):
        closed = True
    if rest is not None and not closed:
        return ir.Tuple(items=items, rest=want(work, rest))
    whole = ir.Tuple(items=items)
    if closed and _count(limits.get("minItems"), 0) >= len(items):
        return whole
    loose = ir.Tuple(items=items, rest=items[-1]) if closed else ir.Array(items=ANY)
    members = (
        _beside(work, task, schema, "tuple", whole),
        _beside(work, task, schema, "list", loose),
    )
    return ir.Union(members=members, open=False)


def _count(stated: object, otherwise: int) -> int | float:
    return stated if isinstance(stated, int | float) else otherwise


def _beside(work: Work, task: Task, schema: Schema, role: str, shape: ir.Shape) -> TypeId:
    """Make a type that stands only in the union that a schema becomes."""
    made = Task(id=TypeId(ids.derived(task.id, role)), schema=task.schema, kind="array")
    work.sources[made.id] = made
    work.types[made.id] = ir.Type(id=made.id, shape=shape, place=str(schema.place))
    return made.id


def alias(work: Work, task: Task, other: TypeId) -> None:
    """Say that a type is another."""
    work.aliases[task.id] = other


def put(work: Work, task: Task, parts: Merged, shape: ir.Shape) -> None:
    """Keep a type; a scalar of which nothing more is said is shared."""
    schema = parts.schema
    whole = task.kind is None and not isinstance(shape, ir.Nullable)
    made = ir.Type(
        id=task.id,
        shape=shape,
        title=schema.title if whole else "",
        description=schema.description if whole else "",
        deprecated=schema.deprecated,
        constraints=constraints_on(schema, shape),
        place=str(schema.place),
        component="" if isinstance(shape, ir.Nullable) else _component_of(work, task),
        extensions=schema.extensions if whole else {},
    )
    if isinstance(shape, (ir.Scalar, ir.Anything)) and is_plain(made):
        shared = scalar_id(shape.kind) if isinstance(shape, ir.Scalar) else ANY
        alias(work, task, shared)
        return
    work.types[task.id] = made


def _component_of(work: Work, task: Task) -> str:
    return work.components.get(task.schema, "") if task.kind is None else ""


def is_plain(made: ir.Type) -> bool:
    """Tell whether nothing is said of a type beyond its shape."""
    if made.constraints != ir.UNCONSTRAINED:
        return False
    return not (made.description or made.component or made.extensions or made.deprecated)


def constraints_on(schema: Schema, shape: ir.Shape) -> ir.Constraints:
    """Return the constraints that go with a shape."""
    if isinstance(shape, (ir.Nullable, ir.Enumeration, ir.Constant, ir.Anything)):
        return ir.UNCONSTRAINED
    return constraints_of(schema.checks)
