"""Endpoint modules: one declaration per operation, one method per client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.declarations import declaration
from stubwright.backends.dataclasses.formatting.docstrings import docstring, joined
from stubwright.backends.dataclasses.formatting.expressions import NOTHING
from stubwright.backends.dataclasses.formatting.layout import class_head
from stubwright.backends.dataclasses.formatting.literals import line
from stubwright.backends.dataclasses.imports import blocks, exports, giving_way
from stubwright.backends.dataclasses.methods import Methods, iterators, methods
from stubwright.backends.dataclasses.views import EndpointsModule, GroupView
from stubwright.base.records import dataclass
from stubwright.types.ir_operations import Api, Operation
from stubwright.types.names import GroupName, Names

#: Imported names that are used in the bodies of classes, and in those of methods.
_IN_CLASSES = frozenset({"builtins", "deprecated", "dt", "m", "overload"})
_IN_BODIES = frozenset({"astream", "stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPart:
    """A group, its operations and its module's first line."""

    group: GroupName
    hint: str
    operations: Sequence[Operation]
    header: str


def endpoints_module(api: Api, names: Names, part: GroupPart) -> EndpointsModule:
    """Plan the module of one group."""
    hidden = frozenset(names.methods[operation.id] for operation in part.operations)
    hidden |= {names.iterators[one.id] for one in part.operations if one.id in names.iterators}
    called = giving_way(_taken(part, hidden, names))
    outside = Annotator(api=api, names=names, local_names=called)
    inside = outside.inside(hidden)
    planned = [
        planned_methods
        for operation in part.operations
        for planned_methods in _methods_of(operation, inside)
    ]
    declared = [declaration(operation, outside) for operation in part.operations]
    uses = frozenset({"AsyncGroup", "Group"}).union(
        *(one.uses for one in declared), *(one.uses for one in planned)
    )
    in_text = NOTHING.union(*(one.in_text for one in declared)) - uses
    classes = (part.group.async_class_name, part.group.class_name)
    return EndpointsModule(
        header=part.header,
        docstring=docstring(f"The `{part.group.attribute}` endpoints.", 0),
        imports=blocks(uses | in_text, 1, called=called),
        # To type checkers, an import that is used only in strings is unused unless it is exported.
        exports=exports([*classes, *(called.get(name, name) for name in in_text)]),
        operations=tuple(one.text for one in declared),
        group=_group_view(part.group, about_group(part.hint, api, names), planned),
    )


def _methods_of(operation: Operation, annotator: Annotator) -> Iterator[Methods]:
    """Yield the method of an operation, and that which iterates over its pages."""
    yield methods(operation, annotator)
    if operation.id in annotator.names.iterators:
        yield iterators(operation, annotator)


def _group_view(group: GroupName, about: str, planned: Sequence[Methods]) -> GroupView:
    return GroupView(
        head=class_head(group.class_name, "Group"),
        async_head=class_head(group.async_class_name, "AsyncGroup"),
        docstring=docstring(about, 4),
        methods=tuple(method.sync for method in planned),
        async_methods=tuple(method.asynchronous for method in planned),
    )


def _taken(part: GroupPart, methods: frozenset[str], names: Names) -> set[str]:
    """Return the document's names that would hide imports: of methods in annotations, of arguments in bodies."""
    given = {name for one in part.operations for name in names.arguments[one.id]}
    return {*methods & _IN_CLASSES, *given & _IN_BODIES}


def about_group(hint: str, api: Api, names: Names) -> str:
    """Return the description of a group, from the document or else from its name."""
    description = joined(api.groups.get(hint, ""))
    return description or f"Operations on {line(hint) or names.groups[hint].attribute}."


def by_group(
    operations: Iterable[Operation], names: Names
) -> dict[str, tuple[str, list[Operation]]]:
    """Group operations by the attribute of their group; each group has its first hint."""
    groups: dict[str, tuple[str, list[Operation]]] = {}
    for operation in operations:
        attribute = names.groups[operation.group].attribute
        groups.setdefault(attribute, (operation.group, []))[1].append(operation)
    return groups
