"""One quick look over a tree: how deep it is, and what other documents it refers to."""

from __future__ import annotations

from stubwright.identifiers import references_of
from stubwright.load.faults import too_deep
from stubwright.texts import MAX_DEPTH
from stubwright.types.documents import Json


def survey(tree: Json, uri: str) -> list[str]:
    """Return the tree's references to other documents, in no particular order of keys.

    Raise Stop where the tree is too deep, aliases followed.
    """
    found: list[str] = []
    level: list[Json] = [tree]
    for _ in range(MAX_DEPTH + 1):
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
        level = below
    raise too_deep(uri)
