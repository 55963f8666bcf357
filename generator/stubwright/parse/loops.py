"""Find chains of references that form a loop and say nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stubwright.parse.context import Context
from stubwright.types.spec import Schema, SchemaId


def without_loops(ctx: Context, schemas: Mapping[SchemaId, Schema]) -> Mapping[SchemaId, Schema]:
    """Return the schemas with each loop of ``ref`` replaced by what allows anything."""
    looping = _looping(schemas)
    if not looping:
        return schemas
    for id_ in looping:
        place = schemas[id_].place
        message = "this reference leads back to itself; any value is allowed here instead"
        hint = "replace one reference of the loop with a schema"
        ctx.warn("ref-loop", place.child("$ref"), message, hint)
    return {
        id_: replace(schema, ref=None, verdict=True) if id_ in looping else schema
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
