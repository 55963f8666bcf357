"""Names of groups, methods and arguments."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from stubwright.base.ids import key
from stubwright.name.identifier_words import pascal, shorten, snake
from stubwright.name.settle import MOST, AnyOf, Claim, Fixed, free, settle
from stubwright.types.backend import Reserved
from stubwright.types.ir_operations import Api, Operation, OperationId, Parameter
from stubwright.types.names import GroupName

_SUFFIXES = frozenset({"api", "controller", "endpoint", "resource", "service"})
"""Suffixes that frameworks add to the name of a group's class."""


def name_groups(
    hints: Iterable[str], models: Iterable[str], fixed: Fixed, reserved: Reserved
) -> dict[str, GroupName]:
    """Name groups; hints that differ only in case or separators are the same group.

    The classes of a group have no name in common with models.
    """
    shared: dict[str, list[str]] = {}
    for hint in hints:
        shared.setdefault(shorten(snake(hint), 40), []).append(hint)
    attributes = settle(
        [Claim(key=key("tag", hints[0]), proposal=proposal) for proposal, hints in shared.items()],
        reserved=reserved.groups,
        prefix="group_",
        fixed=fixed,
        taken=set(),
    )
    classes = set(models)
    modules: set[str] = set()
    groups: dict[str, GroupName] = {}
    for proposal, alike in shared.items():
        attribute = attributes[key("tag", alike[0])]
        group = GroupName(
            attribute=attribute,
            class_name=_class(alike[0], "", classes),
            async_class_name=_class(alike[0], "Async", classes),
            module=_module(proposal, modules, reserved),
        )
        groups.update(dict.fromkeys(alike, group))
    return groups


def _class(hint: str, prefix: str, taken: set[str]) -> str:
    proposal = f"{prefix}{shorten(pascal(hint), MOST)}Endpoints"
    legal = proposal if proposal.isidentifier() else f"Group{proposal}"
    name = free(legal, (), taken)
    taken.add(name)
    return name


def _module(proposal: str, taken: set[str], reserved: Reserved) -> str:
    legal = proposal if proposal.isidentifier() else f"group_{proposal}"
    name = free(legal, reserved.modules, taken, str.lower)
    taken.add(name.lower())
    return name


def name_methods(
    operations: Iterable[Operation],
    groups: Mapping[str, GroupName],
    fixed: Fixed,
    reserved: Reserved,
) -> dict[OperationId, str]:
    """Name methods; each group is a separate scope."""
    by_group: dict[str, list[Operation]] = {}
    for operation in operations:
        by_group.setdefault(groups[operation.group].attribute, []).append(operation)
    names: dict[OperationId, str] = {}
    for attribute, members in by_group.items():
        claims = [
            Claim(
                key=member.id,
                proposal=shorten(_method(member.name, attribute), MOST),
                exact=snake(member.name) == member.name,
            )
            for member in members
        ]
        given = settle(claims, reserved=reserved.words, prefix="call_", fixed=fixed, taken=set())
        names.update((OperationId(own), name) for own, name in given.items())
    return names


def iterator_key(operation: Operation) -> str:
    """Return the pin key of an operation's iterating method."""
    return f"iter {operation.id}"


def is_iterator(own: str) -> bool:
    """Return whether a key is that of an iterating method."""
    return own.startswith("iter ")


def with_iterators(api: Api, chosen: Mapping[str, str]) -> Mapping[str, str]:
    """Return chosen names, and the names of iterating methods that follow from them and override their pins."""
    following = {
        iterator_key(one): _iterating(chosen[one.id])
        for one in api.operations
        if one.pagination is not None and one.id in chosen
    }
    return {**following, **chosen}


