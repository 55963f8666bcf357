"""Which types are reached from where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stubwright.types.ir import Type, TypeId
from stubwright.types.ir_walk import references


def reachable(
    types: Mapping[TypeId, Type],
    roots: Iterable[TypeId],
    stops: frozenset[TypeId] = frozenset(),
) -> dict[TypeId, None]:
    """Return what the roots lead to, in depth, each with its parts behind it.

    ``stops`` are roots that are not entered from elsewhere, so that they keep their order.
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
