"""Scalars, enumerations, null, arrays and objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stubwright.types import ir

Lower = Callable[..., Any]

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "date-time"}, "date-time"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "uuid"}, "uuid"),
        ({"type": "string", "format": "byte"}, "base64"),
        ({"type": "string", "contentEncoding": "base64url"}, "base64url"),
        ({"type": "string", "contentMediaType": "image/png"}, "binary"),
        ({"type": "string", "contentMediaType": "application/json"}, "string"),
        ({"type": "string", "format": "decimal"}, "decimal"),
        ({"type": "string", "format": "int64"}, "string"),
        ({"type": "string", "format": "email"}, "string"),
        ({"type": "integer", "format": "int64"}, "integer"),
        ({"type": "number", "format": "int32"}, "number"),
        ({"type": "integer", "format": "date"}, "integer"),
        ({"format": "date-time"}, "date-time"),
        ({"minLength": 1}, "string"),
        ({"type": "null"}, "null"),
        ({}, "any"),
        ({"nullable": True}, "any"),
        ({"enum": ["a", "b", "a"]}, "enum 'a' 'b'"),
        ({"enum": [1, -2]}, "enum 1 -2"),
        ({"type": "string", "enum": ["a", "b", None]}, "U T or null"),
        ({"enum": [None]}, "null"),
        ({"enum": []}, "any"),
        ({"type": "string", "enum": []}, "string"),
        ({"enum": [True, False]}, "boolean"),
        ({"enum": [1, "a"]}, "integer | string"),
        ({"enum": [0.5, 1]}, "number"),
        ({"const": "a"}, "const 'a'"),
        ({"const": True}, "const True"),
        ({"const": None}, "null"),
        ({"const": 0.5}, "number"),
        ({"const": {"a": 1}}, "{*: any}"),
        ({"const": [1]}, "[any]"),
        ({"const": 2**63}, "integer"),
        ({"type": "array"}, "[any]"),
        ({"type": "array", "items": {"type": "integer"}}, "[integer]"),
        ({"items": {}}, "[any]"),
        (
            {"prefixItems": [{"type": "string"}, {}], "items": False},
            "(string, any; -) | (string, any; any)",
        ),
        ({"prefixItems": [{}], "minItems": 1, "maxItems": 1}, "(any; -)"),
        ({"prefixItems": [{"type": "string"}]}, "(string; -) | [any]"),
        (
            {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
            "(string; integer)",
        ),
        ({"type": "object"}, "{*: any}"),
        ({"additionalProperties": {"type": "integer"}}, "{*: integer}"),
        ({"type": "object", "additionalProperties": False}, "{*: any}"),
        ({"patternProperties": {"^x": {"type": "integer"}}}, "{*: integer}"),
        ({"required": ["a"]}, "{a: any}"),
        ({**OBJECT, "required": ["a", "b"]}, "{a: string, b: any}"),
        ({**OBJECT, "additionalProperties": True}, "{a?: string, *: any}"),
        ({**OBJECT, "additionalProperties": False}, "{a?: string}"),
        ({"properties": {"a": False, "b": {}}}, "{b?: any}"),
        ({"type": ["string", "integer", "null"]}, "string | integer or null"),
        ({"type": ["string", "integer"]}, "string | integer"),
        ({"oneOf": [{"type": "null"}, {"type": "integer"}]}, "integer or null"),
    ],
)
def test_types_of_schemas(schemas: Lower, schema: object, want: str) -> None:
    """Each schema has the type that its keywords state, or suggest if none is stated."""
    assert schemas(U={"properties": {"T": schema}}).text("U.T") == want


@pytest.mark.parametrize("spelling", ["types", "nullable", "one of", "enum", "const", "all of"])
def test_null_is_recognised_in_all_forms(schemas: Lower, spelling: str) -> None:
    """Null beside an object is recognised in all forms."""
    pet = {"$ref": "#/components/schemas/Pet"}
    owners: dict[str, tuple[str, object]] = {
        "types": ("3.1.0", {**OBJECT, "type": ["object", "null"]}),
        "nullable": ("3.0.3", {**OBJECT, "nullable": True}),
        "one of": ("3.1.0", {"oneOf": [pet, {"type": "null"}]}),
        "enum": ("3.0.3", {"oneOf": [pet, {"enum": [None]}]}),
        "const": ("3.1.0", {"anyOf": [pet, {"const": None}]}),
        "all of": ("3.0.3", {"allOf": [pet], "nullable": True}),
    }
    version, owner = owners[spelling]
    pet_name = "x owner" if spelling in {"types", "nullable"} else "Pet"
    lowered = schemas(version, Pet=OBJECT, x={"properties": {"owner": owner}})
    assert lowered.text("x.owner") == f"{pet_name} or null"


def test_a_nullable_component_names_its_type(schemas: Lower) -> None:
    """A component that may be null gives its name to the type without null."""
    lowered = schemas(Pet={**OBJECT, "type": ["object", "null"]})
    value = lowered.value(lowered["Pet"])
    assert (value.hint.words, value.component, value.id[-7:]) == ("Pet", "Pet", "~!value")


def test_enum_members_are_named(schemas: Lower) -> None:
    """Members of an enumeration are named as the document says, or after their value."""
    named = {"enum": ["a", "b"], "x-enum-varnames": ["First", "Second"]}
    lowered = schemas(T=named, U={"enum": ["", "b"]}, V={"enum": [-1, 2]})
    words = {name: [each.words for each in lowered[name].shape.members] for name in "TUV"}
    assert words == {"T": ["First", "Second"], "U": ["empty", "b"], "V": ["minus 1", "2"]}


def test_presence(schemas: Lower) -> None:
    """A property is required, optional, or has a default, beside the reference or at its target."""
    level = {"type": "integer", "default": 3}
    properties = {"a": {"type": "string"}, "b": {}, "c": {"$ref": "#/components/schemas/Level"}}
    lowered = schemas(T={"required": ["a"], "properties": properties}, Level=level)
    found = [each.presence for each in lowered["T"].shape.properties]
    assert found == [ir.Required(), ir.Optional(), ir.Default(value=3)]


@pytest.mark.parametrize(
    ("checks", "want"),
    [
        ({"type": "array", "maxItems": 10}, ir.Constraints(max_items=10)),
        (
            {"type": "array", "minItems": 1, "uniqueItems": True},
            ir.Constraints(min_items=1, unique_items=True),
        ),
        ({"type": "array", "minItems": 0}, ir.UNCONSTRAINED),
        ({"type": "integer", "minimum": 0, "maximum": 10}, ir.Constraints(minimum=0, maximum=10)),
        ({"type": "number", "exclusiveMinimum": 0}, ir.Constraints(exclusive_minimum=0)),
        ({"type": "number", "exclusiveMaximum": 0.5}, ir.Constraints(exclusive_maximum=0.5)),
        (
            {"type": "string", "minLength": 1, "maxLength": 64},
            ir.Constraints(min_length=1, max_length=64),
        ),
        ({"type": "string", "pattern": "^a+$"}, ir.Constraints(pattern="^a+$")),
        ({"type": "integer", "multipleOf": 5.0}, ir.Constraints(multiple_of=5)),
        (
            {"type": "object", "minProperties": 1, "maxProperties": 2},
            ir.Constraints(min_properties=1, max_properties=2),
        ),
    ],
)
def test_constraints(schemas: Lower, checks: object, want: ir.Constraints) -> None:
    """Keywords that restrict a value are kept as data."""
    assert schemas(T=checks)["T"].constraints == want


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({"enum": [1, "a"]}, "enum-mixed"),
        ({"enum": ["a", "a"]}, "enum-repeated"),
        ({"const": 0.5}, "const-approximated"),
        ({"type": "integer", "format": "uuid"}, "format-ignored"),
        ({"type": "object", "properties": {"a": False}}, "property-forbidden"),
        ({"properties": {}, "items": {}}, "type-inferred"),
        ({"not": {}, "type": "string"}, None),
        ({"anyOf": [{"type": "string"}, {}]}, "union-approximated"),
        (
            {"anyOf": [{"$ref": "#/components/schemas/Other"}, {"type": ["object", "null"]}]},
            "null-inferred",
        ),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, "all-of-conflict"),
        (
            {
                "type": "array",
                "allOf": [
                    {"unevaluatedItems": {"type": "string"}},
                    {"unevaluatedItems": {"type": "integer"}},
                ],
            },
            "all-of-conflict",
        ),
        ({"$ref": "#/components/schemas/Other"}, "component-alias"),
    ],
)
def test_approximations_are_noted(schemas: Lower, schema: object, code: str | None) -> None:
    """Each approximation has a note."""
    lowered = schemas(T=schema, Other={"type": "object"})
    assert lowered.codes == ([code] if code else [])


def test_scalars_are_shared(schemas: Lower) -> None:
    """Plain scalars share one type; those with further facts have their own."""
    named = {
        "a": {"type": "string"},
        "b": {"type": "string"},
        "c": {"type": "string", "maxLength": 1},
    }
    types = schemas(T={"properties": named})
    found = [each.type for each in types["T"].shape.properties]
    assert found[0] == found[1] == "scalar:string" != found[2]
