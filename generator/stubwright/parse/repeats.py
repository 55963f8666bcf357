"""Nested schemas that a document repeats: each is read once, and has the id of its first place.

``load`` shares equal objects, so a repeated value is recognised by its identity. Schemas whose place matters are read
separately: components, and those to which operations refer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.place import Place
from stubwright.base.records import replace
from stubwright.parse.keywords import READ, Read
from stubwright.types.documents import Json
from stubwright.types.spec import RelativePlace, Schema, SchemaId

_HOLDS: Final = {field: how for field, (_, how) in READ.items()}
_SINGLE: Final = ("items", *(field for field, how in _HOLDS.items() if how is Read.SCHEMA))
_LISTS: Final = ("prefix_items", *(field for field, how in _HOLDS.items() if how is Read.SCHEMAS))
_NAMED: Final = tuple(field for field, how in _HOLDS.items() if how is Read.SCHEMA_MAP)
_INNER: Final = attrgetter(*_SINGLE, *_LISTS, *_NAMED)


class ReferenceInside(Exception):
    """A reference leads into a schema, so places inside schemas matter, and each has to be read."""


class Repeats:
    """The nested schemas so far, and their places."""

    def __init__(self) -> None:
        self.places: dict[SchemaId, list[RelativePlace]] = {}
        self.faults: dict[SchemaId, tuple[Diagnostic, ...]] = {}
        self._ids: dict[tuple[int, str], SchemaId] = {}
        self._reading = SchemaId("")
        self._place = Place("")

    def begin(self, id_: SchemaId, place: Place) -> None:
        """Set the schema that is being read."""
        self._reading, self._place = id_, place

    def known(self, place: Place, value: Json) -> SchemaId | None:
        """Return the id of an equal schema that was read before."""
        return self._ids.get((id(value), place.document))

    def remember(self, place: Place, value: Json, id_: SchemaId) -> None:
        """Record the id of a schema inside the current one. Raise ReferenceInside if it is elsewhere."""
        around = self._place.pointer
        if place.document != self._place.document or not place.pointer.startswith(f"{around}/"):
            raise ReferenceInside
        if isinstance(value, dict):
            self._ids.setdefault((id(value), place.document), id_)
        self.places.setdefault(id_, []).append((self._reading, place.pointer[len(around) :]))


def is_outermost(place: Place) -> bool:
    """Return whether a reference leads to no schema inside another, according to its pointer."""
    keys = place.pointer.split("/")[1:]
    if len(keys) < 2:
        return True
    return (len(keys) == 2 and keys[0] in ("definitions", "$defs")) or (
        len(keys) == 3 and keys[0] == "components"
    )


def with_first_places(
    schemas: Mapping[SchemaId, Schema], repeats: Repeats
) -> tuple[dict[SchemaId, Schema], dict[SchemaId, tuple[RelativePlace, ...]]]:
    """Return the schemas by the shortest of their places, and all places of those with several."""
    pointers = _pointers(schemas, repeats)
    renamed = {
        id_: SchemaId(f"{schemas[id_].place.document}#{pointer}")
        for id_, pointer in pointers.items()
        if schemas[id_].place.pointer != pointer
    }

    def new(id_: SchemaId) -> SchemaId:
        return renamed.get(id_, id_)

    found = {new(id_): _renamed(schema, renamed) for id_, schema in schemas.items()}
    repeated = {
        new(id_): tuple((new(parent), rest) for parent, rest in places)
        for id_, places in repeats.places.items()
        if len(places) > 1
    }
    return found, repeated


def _pointers(schemas: Mapping[SchemaId, Schema], repeats: Repeats) -> dict[SchemaId, str]:
    """Return the first pointer of each nested schema: the shortest one, then in alphabetical order."""
    found: dict[SchemaId, str] = {}

    def first(id_: SchemaId) -> str:
        places = repeats.places.get(id_)
        if places is None:
            return schemas[id_].place.pointer
        if (known := found.get(id_)) is None:
            pointers = [first(parent) + rest for parent, rest in places]
            known = pointers[0] if len(pointers) == 1 else min(pointers, key=_sort_key)
            found[id_] = known
        return known

    for id_ in repeats.places:
        first(id_)
    return found


def _sort_key(pointer: str) -> tuple[int, str]:
    return len(pointer), pointer


def _renamed(schema: Schema, ids: Mapping[SchemaId, SchemaId]) -> Schema:
    """Return a schema with the new ids of itself and its inner schemas."""
    changed: dict[str, Any] = {}
    if any(_INNER(schema)):
        changed.update(_changed(schema, ids))
    if (own := ids.get(schema.id)) is not None:
        place = Place(schema.place.document, own[len(schema.place.document) + 1 :])
        changed.update(id=own, place=place)
    return replace(schema, **changed) if changed else schema


def _changed(schema: Schema, ids: Mapping[SchemaId, SchemaId]) -> Iterator[tuple[str, Any]]:
    for field in _SINGLE:
        if (value := getattr(schema, field)) in ids:
            yield field, ids[value]
    for field in _LISTS:
        values = getattr(schema, field)
        if not ids.keys().isdisjoint(values):
            yield field, tuple(ids.get(value, value) for value in values)
    for field in _NAMED:
        named = getattr(schema, field)
        if any(value in ids for _, value in named):
            yield field, tuple((name, ids.get(value, value)) for name, value in named)


def report_everywhere(
    schemas: Mapping[SchemaId, Schema], repeats: Repeats, report: Callable[[Diagnostic], None]
) -> None:
    """Report the diagnostics of a schema at each of its places."""
    for id_, faults in repeats.faults.items():
        read = schemas[id_].place
        for pointer in dict.fromkeys(_every_pointer(schemas, repeats, id_)):
            for fault in faults:
                report(_moved(fault, read, pointer))


def _every_pointer(
    schemas: Mapping[SchemaId, Schema], repeats: Repeats, id_: SchemaId
) -> Iterable[str]:
    places = repeats.places.get(id_)
    if places is None:
        yield schemas[id_].place.pointer
        return
    for parent, rest in places:
        for pointer in _every_pointer(schemas, repeats, parent):
            yield pointer + rest


def _moved(fault: Diagnostic, read: Place, pointer: str) -> Diagnostic:
    place = fault.place
    if place is None or place.document != read.document:
        return fault
    rest = place.pointer[len(read.pointer) :]
    inside = place.pointer.startswith(read.pointer) and (not rest or rest.startswith("/"))
    return replace(fault, place=Place(place.document, pointer + rest)) if inside else fault
