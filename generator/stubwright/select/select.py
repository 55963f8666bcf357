"""The function of this stage: select operations by pattern, then the types that they use."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.records import replace
from stubwright.types.ir import TypeId
from stubwright.types.ir_operations import Api, Operation
from stubwright.types.ir_walk import operation_types, references
from stubwright.types.options import Options


def select(api: Api, options: Options) -> tuple[Api, tuple[Diagnostic, ...]]:
    """Return ``api`` with the operations that match ``include`` and do not match ``exclude``.

    A pattern is ``tag:NAME``, ``path:/PATH``, ``operation:ID`` (all with ``*`` and ``?``) or ``deprecated``. Types that
    no selected operation uses are removed. A pattern that matches nothing is a warning. Without patterns, the API is
    returned unchanged.
    """
    if not options.include and not options.exclude:
        return api, ()
    every = (*api.operations, *api.incoming)
    operations = tuple(one for one in api.operations if _kept(one, options))
    incoming = tuple(one for one in api.incoming if _kept(one, options))
    reached = _reached(api, (*operations, *incoming))
    kept = replace(
        api,
        operations=operations,
        incoming=incoming,
        types={id_: type_ for id_, type_ in api.types.items() if id_ in reached},
    )
    patterns = dict.fromkeys((*options.include, *options.exclude))
    idle = [pattern for pattern in patterns if not any(matches(one, pattern) for one in every)]
    return kept, tuple(map(_unused, idle))


def _unused(pattern: str) -> Diagnostic:
    return Diagnostic(
        code="selection-unused",
        severity=Severity.WARNING,
        message=f"the selection {pattern!r} matches no operation",
        hint="patterns are tag:NAME, path:/PATH, operation:ID (with * and ?) or deprecated",
    )


def _kept(operation: Operation, options: Options) -> bool:
    included = not options.include or any(matches(operation, one) for one in options.include)
    return included and not any(matches(operation, one) for one in options.exclude)


def matches(operation: Operation, pattern: str) -> bool:
    """Return whether a pattern matches an operation."""
    kind, _, wanted = pattern.partition(":")
    match kind:
        case "tag":
            return fnmatchcase(operation.group, wanted)
        case "path":
            return fnmatchcase(operation.path, wanted)
        case "operation":
            return fnmatchcase(operation.name, wanted)
        case "deprecated":
            return operation.deprecated
        case _:
            return False


def _reached(api: Api, operations: Iterable[Operation]) -> set[TypeId]:
    """Return the types that the operations use, and those on whose names the names of others depend."""
    waiting = [id_ for operation in operations for id_ in operation_types(operation)]
    reached: set[TypeId] = set()
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            type_ = api.types[id_]
            waiting += references(type_.shape)
            if type_.hint is not None and type_.hint.parent is not None:
                waiting.append(type_.hint.parent)
    return reached
