"""Groups of operations, and words from which their names are made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import takewhile

from stubwright.base.hint_words import join_words, path_parameters, path_words
from stubwright.base.records import dataclass
from stubwright.types.spec import Operation

_GROUP_HINTS = ("x-fern-sdk-group-name", "x-speakeasy-group")
_METHOD_HINTS = ("x-fern-sdk-method-name", "x-speakeasy-name-override")
"""Extensions with which documents name operations for generators."""

_FEW = 5
"""The minimum number of operations for a common prefix; with fewer, it may be a coincidence."""

_VERBS = frozenset(
    [
        "add",
        "create",
        "delete",
        "fetch",
        "find",
        "get",
        "list",
        "patch",
        "post",
        "put",
        "query",
        "read",
        "remove",
        "search",
        "set",
        "update",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The group of an operation, and its name within the whole document."""

    group: str
    name: str


def named(operations: Iterable[Operation]) -> tuple[Named, ...]:
    """Return each operation's group and name; ``by ...`` is added to equal names.

    The group is that of an extension, the first tag, the path's first word (without a fragment), or ``default``; the name is that of
    an extension, the operationId, or method and path. A prefix that all operationIds or paths share is removed.
    """
    operations = tuple(operations)
    paths = _own_words(operations)
    groups = [_group(*each) for each in zip(operations, paths, strict=True)]
    stated = _with_routes(operations, [_stated(operation) for operation in operations], groups)
    stated = _without_paths(operations, stated, groups)
    stated = _without_numbers(stated, groups)
    stated = _without_prefix(stated, groups)
    plain = [
        name or join_words((operation.method.lower(), *words))
        for operation, name, words in zip(operations, stated, paths, strict=True)
    ]
    counts = Counter(zip(groups, plain, strict=True))
    return tuple(
        Named(
            group=group,
            name=name if own or counts[group, name] == 1 else with_parameter(operation, name),
        )
        for operation, group, own, name in zip(operations, groups, stated, plain, strict=True)
    )


def group_of(operation: Operation) -> str:
    """Return the group of an operation by itself."""
    return _group(operation, path_words(operation.path))


def _group(operation: Operation, words: tuple[str, ...]) -> str:
    if hint := _hint(operation, _GROUP_HINTS):
        return hint
    for tag in operation.tags:
        if tag.strip():
            return tag
    # What follows "#" in a path is never sent; documents that dispatch by header or query put it there.
    return next((front for word in words if (front := word.partition("#")[0])), "default")


def _stated(operation: Operation) -> str:
    if hint := _hint(operation, _METHOD_HINTS):
        return hint
    stated = operation.operation_id.strip()
    return without_route(operation, stated) if stated else ""


def _hint(operation: Operation, keys: Iterable[str]) -> str:
    for key in keys:
        value = operation.extensions.get(key)
        words = value if isinstance(value, list) else [value]
        if words and all(isinstance(word, str) and word.strip() for word in words):
            return join_words(str(word).strip() for word in words)
    return ""


def _own_words(operations: tuple[Operation, ...]) -> list[tuple[str, ...]]:
    """Return the words of each path without the segments with which all paths begin."""
    every = [path_words(operation.path) for operation in operations]
    shared = _shared(every)
    groups = {words[shared] for words in every} if shared else set[str]()
    return [words[shared:] for words in every] if len(groups) > 1 else every


def _with_routes(
    operations: tuple[Operation, ...], names: list[str], groups: list[str]
) -> list[str]:
    """Restore the part of the route that distinguishes names of a group: the method, the path, or both."""
    alike: dict[tuple[str, str], list[int]] = {}
    for at, (operation, group, name) in enumerate(zip(operations, groups, names, strict=True)):
        if name and operation.operation_id.strip() not in ("", name):
            alike.setdefault((group, name), []).append(at)
    whole = list(names)
    for (_, name), found in alike.items():
        methods = [operations[at].method.lower() for at in found]
        paths = ["_".join(re.findall(r"[^\W_]+", operations[at].path)) for at in found]
        both = [*map("_".join, zip(paths, methods, strict=True))]
        routes = next((each for each in (methods, paths) if len({*each}) == len(found)), both)
        for at, route in zip(found, routes, strict=True) if found[1:] else ():
            whole[at] = f"{name}_{route}"
    return whole


