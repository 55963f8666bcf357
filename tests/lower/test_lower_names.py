"""Ids and hints of types."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from stubwright.types.ir import Rank

Lower = Callable[..., Any]


def obj(**properties: object) -> dict[str, object]:
    """Return an inline object."""
    return {"type": "object", "properties": properties}


def hints(lowered: Any) -> dict[str, str]:
    """Return the hint of each named type, by the end of its id."""
    types = lowered.api.types
    return {
        id_.partition("#")[2]: lowered.show(id_, whole=False) for id_ in types if types[id_].hint
    }


def test_inline_types_are_named_by_their_place(schemas: Lower) -> None:
    """An inline type is named after the nearest named one and the words in between."""
    lowered = schemas(
        T=obj(
            tags={"type": "array", "items": obj(x={"enum": ["a", "b"]})},
            map={"additionalProperties": obj(y={})},
        )
    )
    place = "/components/schemas/T/properties"
    assert hints(lowered) == {
        "/components/schemas/T": "T",
        f"{place}/tags/items": "T tags item",
        f"{place}/tags/items/properties/x": "T tags item x",
        f"{place}/map/additionalProperties": "T map value",
    }


@pytest.mark.parametrize(
    ("members", "want"),
    [
        ([obj(a={}), {"type": "null"}], ["T p"]),
        (
            [{**obj(a={}), "title": "Card"}, {**obj(b={}), "title": "Cash"}],
            ["T p Card", "T p Cash"],
        ),
        ([obj(k={"const": "a"}), obj(k={"const": "b"})], ["T p a", "T p b"]),
        ([obj(a={}, b={}), obj(a={}, c={}), obj(a={})], ["T p with b", "T p with c", "T p option"]),
        (
            [{"allOf": [{"$ref": "#/components/schemas/T"}, obj(a={})]}, obj(a={})],
            ["T p T", "T p with a"],
        ),
    ],
)
def test_union_members_are_named_by_their_content(
    schemas: Lower, members: list[Any], want: list[str]
) -> None:
    """A member of a union is named by its title, constant, base, or the property that only it has."""
    found = hints(schemas(T=obj(p={"oneOf": members})))
    assert [words for id_, words in found.items() if "/oneOf/" in id_] == want


def test_a_sibling_changes_no_id(schemas: Lower) -> None:
    """A further member, or another description, changes no ids and hints."""
    members = [
        {**obj(a=obj(z={})), "title": "Card"},
        obj(b=obj(q={})),
        {"allOf": [obj(i=obj(j={})), obj(k={})]},
    ]
    before = hints(schemas(T=obj(p={"oneOf": members})))
    more = copy.deepcopy(members)
    more[1]["description"] = "New."
    more.insert(0, obj(new={}, other={}))
    after = hints(schemas(T=obj(p={"oneOf": more})))
    assert before.items() <= after.items()
    assert len(before) == 7


def test_equal_members_are_one(schemas: Lower) -> None:
    """Two equal inline members are one type."""
    lowered = schemas(T=obj(p={"oneOf": [obj(a={}), obj(a={}), obj(b={})]}))
    assert len(lowered["T.p"].shape.members) == 2


def responses(**by_status: object) -> dict[str, object]:
    """Return responses with JSON schemas, by status."""
    return {
        status.strip("_"): {"description": "", "content": {"application/json": {"schema": schema}}}
        for status, schema in by_status.items()
    }


def test_types_of_operations(document: Lower) -> None:
    """Bodies are named after their operation, errors and several successes also by status."""
    body = {
        "content": {
            "application/json": {"schema": obj(a={})},
            "multipart/form-data": {"schema": obj(b={})},
        }
    }
    stated = {
        "operationId": "makePet",
        "parameters": [{"name": "sort", "in": "query", "schema": {"enum": ["up", "down"]}}],
        "requestBody": body,
        "responses": responses(_200=obj(c={}), _404=obj(d={})),
    }
    other = {"get": {"responses": responses(_200={"type": "array", "items": obj(e={})})}}
    found = hints(document(paths={"/pets": {"post": stated}, "/v1/pets/{id}/toys": other}))
    assert list(found.values()) == [
        "makePet sort",
        "makePet request",
        "makePet request multipart",
        "makePet response",
        "makePet 404 response",
        "get pets toys response item",
    ]


def test_shared_parts_are_named_by_themselves(document: Lower) -> None:
    """A component response that many operations share has its own name."""
    bad = {"description": "", "content": {"application/json": {"schema": obj(code={})}}}
    stated = {"responses": {"400": {"$ref": "#/components/responses/Bad"}}}
    lowered = document(paths={"/a": {"get": stated}}, components={"responses": {"Bad": bad}})
    assert list(hints(lowered).values()) == ["Bad response"]


def test_a_component_that_wraps_an_inline_schema(schemas: Lower) -> None:
    """A component gives its name to the inline object to which it resolves."""
    lowered = schemas(T={"anyOf": [obj(a={}), {"type": "null"}]}, S={"allOf": [obj(b={})]})
    named = [(t.hint.words, t.hint.rank, t.component) for t in lowered.api.types.values() if t.hint]
    assert named == [("T", Rank.COMPONENT, "T"), ("S", Rank.COMPONENT, "S")]


def test_components_are_in_the_order_of_the_document(schemas: Lower) -> None:
    """Types are in the document's order, each component followed by its inner types."""
    lowered = schemas(B=obj(a={"$ref": "#/components/schemas/A"}, x=obj()), A=obj(y=obj(z={})))
    assert list(hints(lowered).values()) == ["B", "A", "A y"]
