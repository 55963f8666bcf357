"""allOf: inheritance and merging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Lower = Callable[..., Any]

A = {"$ref": "#/components/schemas/A"}
B = {"$ref": "#/components/schemas/B"}
NULL = {"$ref": "#/components/schemas/Null"}
PLAIN = {
    "Null": {"type": "null", "properties": {"b": {}}},
    "A": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "o": {}}},
    "B": {"type": "object", "properties": {"b": {"type": "integer"}}},
}


def adds(**properties: object) -> dict[str, object]:
    """Return an inline object."""
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        ({"allOf": [A, adds(x={"type": "string"})]}, "(A) {x?: string}"),
        ({"allOf": [A], "properties": {"x": {"type": "string"}}}, "(A) {x?: string}"),
        ({**A, "properties": {"x": {"type": "string"}}}, "(A) {x?: string}"),
        ({"allOf": [A, {"required": ["a"]}]}, "(A) {}"),
        ({"allOf": [A, {"required": ["x"]}]}, "(A) {x: any}"),
        ({"allOf": [A, adds(a={"description": "again"}, x={})]}, "(A) {x?: any}"),
        ({"allOf": [A, {"required": ["o"]}]}, "{a: string, o: any}"),
        ({"allOf": [A, adds(o={"type": "integer"})]}, "{a: string, o?: integer}"),
        ({"allOf": [A, adds(a={"const": "k"})]}, "{a: const 'k', o?: any}"),
        ({"allOf": [A, B]}, "{a: string, o?: any, b?: integer}"),
        ({"allOf": [A, B, {"required": ["b", "z"]}]}, "{a: string, o?: any, b: integer, z: any}"),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, "string"),
        ({"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}, "const 'b'"),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, "integer"),
        ({"allOf": [{"type": "array"}, {"items": {"type": "string"}}]}, "[string]"),
        ({"allOf": [A, {"additionalProperties": {"type": "integer"}}]}, "(A) {*: integer}"),
        ({"allOf": []}, "any"),
        ({"allOf": [NULL, adds(x={"type": "string"})]}, "{b?: any, x?: string}"),
    ],
)
def test_all_of(schemas: Lower, schema: object, want: str) -> None:
    """A single referenced object without narrowing is a base; all other parts are merged."""
    assert schemas(T=schema, **PLAIN).text("T") == want


@pytest.mark.parametrize(
    "wrapper",
    [
        A,
        {"allOf": [A]},
        {"allOf": [A], "description": "An A."},
        {"allOf": [A, {"description": "An A."}]},
        {"oneOf": [A]},
        {"type": "object", "allOf": [A]},
        {"allOf": [{"allOf": [A]}]},
    ],
)
def test_wrappers_without_effect_are_replaced(schemas: Lower, wrapper: object) -> None:
    """A wrapper that adds nothing to a reference is replaced by its target."""
    assert schemas(T={"properties": {"p": wrapper}}, **PLAIN).text("T") == "{p?: A}"


def test_description_of_a_wrapper_is_kept(schemas: Lower) -> None:
    """The description beside a reference is that of the property."""
    wrapped = {"allOf": [A], "description": "Here."}
    (found,) = schemas(T={"properties": {"p": wrapped}}, **PLAIN)["T"].shape.properties
    assert found.description == "Here."


def test_properties_are_merged_deeply(schemas: Lower) -> None:
    """A property that two parts describe combines both descriptions."""
    left = adds(p=adds(x={"type": "string"}))
    right = adds(p=adds(y={"type": "integer"}))
    lowered = schemas(T={"allOf": [left, right]})
    assert lowered.text("T.p") == "{x?: string, y?: integer}"
    assert lowered["T.p"].hint.words == "p"


def test_a_merged_recursion_ends(schemas: Lower) -> None:
    """Merging a recursive type with one that refers back produces finitely many types."""
    node = adds(child={"$ref": "#/components/schemas/Node"})
    lowered = schemas(
        Node=node,
        Tree={
            "allOf": [
                {"$ref": "#/components/schemas/Node"},
                adds(child={"$ref": "#/components/schemas/Tree"}),
            ]
        },
    )
    assert lowered.text("Tree") == "{child?: Tree}"


def test_all_of_loop(schemas: Lower) -> None:
    """Schemas that are composed of each other keep their own properties, with a note."""
    lowered = schemas(
        A={"allOf": [B, adds(a={"type": "string"})]}, B={"allOf": [A, adds(b={"type": "string"})]}
    )
    assert lowered.text("A") == "{b?: string, a?: string}"
    assert "all-of-loop" in lowered.codes


def test_long_chains_do_not_overflow(schemas: Lower) -> None:
    """Two thousand references, and as many bases, are followed without recursion."""
    links = {f"R{n}": {"$ref": f"#/components/schemas/R{n + 1}"} for n in range(2000)}
    lowered = schemas(
        **links,
        R2000={"type": "string"},
        T={"properties": {"p": {"$ref": "#/components/schemas/R0"}}},
    )
    assert lowered.text("T") == "{p?: string}"
    bases = {
        f"K{n}": {"allOf": [{"$ref": f"#/components/schemas/K{n + 1}"}, adds(**{f"p{n}": {}})]}
        for n in range(400)
    }
    assert schemas(**bases, K400=adds(last={})).text("K0") == "(K1) {p0?: any}"
