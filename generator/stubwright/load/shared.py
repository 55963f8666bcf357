"""Share equal objects and lists of a document in memory, so that later stages can read each of them once."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.types.documents import Json


class Shared:
    """The objects and lists so far; none of them may be modified later."""

    def __init__(self) -> None:
        self._objects: dict[tuple[object, ...], dict[str, Json]] = {}
        self._lists: dict[tuple[object, ...], list[Json]] = {}

    def object(self, made: dict[str, Json]) -> dict[str, Json]:
        """Return the first object that is equal to this one. Its members must already be shared."""
        values = made.values()
        return self._objects.setdefault((*made, *_tokens(values), *map(type, values)), made)

    def array(self, made: list[Json]) -> list[Json]:
        """Return the first list that is equal to this one. Objects in it must already be shared; lists need not be."""
        items = [self.array(item) if isinstance(item, list) else item for item in made]
        return self._lists.setdefault((*_tokens(items), *map(type, items)), items)


def _tokens(values: Iterable[Json]) -> list[object]:
    # Objects and lists are compared by identity. 1, 1.0 and true are equal in Python, so types are compared too.
    return [
        id(value) if value.__class__ is dict or value.__class__ is list else value
        for value in values
    ]
