"""Which keywords of a schema shape a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from stubwright.types.spec import MISSING, Kind, Schema, SchemaId

Facets: TypeAlias = frozenset[str]

REFERENCE: Final[Facets] = frozenset({"ref"})
COMPOSED: Final[Facets] = frozenset({"ref", "all_of", "one_of", "any_of"})
TYPE_ONLY: Final[Facets] = frozenset({"types", "nullable"})
CHECKS: Final[Facets] = frozenset({"required", "types"})

OBJECT: Final[Facets] = frozenset(
    {"properties", "required", "additional", "pattern_properties", "closed", "discriminator"}
)
ARRAY: Final[Facets] = frozenset({"items", "prefix_items"})


def facets(schema: Schema, schemas: Mapping[SchemaId, Schema]) -> Facets:
    """Name the keywords that shape a type.

    Annotations and mere checks are left out, and so is ``additionalProperties: false`` (``closed``
    only says that the schema describes an object). A discriminator has nothing to tell apart in a union of one.
    """
    alone = 1 in (len(schema.one_of), len(schema.any_of))
    stated = {
        "ref": schema.ref is not None,
        "all_of": bool(schema.all_of),
        "one_of": bool(schema.one_of),
        "any_of": bool(schema.any_of),
        "never": schema.verdict is False,
        "types": bool(schema.types),
        "nullable": schema.nullable,
        "enum": bool(schema.enum),
        "const": schema.const is not MISSING,
        "format": bool(schema.format),
        "encoding": bool(schema.content_encoding or schema.content_media_type),
        "discriminator": schema.discriminator is not None and not alone,
        "properties": bool(schema.properties),
        "required": bool(schema.required),
        "pattern_properties": bool(schema.pattern_properties),
        "additional": extra_of(schema, schemas) is not None,
        "items": schema.items is not None or schema.unevaluated_items is not None,
        "prefix_items": bool(schema.prefix_items),
    }
    return frozenset(name for name, is_stated in stated.items() if is_stated)


def extra_of(schema: Schema, schemas: Mapping[SchemaId, Schema]) -> SchemaId | None:
    """Return the schema of members under other names; None where there are none, or none stated."""
    for found in (schema.additional_properties, schema.unevaluated_properties):
        if found is not None and not is_never(found, schemas):
            return found
    return None


def is_never(schema: SchemaId, schemas: Mapping[SchemaId, Schema]) -> bool:
    """Tell whether a schema is ``false``."""
    return schema in schemas and schemas[schema].verdict is False


CHECK_KINDS: Final[Mapping[str, Kind]] = {
    "minLength": "string",
    "maxLength": "string",
    "pattern": "string",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
    "minItems": "array",
    "maxItems": "array",
    "uniqueItems": "array",
    "minProperties": "object",
    "maxProperties": "object",
}


def derived_kinds(schema: Schema, found: Facets) -> tuple[Kind, ...]:
    """Return the JSON types that keywords suggest where ``type`` is missing, in a fixed order."""
    kinds: set[Kind] = set()
    closed = schema.additional_properties is not None or schema.unevaluated_properties is not None
    if found & OBJECT or closed:
        kinds.add("object")
    if found & ARRAY:
        kinds.add("array")
    if found & {"format", "encoding"}:
        kinds.add(format_kind(schema.format))
    kinds.update(CHECK_KINDS[name] for name, _ in schema.checks if name in CHECK_KINDS)
    if "integer" in kinds:
        kinds.discard("number")
    order: tuple[Kind, ...] = ("boolean", "integer", "number", "string", "array", "object")
    return tuple(kind for kind in order if kind in kinds)


def format_kind(format: str) -> Kind:
    """Return the JSON type that a format alone suggests."""
    if format.startswith(("int", "uint")):
        return "integer"
    return "number" if format in {"float", "double"} else "string"


def without_null(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Return JSON types in order, each once, null left out."""
    found: dict[Kind, None] = {}
    for kind in kinds:
        if kind != "null":
            found.setdefault(kind)
    return tuple(found)
