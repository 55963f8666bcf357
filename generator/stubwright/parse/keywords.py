"""The keywords of a schema, as data (JSON Schema 2020-12; OpenAPI 3.0.4, section 4.7.24)."""

from __future__ import annotations

from stubwright.parse.objects import Keys

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

_SHAPING = [
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "format",
    "nullable",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "additionalProperties",
    "patternProperties",
    "unevaluatedProperties",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
]

IGNORED = frozenset(
    [
        "not",
        "if",
        "then",
        "else",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "propertyNames",
        "contains",
        "minContains",
        "maxContains",
        "contentSchema",
        "xml",
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
