"""Follow the references of everything that is not a schema (OpenAPI 3.1.1, section 4.8.23)."""

from __future__ import annotations

from stubwright.parse.context import Context
from stubwright.parse.reader import Reader, wrong_type
from stubwright.place import Place
from stubwright.types.documents import Json
from stubwright.types.index import Unresolved

_OVERRIDES = {"$ref", "summary", "description"}


def follow(ctx: Context, place: Place, value: Json) -> tuple[Place, Json] | None:
    """Return where a chain of references ends and what stands there, None where it ends nowhere."""
    start, seen = place, {place}
    while isinstance(value, dict) and "$ref" in value:
        ref = value["$ref"]
        if not isinstance(ref, str):
            wrong_type(ctx, place.child("$ref"), ref, "'$ref'", "text")
            return None
        _note_siblings(ctx, place, value)
        target = ctx.resolve(place, ref)
        if isinstance(target, Unresolved):
            ctx.report_unresolved(place, target)
            return None
        if target in seen:
            message = "these references lead back to themselves and to nothing else"
            ctx.warn("ref-loop", start, message, "let one of them hold the object itself")
            return None
        seen.add(target)
        place, value = target, ctx.value_at(target)
    return place, value


def follow_object(ctx: Context, place: Place, value: Json, what: str) -> Reader | None:
    """Return a reader of the object at the end of a chain of references."""
    end = follow(ctx, place, value)
    if end is None:
        return None
    place, value = end
    if isinstance(value, dict):
        return Reader(ctx, place, value)
    wrong_type(ctx, place, value, what, "an object")
    return None


def _note_siblings(ctx: Context, place: Place, value: dict[str, Json]) -> None:
    lost = [key for key in value if key not in _OVERRIDES and not key.startswith("x-")]
    if lost:
        names = ", ".join(f"'{key}'" for key in lost[:5])
        ctx.note("ref-siblings-ignored", place, f"{names} beside '$ref' has no effect")