def _without_paths(
    operations: tuple[Operation, ...], names: list[str], groups: list[str]
) -> list[str]:
    """Remove the path as a prefix of names, if all have it (Litestar's ``PetsPetIdGetPet``)."""
    fronts = [
        "".join(word[0].upper() + word[1:] for word in re.findall(r"[^\W_]+", operation.path))
        for operation in operations
    ]
    plain = [name.removeprefix(front) for name, front in zip(names, fronts, strict=True)]
    pairs = zip(plain, names, strict=True)
    all_have = all(own != name and own[:1].isupper() for own, name in pairs)
    distinct = len(set(zip(groups, plain, strict=True))) == len(plain)
    return plain if all_have and distinct else names


def _without_numbers(names: list[str], groups: list[str]) -> list[str]:
    """Remove numbers that distinguish names in the document (springdoc's ``list_1``), but are not needed in a group."""
    known = set(names)
    plain = [
        match[1] if (match := _NUMBERED.fullmatch(name)) and match[1] in known else name
        for name in names
    ]
    counts = Counter(zip(groups, plain, strict=True))
    return [
        own if counts[group, own] == 1 else name
        for name, group, own in zip(names, groups, plain, strict=True)
    ]


_NUMBERED = re.compile(r"(.*[^\d_])_\d+")
_SPRINGFOX = re.compile(r"(?<=\w)Using([A-Z]+)(?=_\d+$|$)")


def _without_prefix(names: list[str], groups: list[str]) -> list[str]:
    """Remove the words with which all names begin; empty names remain empty."""
    stated = [name for name in names if name]
    words = [tuple(_WORD.findall(name)) for name in stated]
    shared = _shared(words)
    while shared and words[0][shared - 1].lower() in _VERBS:
        shared -= 1
    if not shared or len(set(groups)) < 2:
        return names
    if any(map(partial(_has_group, more_than=shared), names, groups)):
        return names  # the whole group is left out of its methods' names later
    return [_after(name, shared) if name else "" for name in names]


def _has_group(name: str, group: str, *, more_than: int) -> bool:
    """Return whether an operationId is its group, of more words than these, and the rest (``BlobContainers_List``)."""
    front = [word.lower() for word in _WORD.findall(group)]
    found = list(_WORD.finditer(name))[: len(front)]
    return (
        len(front) > more_than
        and [word[0].lower() for word in found] == front
        and not name[found[-1].end() :][:1].isalnum()
    )


def _after(name: str, count: int) -> str:
    found = list(_WORD.finditer(name))
    return name[found[count].start() :]


def _shared(every: list[tuple[str, ...]]) -> int:
    """Return the number of words with which all names begin, of which each keeps at least one; 0 for few names."""
    if len(every) < _FEW:
        return 0
    most = min(map(len, every)) - 1
    first = every[0]
    same = (all(words[at] == first[at] for words in every) for at in range(max(most, 0)))
    return len(list(takewhile(bool, same)))


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")


def without_route(operation: Operation, stated: str) -> str:
    """Remove the suffix that frameworks add to a function's name: path and method (FastAPI), method (springfox)."""
    route = (
        f"_{re.sub(r'[^0-9a-zA-Z]', '_', operation.path.lstrip('/'))}_{operation.method.lower()}"
    )
    name = stated.removesuffix(route).rstrip("_")
    using = _SPRINGFOX.search(name)
    if using is not None and using[1] == operation.method:
        name = name[: using.start()] + name[using.end() :]
    return name or stated


def with_parameter(operation: Operation, name: str) -> str:
    """Distinguish operations by the path's last parameter: ``get posts by id``."""
    parameters = path_parameters(operation.path)
    return f"{name} by {parameters[-1]}" if parameters else name
