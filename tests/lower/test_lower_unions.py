"""oneOf, anyOf, discriminators and hierarchies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stubwright.types import ir

Lower = Callable[..., Any]

A = {"$ref": "#/components/schemas/A"}
B = {"$ref": "#/components/schemas/B"}
C = {"$ref": "#/components/schemas/C"}


def tagged(value: object, **properties: object) -> dict[str, object]:
    """Return an object with a required `kind` of one value."""
    return {"type": "object", "required": ["kind"], "properties": {"kind": value, **properties}}


MEMBERS = {
    "A": tagged({"const": "a"}),
    "B": tagged({"enum": ["b"]}),
    "C": {"type": "object", "properties": {"kind": {"type": "string"}}},
    "E": {"enum": ["x", "y"]},
    "AB": {"oneOf": [A, B]},
}


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        ({"oneOf": [A, B]}, "A | B"),
        ({"anyOf": [A, B, A]}, "A | B"),
        ({"oneOf": [A, {"anyOf": [B, {"type": "string"}]}]}, "A | B | string"),
        ({"oneOf": [{"$ref": "#/components/schemas/AB"}, {"type": "null"}]}, "AB or null"),
        ({"oneOf": [{"$ref": "#/components/schemas/AB"}, C]}, "A | B | C"),
        ({"oneOf": [A, {"type": "null"}, {"type": "null"}]}, "A or null"),
        ({"oneOf": [A]}, "{kind: const 'a'}"),
        ({"anyOf": [{"type": "string"}, {"enum": ["x"]}]}, "const 'x'"),
        ({"oneOf": [{"const": "x"}, {"const": "y"}]}, "enum 'x' 'y'"),
        ({"oneOf": [{"const": 1}, {"const": "y"}]}, "const 1 | const 'y' | string | integer"),
        ({"oneOf": [{"const": True}, {"const": False}]}, "boolean"),
        ({"anyOf": [{"type": "string"}, {}]}, "any"),
        ({"anyOf": [{"type": "string", "format": "uri"}, {"type": "string"}]}, "string"),
        ({"type": "string", "anyOf": [{"format": "date"}, {"pattern": "^a"}]}, "date | string"),
        ({"type": "object", "oneOf": [A, B]}, "A | B"),
        ({"type": "string", "oneOf": [{"type": "string"}, {"type": "integer"}]}, "string"),
        ({"anyOf": [A, {"type": ["object", "null"]}]}, "A or null"),
        (
            {"properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            "{a?: any, b?: any}",
        ),
    ],
)
def test_unions_are_flat(schemas: Lower, schema: object, want: str) -> None:
    """A union is flat, without null and duplicates, and is not a union if only one member remains."""
    lowered = schemas(U={"properties": {"p": schema}}, **MEMBERS)
    assert lowered.text("U.p") == want


def test_a_string_beside_an_enumeration_has_no_effect(schemas: Lower) -> None:
    """The enumeration of a component is open anyway."""
    either = {"anyOf": [{"$ref": "#/components/schemas/E"}, {"type": "string"}]}
    assert schemas(U={"properties": {"p": either}}, **MEMBERS).text("U") == "{p?: E}"


def test_constants_with_titles_are_an_enumeration(schemas: Lower) -> None:
    """Constants with titles and descriptions are a described enumeration."""
    lowered = schemas(
        T={"oneOf": [{"const": "x", "title": "Ex", "description": "One."}, {"const": "y"}]}
    )
    assert [(m.words, m.description) for m in lowered["T"].shape.members] == [
        ("Ex", "One."),
        ("y", ""),
    ]


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        ({"oneOf": [A, C]}, True),
        ({"oneOf": [A, {"type": "string"}]}, True),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, False),
        ({"type": ["string", "array"]}, False),
    ],
)
def test_unions_with_objects_are_open(schemas: Lower, schema: object, want: bool) -> None:
    """A union is open if a member is an object."""
    assert schemas(U=schema, **MEMBERS)["U"].shape.open is want


def tag_of(lowered: Any, path: str) -> tuple[str, dict[str, str]] | None:
    """Return a union's tag: the property, and the members' names by value."""
    tag = next(iter(lowered[path].shape.tags), None)
    if tag is None:
        return None
    return tag.property, {value: lowered.show(id_, whole=False) for value, id_ in tag.mapping}


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        ({"oneOf": [A, B]}, ("kind", {"a": "A", "b": "B"})),
        ({"oneOf": [A, B, {"type": "string"}]}, ("kind", {"a": "A", "b": "B"})),
        ({"oneOf": [A, C]}, None),
        (
            {"oneOf": [A, C], "discriminator": {"propertyName": "kind"}},
            ("kind", {"a": "A", "C": "C"}),
        ),
        (
            {
                "oneOf": [A, C],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"see": "#/components/schemas/C", "sea": "C"},
                },
            },
            ("kind", {"see": "C", "sea": "C", "a": "A"}),
        ),
        ({"oneOf": [A, {"type": "object"}], "discriminator": {"propertyName": "kind"}}, None),
    ],
)
def test_tags_are_found(schemas: Lower, schema: object, want: object) -> None:
    """A discriminator is a tag: its mapping, then constants, then names; one constant per member is, too."""
    assert tag_of(schemas(U=schema, **MEMBERS), "U") == want


def test_integers_are_tags(schemas: Lower) -> None:
    """A constant that is an integer distinguishes members by its text."""
    members = {"A": tagged({"enum": [1], "type": "integer"}), "B": tagged({"const": 2})}
    assert tag_of(schemas(U={"oneOf": [A, B]}, **members), "U") == ("kind", {"1": "A", "2": "B"})


def test_properties_beside_a_union_are_part_of_its_members(schemas: Lower) -> None:
    """Keywords beside oneOf are part of each member, or a base if the member is referenced."""
    beside = {
        "type": "object",
        "properties": {"id": {"type": "string"}},
        "oneOf": [A, {"title": "Own", "properties": {"x": {}}}],
    }
    lowered = schemas(U=beside, **MEMBERS)
    first, second = lowered["U"].shape.members
    assert lowered.show(first) == "(A) {id?: string}"
    assert lowered.show(second) == "{id?: string, x?: any}"
    assert lowered.text("U") == "U A | U Own"


def test_a_repeated_tag_beside_a_union_changes_no_member(schemas: Lower) -> None:
    """The property of a discriminator that is repeated beside oneOf is that of the members."""
    beside = {
        **tagged({"type": "string"}),
        "oneOf": [A, B],
        "discriminator": {"propertyName": "kind"},
    }
    assert schemas(U=beside, **MEMBERS).text("U") == "A | B"


def test_several_unions_are_combined(schemas: Lower) -> None:
    """Two unions in one schema result in each combination of their members."""
    one = {"oneOf": [{"title": t, "properties": {t: {}}} for t in "ab"]}
    two = {"oneOf": [{"title": t, "properties": {t: {}}} for t in "cd"]}
    lowered = schemas(U={"type": "object", "allOf": [one, two]})
    shown = [lowered.show(member) for member in lowered["U"].shape.members]
    assert shown == [
        "{a?: any, c?: any}",
        "{a?: any, d?: any}",
        "{b?: any, c?: any}",
        "{b?: any, d?: any}",
    ]


PET = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string"}},
    "discriminator": {"propertyName": "kind", "mapping": {"kitty": "Cat"}},
}
CAT = {
    "allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"claws": {"type": "boolean"}}}]
}
DOG = {"allOf": [{"$ref": "#/components/schemas/Pet"}], "description": "A dog."}
KITTEN = {"allOf": [{"$ref": "#/components/schemas/Cat"}, {"properties": {"age": {}}}]}
OWNER = {
    "properties": {
        "pet": {"$ref": "#/components/schemas/Pet"},
        "cat": {"$ref": "#/components/schemas/Cat"},
    }
}


def test_a_reference_to_a_base_means_its_children(schemas: Lower) -> None:
    """A reference to a base with a discriminator means any of its children, including the base itself."""
    lowered = schemas("3.0.3", Pet=PET, Cat=CAT, Dog=DOG, Kitten=KITTEN, Owner=OWNER)
    assert lowered.text("Cat") == "(Pet) {kind: string, claws?: boolean}"
    assert lowered.text("Dog") == "(Pet) {kind: string}"
    assert lowered.text("Owner") == "{pet?: any Pet, cat?: any Cat}"
    union = lowered["Owner.pet"]
    assert lowered.show(union.id) == "Kitten | Cat | Dog | Pet"
    tag = union.shape.tags[0]
    assert [value for value, _ in tag.mapping] == ["kitty", "Dog", "Kitten", "Pet"]
    assert (lowered.show(tag.fallback, whole=False), union.shape.open) == ("Pet", False)


def test_a_base_without_children_is_unchanged(schemas: Lower) -> None:
    """A discriminator on a schema that nothing extends has no effect."""
    assert schemas("3.0.3", Pet=PET, Owner=OWNER, Cat={}).text("Owner.pet") == "{kind: string}"


def test_a_union_that_is_also_a_base(schemas: Lower) -> None:
    """If the members of a union extend it, they inherit its properties, without a loop."""
    pet = {
        **PET,
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    }
    lowered = schemas("3.0.3", Pet=pet, Cat=CAT, Dog=DOG)
    assert lowered.text("Pet") == "Cat | Dog"
    assert lowered.text("Cat") == "{kind: string, claws?: boolean}"


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"$ref": "#/components/schemas/T"}, {"type": "string"}]},
        {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/T"}, {"type": "null"}]},
        {"anyOf": [{"$ref": "#/components/schemas/T"}]},
        {"oneOf": [{"$ref": "#/components/schemas/S"}, {"type": "null"}]},
    ],
)
def test_a_union_that_contains_itself(schemas: Lower, schema: object) -> None:
    """A union that is a member of itself consists of its other members."""
    back = {"oneOf": [{"$ref": "#/components/schemas/T"}, {"type": "null"}]}
    lowered = schemas(T=schema, S=back, U={"properties": {"p": {"$ref": "#/components/schemas/T"}}})
    assert not isinstance(lowered["U.p"].shape, ir.Union)


def test_a_recursive_alias_has_a_name(schemas: Lower) -> None:
    """A type that contains itself without a class in between has a name, even if it is not a component."""
    tree = {"type": "array", "items": {"$ref": "#/components/schemas/T/properties/tree"}}
    lowered = schemas(T={"properties": {"tree": tree}})
    assert lowered.text("T.tree") == "[T tree]"


def test_five_hundred_members(schemas: Lower) -> None:
    """A union of five hundred inline members is lowered quickly."""
    members = [tagged({"const": f"k{n}"}, **{f"p{n}": {"type": "string"}}) for n in range(500)]
    lowered = schemas(U={"oneOf": members, "properties": {"id": {"type": "string"}}})
    assert len(lowered["U"].shape.tags[0].mapping) == 500
