"""Equal objects and lists of a document are one value in memory, so that later stages may read each of them once."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.types.documents import Json


class Shared:
    """The objects and lists met so far, none of which may change later."""

    def __init__(self) -> None:
        self._objects: dict[tuple[object, ...], dict[str, Json]] = {}
        self._lists: dict[tuple[object, ...], list[Json]] = {}

    def object(self, made: dict[str, Json]) -> dict[str, Json]:
        """Return the first object that is equal to this one. Its members are shared already."""
        values = made.values()
        return self._objects.setdefault((*made, *_tokens(values), *map(type, values)), made)

    def array(self, made: list[Json]) -> list[Json]:
        """Return the first list that is equal to this one. Objects in it are shared already, lists may not be."""
        items = [self.array(item) if isinstance(item, list) else item for item in made]
        return self._lists.setdefault((*_tokens(items), *map(type, items)), items)


def _tokens(values: Iterable[Json]) -> list[object]:
    # What holds others is known by its identity. 1, 1.0 and true are equal in Python; their types are compared too.
    return [
        id(value) if value.__class__ is dict or value.__class__ is list else value
        for value in values
    ]
