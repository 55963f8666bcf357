"""Follow references to objects other than schemas (OpenAPI 3.1.1, section 4.8.23); find loops of references to schemas."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.place import Place
from stubwright.base.records import replace
from stubwright.parse.context import Context
from stubwright.parse.message_words import kind_of
from stubwright.types.documents import Json
from stubwright.types.index import Unresolved
from stubwright.types.spec import Schema, SchemaId

_OVERRIDES = {"$ref", "summary", "description"}


def follow(ctx: Context, place: Place, value: Json) -> tuple[Place, Json] | None:
    """Return the end of a chain of references and the value there, or None if it cannot be resolved."""
    start, seen = place, {place}
    while isinstance(value, dict) and "$ref" in value:
        ref = value["$ref"]
        if not isinstance(ref, str):
            message = f"'$ref' should be a string, but is {kind_of(ref)}"
            ctx.warn("wrong-type", place.child("$ref"), message)
            return None
        _note_siblings(ctx, place, value)
        target = ctx.resolve(place, ref)
        if isinstance(target, Unresolved):
            ctx.report_unresolved(place, target)
            return None
        if target in seen:
            message = "these references form a loop"
            ctx.warn("ref-loop", start, message, "replace one of them with the object itself")
            return None
        seen.add(target)
        place, value = target, ctx.value_at(target)
    return place, value


def follow_misplaced(ctx: Context, place: Place, value: Json) -> tuple[Place, Json] | None:
    """Follow a reference where the specification does not allow one: a map, a list, a string.

    Anything but an object whose ``$ref`` is a string is returned unchanged.
    """
    if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
        return place, value
    message = "a reference is not allowed here, but it is followed"
    hint = "write out what it refers to, or refer to a whole object of the specification"
    ctx.warn("ref-misplaced", place.child("$ref"), message, hint)
    return follow(ctx, place, value)


def _note_siblings(ctx: Context, place: Place, value: dict[str, Json]) -> None:
    lost = [key for key in value if key not in _OVERRIDES and not key.startswith("x-")]
    if lost:
        names = ", ".join(f"'{key}'" for key in lost[:5])
        message = f"{names} beside '$ref' has no effect"
        hint = "change the object that is referred to, or write it out here"
        ctx.note("ref-siblings-ignored", place, message, hint)


def without_loops(ctx: Context, schemas: Mapping[SchemaId, Schema]) -> Mapping[SchemaId, Schema]:
    """Return the schemas with each loop of ``ref`` replaced by schemas that allow any value."""
    looping = _looping(schemas)
    if not looping:
        return schemas
    for id_ in looping:
        place = schemas[id_].place
        message = "this reference leads back to itself; any value is allowed here instead"
        hint = "replace one reference of the loop with a schema"
        ctx.warn("ref-loop", place.child("$ref"), message, hint)
    return {
        id_: replace(schema, ref=None, boolean_schema=True) if id_ in looping else schema
        for id_, schema in schemas.items()
    }


def _looping(schemas: Mapping[SchemaId, Schema]) -> dict[SchemaId, None]:
    """Return the members of all loops, following each reference once."""
    done: set[SchemaId] = set()
    looping: dict[SchemaId, None] = {}
    for start in schemas:
        path: dict[SchemaId, int] = {}
        at: SchemaId | None = start
        while at is not None and at not in done and at not in path:
            path[at] = len(path)
            at = schemas[at].ref if at in schemas else None
        if at is not None and at in path:
            looping.update(dict.fromkeys(id_ for id_, step in path.items() if step >= path[at]))
        done.update(path)
    return looping
