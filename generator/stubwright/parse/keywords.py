"""The keywords of a schema, as data (JSON Schema 2020-12; OpenAPI 3.0.4, section 4.7.24)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from stubwright.parse.objects import Keys


class Read(Enum):
    """Reader of a keyword's value."""

    TEXT = auto()
    FLAG = auto()
    SCHEMA = auto()
    SCHEMAS = auto()
    SCHEMA_MAP = auto()


NUMBERS = (
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
)
CHECKS = tuple(sorted((*NUMBERS, "pattern", "uniqueItems")))

READ: Mapping[str, tuple[str, Read]] = {
    "title": ("title", Read.TEXT),
    "description": ("description", Read.TEXT),
    "deprecated": ("deprecated", Read.FLAG),
    "read_only": ("readOnly", Read.FLAG),
    "write_only": ("writeOnly", Read.FLAG),
    "content_encoding": ("contentEncoding", Read.TEXT),
    "content_media_type": ("contentMediaType", Read.TEXT),
    "all_of": ("allOf", Read.SCHEMAS),
    "one_of": ("oneOf", Read.SCHEMAS),
    "any_of": ("anyOf", Read.SCHEMAS),
    "properties": ("properties", Read.SCHEMA_MAP),
    "additional_properties": ("additionalProperties", Read.SCHEMA),
    "pattern_properties": ("patternProperties", Read.SCHEMA_MAP),
    "unevaluated_properties": ("unevaluatedProperties", Read.SCHEMA),
    "property_names": ("propertyNames", Read.SCHEMA),
    "unevaluated_items": ("unevaluatedItems", Read.SCHEMA),
}
"""The fields of ``Schema`` that contain the unchanged value of one keyword."""

_READ_WITH_OTHERS = (
    "type",
    "required",
    "items",
    "enum",
    "const",
    "format",
    "nullable",
    "discriminator",
    "prefixItems",
    "additionalItems",
    "xml",
    "default",
    "example",
    "examples",
)

_SHAPING = (*(keyword for keyword, _ in READ.values()), *_READ_WITH_OTHERS)

IGNORED = frozenset(
    [
        "not",
        "if",
        "then",
        "else",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "contains",
        "minContains",
        "maxContains",
        "contentSchema",
        "collectionFormat",
        "allowEmptyValue",
    ]
)

_ELSEWHERE = frozenset(
    [
        "$ref",
        "$dynamicRef",
        "$recursiveRef",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$schema",
        "$defs",
        "definitions",
        "$vocabulary",
        "$comment",
        "externalDocs",
        "id",
    ]
)

SCHEMA = Keys(
    title="Schema Object",
    read=(*_SHAPING, *CHECKS, *sorted(IGNORED), "$ref"),
    ignored=IGNORED,
    known=frozenset((*_SHAPING, *CHECKS)) | _ELSEWHERE,
)

NOT_IN_20 = ("oneOf", "anyOf", "nullable", "writeOnly", "deprecated")
NOT_IN_30 = (
    "const",
    "prefixItems",
    "patternProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "examples",
    "$dynamicRef",
)

ANNOTATIONS = frozenset(
    [
        "$ref",
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "$comment",
    ]
)
"""Keys that do not affect the shape of a value."""
