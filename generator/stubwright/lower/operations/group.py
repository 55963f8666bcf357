"""Which group an operation belongs to and what it might be called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from stubwright.lower.hint_words import join_words, path_parameters, path_words
from stubwright.types.spec import Operation


def group_of(operation: Operation) -> str:
    """Return the first tag, else the path's first word, else ``default``."""
    for tag in operation.tags:
        if tag.strip():
            return tag
    return next(iter(path_words(operation.path)), "default")


def names_of(operations: Iterable[Operation]) -> tuple[str, ...]:
    """Return each operation's operationId, else its verb and path; ``by …`` where two read the same."""
    operations = tuple(operations)
    plain = [_plain_name(operation) for operation in operations]
    counts = Counter(
        (group_of(operation), name) for operation, name in zip(operations, plain, strict=True)
    )
    return tuple(
        name
        if operation.operation_id.strip() or counts[group_of(operation), name] == 1
        else with_parameter(operation, name)
        for operation, name in zip(operations, plain, strict=True)
    )


def _plain_name(operation: Operation) -> str:
    if stated := operation.operation_id.strip():
        return without_route(operation, stated)
    return join_words((operation.method.lower(), *path_words(operation.path)))


def without_route(operation: Operation, stated: str) -> str:
    """Return an operationId without the path and the method that FastAPI puts behind a function's name."""
    route = (
        f"_{re.sub(r'[^0-9a-zA-Z]', '_', operation.path.lstrip('/'))}_{operation.method.lower()}"
    )
    name = stated.removesuffix(route).rstrip("_")
    return name or stated


def with_parameter(operation: Operation, name: str) -> str:
    """Tell operations apart by the path's last parameter: ``get posts by id``."""
    parameters = path_parameters(operation.path)
    return f"{name} by {parameters[-1]}" if parameters else name
