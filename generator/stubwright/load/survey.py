"""Traverse a tree once to check its depth and to collect its references to other documents."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base.identifiers import references_of
from stubwright.base.place import escape
from stubwright.base.text_encoding import MAX_DEPTH
from stubwright.load.load_errors import too_deep
from stubwright.types.documents import Json


def survey(tree: Json, uri: str) -> list[str]:
    """Return the tree's references to other documents, in no particular order of keys.

    Raise FatalError if the tree, with aliases followed, is too deep.
    """
    found: list[str] = []
    level: list[Json] = [tree]
    for _ in range(MAX_DEPTH):
        below: list[Json] = []
        for node in level:
            if isinstance(node, dict):
                if "$ref" in node or "discriminator" in node or "$dynamicRef" in node:
                    found += references_of(node)
                below += [value for value in node.values() if isinstance(value, (dict, list))]
            elif isinstance(node, list):
                below += [value for value in node if isinstance(value, (dict, list))]
        if not below:
            return found
        # Equal objects are shared (see ``Shared``), so each is visited once per level.
        level = list({id(value): value for value in below}.values())
    raise too_deep(uri, pointer=_first_too_deep(tree))


def _first_too_deep(tree: Json) -> str:
    """Return the pointer of the first object or array below the limit."""
    open_members = [_members(tree)]
    tokens: list[str] = []
    while open_members:
        member = next(open_members[-1], None)
        if member is None:
            open_members.pop()
            del tokens[-1:]
            continue
        tokens.append(member[0])
        if len(tokens) >= MAX_DEPTH:
            break
        open_members.append(_members(member[1]))
    return "".join(f"/{token}" for token in tokens)


def _members(value: Json) -> Iterator[tuple[str, Json]]:
    """Yield the objects and arrays in a value, by escaped key."""
    if isinstance(value, dict):
        members = ((escape(key), member) for key, member in value.items())
    else:
        members = (
            (str(key), member)
            for key, member in enumerate(value if isinstance(value, list) else ())
        )
    return (pair for pair in members if isinstance(pair[1], (dict, list)))
