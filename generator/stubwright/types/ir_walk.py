"""Replace the ids a type refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from typing_extensions import assert_never

from stubwright.types import ir
from stubwright.types.ir import Type, TypeId

Change: TypeAlias = Callable[[TypeId], TypeId]


def rewrite(type_: Type, *, use: Change, base: Change) -> Type:
    """Return a type whose references went through ``use``, that to its base through ``base``."""
    shape = rewrite_shape(type_.shape, use, base)
    return type_ if shape is type_.shape else replace(type_, shape=shape)


def rewrite_shape(shape: ir.Shape, use: Change, base: Change) -> ir.Shape:
    """Return a shape whose references went through the changes; itself where it has none."""
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
            return ir.Mapping_(values=use(values))
        case ir.Object():
            return ir.Object(
                properties=tuple(replace(one, type=use(one.type)) for one in shape.properties),
                base=None if shape.base is None else base(shape.base),
                extra=None if shape.extra is None else use(shape.extra),
            )
        case ir.Union():
            return ir.Union(
                members=tuple(base(member) for member in shape.members),
                tag=None if shape.tag is None else _rewrite_tag(shape.tag, base),
                open=shape.open,
            )
        case ir.Nullable(type=value):
            return ir.Nullable(type=use(value))
        case _:
            assert_never(shape)


def _rewrite_tag(tag: ir.Tag, change: Change) -> ir.Tag:
    return ir.Tag(
        property=tag.property,
        mapping=tuple((value, change(target)) for value, target in tag.mapping),
        fallback=None if tag.fallback is None else change(tag.fallback),
    )


def references(shape: ir.Shape) -> Iterator[TypeId]:
    """Yield the ids a shape refers to, in order, base first."""
    match shape:
        case ir.Anything() | ir.Scalar() | ir.Constant() | ir.Enumeration():
            return
        case ir.Array(items=only) | ir.Mapping_(values=only) | ir.Nullable(type=only):
            yield only
        case ir.Tuple(items=parts, rest=rest):
            yield from parts
            if rest is not None:
                yield rest
        case ir.Object(properties=properties, base=parent, extra=extra):
            if parent is not None:
                yield parent
            yield from (one.type for one in properties)
            if extra is not None:
                yield extra
        case ir.Union(members=members, tag=tag):
            yield from members
            if tag is not None:
                yield from (target for _, target in tag.mapping)
                if tag.fallback is not None:
                    yield tag.fallback
        case _:
            assert_never(shape)