def name_iterators(
    operations: Iterable[Operation],
    groups: Mapping[str, GroupName],
    methods: Mapping[OperationId, str],
    fixed: Fixed,
    reserved: Reserved,
) -> dict[OperationId, str]:
    """Name the second methods of operations that paginate; the document's own names come first."""
    operations = tuple(operations)
    taken: dict[str, set[str]] = {}
    for one in operations:
        taken.setdefault(groups[one.group].attribute, set()).add(methods[one.id])
    names: dict[OperationId, str] = {}
    for attribute, used in taken.items():
        paged = [
            one
            for one in operations
            if groups[one.group].attribute == attribute and one.pagination is not None
        ]
        claims = [_iterator_claim(iterator_key(one), methods[one.id], used) for one in paged]
        given = settle(claims, reserved=reserved.words, prefix="", fixed=fixed, taken=used)
        names.update({one.id: given[iterator_key(one)] for one in paged})
    return names


def _iterator_claim(own: str, method: str, used: Container[str]) -> Claim:
    """Return the claim of an iterating method; if another one has the short name, this one keeps its verb."""
    short, whole = _iterating(method), f"iter_{method}"
    others = () if short in used else (whole,)
    return Claim(key=own, proposal=short, exact=short == whole, others=others)


def _iterating(method: str) -> str:
    """Return ``iter_pets`` for ``list_pets``, ``iter`` for ``list``, and ``iter_search`` for ``search``."""
    verb, _, rest = method.partition("_")
    if verb in ("list", "get", "find"):
        return f"iter_{rest}".removesuffix("_")
    return f"iter_{method}"


def _method(name: str, group: str) -> str:
    """Return ``get_content`` for ``repos/get-content`` or ``ReposController_getContent`` in the group ``repos``.

    A prefix is removed only if a separator follows it in the operationId: ``itemsAreGood`` is unchanged.
    """
    for separator in re.finditer(r"[_./:\-\s]+", name):
        rest = snake(name[separator.end() :])
        if rest.isidentifier() and _means(name[: separator.start()], group):
            return rest
    return snake(name)


def _means(front: str, group: str) -> bool:
    """Return whether an operationId begins with its group, optionally as a controller."""
    words = snake(front).split("_")
    if len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return "_".join(words) == group


def name_parsers(
    incoming: Iterable[Operation], fixed: Fixed, reserved: Reserved
) -> dict[OperationId, str]:
    """Name the parsers of webhooks and callbacks."""
    claims = [
        Claim(key=one.id, proposal=f"parse_{shorten(snake(one.name), MOST)}") for one in incoming
    ]
    given = settle(claims, reserved=reserved.words, prefix="", fixed=fixed, taken=set())
    return {OperationId(own): name for own, name in given.items()}


def name_constants(
    operations: Iterable[Operation],
    groups: Mapping[str, GroupName],
    methods: Mapping[OperationId, str],
    arguments: Mapping[OperationId, tuple[str, ...]],
    reserved: Reserved,
) -> dict[OperationId, str]:
    """Name the declarations that sync and async methods share; each module is a scope.

    In a script without capitals, a constant has the same name as its method, and could have that of an argument.
    """
    taken: dict[str, set[str]] = {}
    names: dict[OperationId, str] = {}
    for operation in operations:
        group = groups[operation.group]
        classes = {group.class_name, group.async_class_name}
        scope = taken.setdefault(group.module, classes)
        hidden = AnyOf(reserved.constants, arguments[operation.id])
        name = free(methods[operation.id].upper(), hidden, scope)
        scope.add(name)
        names[operation.id] = name
    return names


def argument_key(operation: Operation, parameter: Parameter) -> str:
    """Return the pin key of an argument; an operation's id is a key itself."""
    return f"{operation.id} {key(parameter.location, parameter.name)}"


def name_arguments(operation: Operation, fixed: Fixed, reserved: Reserved) -> tuple[str, ...]:
    """Name an operation's arguments, in the order of its parameters; those of the path choose first."""
    keys = [argument_key(operation, item) for item in operation.parameters]
    claims = [
        Claim(
            key=own,
            proposal=shorten(snake(item.name), MOST),
            exact=item.location == "path",
        )
        for own, item in zip(keys, operation.parameters, strict=True)
    ]
    given = settle(claims, reserved=reserved.arguments, prefix="param_", fixed=fixed, taken=set())
    return tuple(given[own] for own in keys)
