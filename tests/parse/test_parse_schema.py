"""Schemas of every version, as one dialect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("version", "stated", "types", "nullable"),
    [
        ("3.0.0", {"type": "string"}, ("string",), False),
        ("3.0.0", {"type": "string", "nullable": True}, ("string", "null"), False),
        ("3.0.0", {"type": "string", "nullable": False}, ("string",), False),
        ("3.0.0", {"nullable": True, "allOf": [{}]}, (), True),
        ("3.0.0", {"type": ["string", "null"]}, ("string", "null"), False),
        ("3.0.0", {"type": "integer", "x-nullable": True}, ("integer", "null"), False),
        ("3.1.0", {"type": ["string", "null"]}, ("string", "null"), False),
        ("3.1.0", {"type": ["string", "string"]}, ("string",), False),
        ("3.1.0", {"type": "string", "nullable": True}, ("string", "null"), False),
        ("3.1.0", {"type": "string", "x-nullable": True}, ("string",), False),
        ("2.0", {"type": "string", "x-nullable": True}, ("string", "null"), False),
        ("2.0", {"type": "file"}, ("string",), False),
        ("3.0.0", {"type": "String"}, ("string",), False),
        ("3.0.0", {"type": "date"}, (), False),
        ("3.0.0", {"type": {"a": 1}}, (), False),
    ],
)
def test_types_and_null(
    schemas: Read, version: str, stated: Any, types: tuple[str, ...], nullable: bool
) -> None:
    """Every form of null becomes a type, or `nullable` if no type is stated."""
    schema = schemas(version, A=stated).schema("A")
    assert (schema.types, schema.nullable) == (types, nullable)


def test_a_nullable_enum_lists_null(schemas: Read) -> None:
    """In OpenAPI 3.0, `nullable` allows null even if `enum` does not list it; names remain parallel."""
    stated = {"type": "string", "nullable": True, "enum": ["a"], "x-enum-varnames": ["Alpha"]}
    schema = schemas("3.0.0", A=stated).schema("A")
    assert schema.enum == ("a", None)
    assert schema.enum_names == ("Alpha", "")


def test_enum_descriptions_may_be_a_map(schemas: Read) -> None:
    """The descriptions of skipped values are skipped as well."""
    texts = {"a": "First.", "1": "Wrong."}
    stated = {"type": "string", "enum": ["a", 1, "b"], "x-enumDescriptions": texts}
    schema = schemas("3.0.0", A=stated).schema("A")
    assert schema.enum_descriptions == ("First.", "")


@pytest.mark.parametrize(
    ("version", "stated", "want"),
    [
        ("3.0.0", {"minimum": 1, "exclusiveMinimum": True}, (("exclusiveMinimum", 1),)),
        ("3.0.0", {"minimum": 1, "exclusiveMinimum": False}, (("minimum", 1),)),
        ("3.0.0", {"maximum": 2.5, "exclusiveMaximum": True}, (("exclusiveMaximum", 2.5),)),
        ("3.1.0", {"exclusiveMinimum": 0, "minimum": 1}, (("exclusiveMinimum", 0), ("minimum", 1))),
        ("3.1.0", {"pattern": "^a", "maxLength": 3}, (("maxLength", 3), ("pattern", "^a"))),
        ("3.1.0", {"maxLength": "3", "uniqueItems": 1, "pattern": 5}, ()),
    ],
)
def test_constraints_are_read(schemas: Read, version: str, stated: Any, want: Any) -> None:
    """Constraints are unchanged and sorted; booleans of OpenAPI 3.0 become numbers."""
    assert schemas(version, A=stated).schema("A").checks == want


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"type": "integer", "default": "5"}, "default-wrong-type"),
        ({"type": "string", "default": None}, "default-wrong-type"),
        ({"type": "boolean", "default": 0}, "default-wrong-type"),
        ({"type": "string", "enum": ["a"], "default": "b"}, "default-wrong-type"),
        ({"enum": [1], "default": True}, "default-wrong-type"),
        ({"type": "integer", "default": 5.0}, None),
        ({"type": "number", "default": 5}, None),
        ({"type": "string", "nullable": True, "default": None}, None),
        ({"default": {"any": ["thing"]}}, None),
    ],
)
def test_invalid_defaults_are_skipped(schemas: Read, stated: Any, code: str | None) -> None:
    """A default that its own schema excludes is skipped."""
    found = schemas("3.0.0", A=stated)
    pointer = "/components/schemas/A/default"
    assert found.faults == ([(code, pointer)] if code else [])
    if code is None:
        assert found.schema("A").default == stated["default"]


@pytest.mark.parametrize(
    ("stated", "values", "codes"),
    [
        ({"type": "string", "enum": ["a", 1, True]}, ("a",), ["enum-wrong-type"] * 2),
        ({"type": "string", "enum": [1]}, None, ["enum-wrong-type"]),
        ({"type": "string", "enum": ["a", None]}, ("a", None), []),
        ({"enum": [1, "a", {}]}, (1, "a", {}), []),
        ({"enum": []}, None, ["enum-empty"]),
        ({"enum": "a"}, None, ["wrong-type"]),
        ({"enum": [None]}, (None,), []),
    ],
)
def test_excluded_enum_values_are_skipped(
    schemas: Read, stated: Any, values: Any, codes: list[str]
) -> None:
    """Values that the type excludes are skipped, each with its own message."""
    found = schemas("3.1.0", A=stated)
    assert found.schema("A").enum == values
    assert [code for code, _ in found.faults] == codes


def test_boolean_schemas_are_kept(schemas: Read) -> None:
    """`false` under additionalProperties is kept as such."""
    found = schemas("3.0.0", A={"type": "object", "additionalProperties": False})
    assert found.schema("A", "additionalProperties").boolean_schema is False


@pytest.mark.parametrize("wrong", [None, [], "string", 5, [{"type": "string"}]])
def test_an_invalid_schema_allows_anything(schemas: Read, wrong: Any) -> None:
    """The error affects only this schema."""
    found = schemas("3.1.0", A={"properties": {"b": wrong, "c": {"type": "string"}}})
    assert found.schema("A", "properties", "b").boolean_schema is True
    assert found.schema("A", "properties", "c").types == ("string",)
    assert found.faults == [("wrong-type", "/components/schemas/A/properties/b")]


def test_a_list_of_items_is_a_tuple(schemas: Read) -> None:
    """A list in `items`, as in older drafts, becomes positions, `additionalItems` the rest."""
    stated = {"type": "array", "items": [{}, {}], "additionalItems": {"type": "string"}}
    schema = schemas("3.0.0", A=stated).schema("A")
    assert len(schema.prefix_items) == 2
    assert schema.items is not None
    assert schema.items.endswith("/additionalItems")


@pytest.mark.parametrize("stated", [True, False, "yes", 5, {}])
def test_required_that_is_not_a_list_is_ignored(schemas: Read, stated: Any) -> None:
    """Many documents contain `required: true` inside a property."""
    found = schemas("3.0.0", A={"type": "string", "required": stated})
    assert found.schema("A").required == ()
    assert found.faults == [("wrong-type", "/components/schemas/A/required")]


def test_keys_without_effect_are_noted(schemas: Read) -> None:
    """A misspelt key and one without effect on the type are both reported; extensions are kept."""
    found = schemas("3.1.0", A={"tpye": "string", "not": {}, "x-mine": 1, "$comment": "fine"})
    assert found.faults == [
        ("unknown-key", "/components/schemas/A/tpye"),
        ("keyword-ignored", "/components/schemas/A/not"),
    ]
    assert found.spec.diagnostics[0].hint == "did you mean 'type'?"
    assert found.schema("A").extensions == {"x-mine": 1}


def test_discriminators_map_to_schemas(schemas: Read) -> None:
    """A value of the mapping is a component's name or a reference; others are skipped."""
    mapping = {"c": "Cat", "d": "#/components/schemas/Dog", "e": "Eel"}
    pet = {"oneOf": [], "discriminator": {"propertyName": "kind", "mapping": mapping}}
    found = schemas("3.1.0", Pet=pet, Cat={}, Dog={})
    discriminator = found.schema("Pet").discriminator
    names = dict(found.spec.components)
    assert discriminator.property == "kind"
    assert discriminator.mapping == (("c", names["Cat"]), ("d", names["Dog"]))
    pointer = "/components/schemas/Pet/discriminator/mapping/e"
    assert found.faults == [("discriminator-mapping-unresolved", pointer)]


def test_swagger_discriminator_is_a_name(schemas: Read) -> None:
    """Swagger 2.0 has only the property's name."""
    found = schemas("2.0", Pet={"type": "object", "discriminator": "kind"})
    assert found.schema("Pet").discriminator.property == "kind"
    assert found.faults == []
