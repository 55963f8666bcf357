"""Keywords of a schema that affect its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from operator import attrgetter
from typing import Final, TypeAlias

from stubwright.lower.schemas.keywords import SHAPING
from stubwright.lower.schemas.scalars import is_binary
from stubwright.types.spec import MISSING, Kind, Schema, SchemaId

Facets: TypeAlias = frozenset[str]

REFERENCE: Final[Facets] = frozenset({"ref"})
COMPOSED: Final[Facets] = frozenset({"ref", "all_of", "one_of", "any_of"})
TYPE_ONLY: Final[Facets] = frozenset({"types", "nullable"})
CHECKS: Final[Facets] = frozenset({"required", "types"})

_FACETS: Final = tuple(keyword.facet for keyword in SHAPING.values())
_VALUES: Final = attrgetter(*SHAPING)

OBJECT: Final[Facets] = frozenset(
    {one.facet for one in SHAPING.values() if one.suggests == "object"} | {"closed"}
)


def facets(schema: Schema, schemas: Mapping[SchemaId, Schema]) -> Facets:
    """Return the names of the keywords that shape a type.

    Annotations and constraints are omitted, and so is ``additionalProperties: false`` (``closed``
    only means that the schema describes an object).
    """
    found = set(compress(_FACETS, _VALUES(schema)))
    found.discard("never")
    if schema.boolean_schema is False:
        found.add("never")
    if schema.const is MISSING:
        found.discard("const")
    elif not schema.const:
        found.add("const")
    if "additional" in found and extra_of(schema, schemas) is None:
        found.discard("additional")
    return frozenset(found)


def extra_of(schema: Schema, schemas: Mapping[SchemaId, Schema]) -> SchemaId | None:
    """Return the schema of additional properties; None if they are forbidden or not described."""
    for found in (schema.additional_properties, schema.unevaluated_properties):
        if found is not None and not is_never(found, schemas):
            return found
    return None


def is_never(schema: SchemaId, schemas: Mapping[SchemaId, Schema]) -> bool:
    """Return whether a schema is ``false``."""
    return schema in schemas and schemas[schema].boolean_schema is False


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
    """Return the JSON types that keywords suggest if ``type`` is missing, in a fixed order."""
    kinds: set[Kind] = {
        one.suggests for one in SHAPING.values() if one.suggests and one.facet in found
    }
    if schema.additional_properties is not None or schema.unevaluated_properties is not None:
        kinds.add("object")
    if found & {"format", "encoding"} and not _is_any_content(schema):
        kinds.add(format_kind(schema.format))
    kinds.update(CHECK_KINDS[name] for name, _ in schema.checks if name in CHECK_KINDS)
    if "integer" in kinds:
        kinds.discard("number")
    order: tuple[Kind, ...] = ("boolean", "integer", "number", "string", "array", "object")
    return tuple(kind for kind in order if kind in kinds)


def _is_any_content(schema: Schema) -> bool:
    """Return whether only a media type is stated, and that is textual.

    A media type applies to strings only (JSON Schema 2020-12 validation, section 8.4), so other types are allowed as
    well; binary content can only be a string.
    """
    stated = schema.format or schema.content_encoding
    return not stated and not is_binary(schema.content_media_type)


def format_kind(format: str) -> Kind:
    """Return the JSON type that a format alone suggests."""
    if format.startswith(("int", "uint")):
        return "integer"
    return "number" if format in {"float", "double"} else "string"


def without_null(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Return JSON types in order, without null and duplicates."""
    found: dict[Kind, None] = {}
    for kind in kinds:
        if kind != "null":
            found.setdefault(kind)
    return tuple(found)
