"""Names for types that contain themselves without a named type in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stubwright.types.ir import Type, TypeId
from stubwright.types.ir_walk import references


def recursive_types(
    types: Mapping[TypeId, Type], is_named: Callable[[Type], bool]
) -> frozenset[TypeId]:
    """Return one type of each cycle of unnamed types."""
    done: set[TypeId] = set()
    found: set[TypeId] = set()
    for start in types:
        if start not in done and not is_named(types[start]):
            walk(types, is_named, start, done, found)
    return frozenset(found)


def walk(
    types: Mapping[TypeId, Type],
    is_named: Callable[[Type], bool],
    start: TypeId,
    done: set[TypeId],
    found: set[TypeId],
) -> None:
    """Depth-first search without recursion; an edge back to an open type closes a cycle."""
    opened: set[TypeId] = set()
    stack: list[tuple[TypeId, bool]] = [(start, False)]
    while stack:
        id_, leaving = stack.pop()
        if leaving:
            opened.discard(id_)
            done.add(id_)
            continue
        if id_ in opened:
            found.add(id_)
            continue
        if id_ in done or id_ not in types or id_ in found or is_named(types[id_]):
            continue
        opened.add(id_)
        stack.append((id_, True))
        stack.extend((ref, False) for ref in references(types[id_].shape))
