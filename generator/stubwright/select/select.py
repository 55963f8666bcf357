"""The stage's verb: operations by pattern, then the types that these reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from typing_extensions import assert_never

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.types.ir import (
    Anything,
    Api,
    Array,
    Constant,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Operation,
    Scalar,
    Tuple,
    Type,
    TypeId,
    Union,
)
from stubwright.types.options import Options


def select(api: Api, options: Options) -> tuple[Api, tuple[Diagnostic, ...]]:
    """Return ``api`` with the operations that ``include`` names and ``exclude`` does not.

    A pattern is ``tag:NAME``, ``path:/PATH``, ``operation:ID`` (all with ``*`` and ``?``) or ``deprecated``. Types that
    no kept operation reaches are left out. A pattern that matches nothing is a warning. Without patterns the API is
    returned as it is.
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
    idle = [pattern for pattern in patterns if not any(_matches(one, pattern) for one in every)]
    return kept, tuple(map(_unused, idle))


def _unused(pattern: str) -> Diagnostic:
    return Diagnostic(
        code="selection-unused",
        severity=Severity.WARNING,
        message=f"the selection {pattern!r} matches no operation",
        hint="patterns are tag:NAME, path:/PATH, operation:ID (with * and ?) or deprecated",
    )


def _kept(operation: Operation, options: Options) -> bool:
    included = not options.include or any(_matches(operation, one) for one in options.include)
    return included and not any(_matches(operation, one) for one in options.exclude)


def _matches(operation: Operation, pattern: str) -> bool:
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
    waiting = [id_ for operation in operations for id_ in _of_operation(operation)]
    reached: set[TypeId] = set()
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            waiting += _of_type(api.types[id_])
    return reached


def _of_operation(operation: Operation) -> Iterator[TypeId]:
    for parameter in operation.parameters:
        yield parameter.type
    contents = operation.body.contents if operation.body is not None else ()
    for response in operation.responses:
        contents = (*contents, *response.contents)
    for content in contents:
        yield content.type


def _of_type(type_: Type) -> tuple[TypeId, ...]:
    parent = type_.hint.parent if type_.hint is not None else None
    above = (parent,) if parent is not None else ()
    match type_.shape:
        case Array(items=items):
            return (*above, items)
        case Tuple(items=items, rest=rest):
            return (*above, *items, *(() if rest is None else (rest,)))
        case Mapping_(values=values):
            return (*above, values)
        case Union(members=members, tag=tag):
            tagged = () if tag is None else tuple(target for _, target in tag.mapping)
            fallback = () if tag is None or tag.fallback is None else (tag.fallback,)
            return (*above, *members, *tagged, *fallback)
        case Nullable(type=inner):
            return (*above, inner)
        case Object(properties=properties, base=base, extra=extra):
            others = (one for one in (base, extra) if one is not None)
            return (*above, *(item.type for item in properties), *others)
        case Anything() | Scalar() | Constant() | Enumeration():
            return above
        case _ as never:
            assert_never(never)
