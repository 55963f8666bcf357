"""The only traversal of a shape: its references, and the same shape with other references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import is_
from typing import TypeAlias

from stubwright.base.exhaustive import unreachable
from stubwright.base.records import replace
from stubwright.types import ir, ir_operations
from stubwright.types.ir import Type, TypeId

Change: TypeAlias = Callable[[TypeId], TypeId]


def rewrite(type_: Type, *, use: Change, base: Change) -> Type:
    """Return a type with all references mapped by ``use``, and that to its base by ``base``."""
    shape = rewrite_shape(type_.shape, use, base)
    return type_ if shape is type_.shape else replace(type_, shape=shape)


def rewrite_shape(shape: ir.Shape, use: Change, base: Change) -> ir.Shape:
    """Return a shape with mapped references; the same object if nothing changes."""
    match shape:
        case ir.Anything() | ir.Scalar() | ir.Constant() | ir.Enumeration():
            return shape
        case ir.Array(items=items):
            return ir.Array(items=use(items))
        case ir.Tuple(items=parts, rest=rest):
            return ir.Tuple(
                items=tuple(use(part) for part in parts), rest=None if rest is None else use(rest)
            )
        case ir.Mapping_(values=values):
            return replace(shape, values=use(values))
        case ir.Object():
            return _rewrite_object(shape, use, base)
        case ir.Union():
            return ir.Union(
                members=tuple(base(member) for member in shape.members),
                tags=tuple(_rewrite_tag(tag, base) for tag in shape.tags),
                open=shape.open,
            )
        case ir.Nullable(type=value):
            return ir.Nullable(type=use(value))
        case _:
            raise unreachable(shape)


def _rewrite_object(shape: ir.Object, use: Change, base: Change) -> ir.Object:
    properties = tuple([_retyped(one, use) for one in shape.properties])
    above = None if shape.base is None else base(shape.base)
    extra = None if shape.extra is None else use(shape.extra)
    if all(map(is_, properties, shape.properties)) and (above, extra) == (shape.base, shape.extra):
        return shape
    return ir.Object(properties=properties, base=above, extra=extra)


def _retyped(one: ir.Property, use: Change) -> ir.Property:
    type_ = use(one.type)
    return one if type_ == one.type else replace(one, type=type_)


def _rewrite_tag(tag: ir.Tag, change: Change) -> ir.Tag:
    return ir.Tag(
        property=tag.property,
        mapping=tuple((value, change(target)) for value, target in tag.mapping),
        fallback=None if tag.fallback is None else change(tag.fallback),
    )


def _further(tag: ir.Tag, members: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    """Return the unions of members that a tag selects."""
    return tuple(dict.fromkeys(one for _, one in tag.mapping if one not in members))


def references(shape: ir.Shape) -> tuple[TypeId, ...]:
    """Return the ids a shape refers to, in order, base first."""
    match shape:
        case ir.Anything() | ir.Scalar() | ir.Constant() | ir.Enumeration():
            return ()
        case ir.Array(items=only) | ir.Mapping_(values=only) | ir.Nullable(type=only):
            return (only,)
        case ir.Tuple(items=parts, rest=rest):
            return parts if rest is None else (*parts, rest)
        case ir.Object(properties=properties, base=base, extra=extra):
            inner = [one.type for one in properties]
            first = () if base is None else (base,)
            return (*first, *inner) if extra is None else (*first, *inner, extra)
        case ir.Union(members=members, tags=tags):
            further = (one for tag in tags for one in _further(tag, members))
            return (*members, *further) if tags else members
        case _:
            raise unreachable(shape)


def parts(shape: ir.Shape) -> tuple[TypeId, ...]:
    """Return the ids in the expanded form of a shape; an object is not expanded."""
    return () if isinstance(shape, ir.Object) else references(shape)


def operation_types(operation: ir_operations.Operation) -> Iterator[TypeId]:
    """Yield the types of an operation's parameters, of its body and of its responses."""
    yield from (parameter.type for parameter in operation.parameters)
    bodies = () if operation.body is None else (operation.body,)
    for holder in (*bodies, *operation.responses):
        yield from (content.type for content in holder.contents)
    yield from (one.headers for one in operation.responses if one.headers is not None)


def reachable(
    types: Mapping[TypeId, Type],
    roots: Iterable[TypeId],
    stops: frozenset[TypeId] = frozenset(),
) -> dict[TypeId, None]:
    """Return the ids that can be reached from the roots, depth first, each followed by its parts.

    ``stops`` are roots that are not entered through references, so that their order is preserved.
    """
    found: dict[TypeId, None] = {}
    for root in roots:
        stack = [root]
        while stack:
            id_ = stack.pop()
            if id_ in found or id_ not in types:
                continue
            found[id_] = None
            inner = (ref for ref in references(types[id_].shape) if ref not in stops)
            stack.extend(reversed(list(inner)))
    return found
