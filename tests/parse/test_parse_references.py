"""References of schemas and other objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]


def test_siblings_are_read_since_3_1(schemas: Read) -> None:
    """OpenAPI 3.1 reads keywords beside `$ref`; 3.0 ignores all but the description, with a note."""
    stated = {"$ref": "#/components/schemas/B", "description": "Mine.", "readOnly": True}
    new, old = schemas("3.1.0", A=stated, B={}), schemas("3.0.0", A=stated, B={})
    assert new.schema("A").ref == old.schema("A").ref == new.schema("B").id
    assert (new.schema("A").read_only, old.schema("A").read_only) == (True, False)
    assert new.schema("A").description == old.schema("A").description == "Mine."
    assert new.faults == []
    assert old.faults == [("ref-siblings-ignored", "/components/schemas/A")]


def test_a_broken_reference_allows_anything(schemas: Read) -> None:
    """The error is reported at the reference; keywords beside it are kept."""
    stated = {"$ref": "#/components/schemas/X", "type": "string"}
    for version, types in (("3.0.0", ()), ("3.1.0", ("string",))):
        found = schemas(version, A=stated)
        assert found.schema("A").types == types
        assert ("ref-not-found", "/components/schemas/A/$ref") in found.faults


def test_loops_of_references_allow_anything(schemas: Read) -> None:
    """Each member of the loop is reported; a reference into the loop remains one."""
    to = "#/components/schemas/"
    found = schemas(
        "3.1.0",
        A={"$ref": to + "B"},
        B={"$ref": to + "C"},
        C={"$ref": to + "B"},
        D={"$ref": to + "D"},
    )
    assert [found.schema(name).boolean_schema for name in "ABCD"] == [None, True, True, True]
    assert [code for code, _ in found.faults] == ["ref-loop"] * 3


def test_recursion_is_not_a_loop(schemas: Read) -> None:
    """A schema may contain itself."""
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    found = schemas("3.0.0", Node=node)
    assert found.schema("Node", "properties", "next").ref == found.schema("Node").id
    assert found.faults == []


def test_a_long_chain_does_not_nest_calls(schemas: Read) -> None:
    """References are followed without recursion."""
    chain = {f"S{i}": {"$ref": f"#/components/schemas/S{i + 1}"} for i in range(5000)}
    found = schemas("3.0.0", **chain, S5000={"type": "string"})
    assert len(found.spec.schemas) == 5001
    assert found.faults == []


def test_a_whole_document_is_not_a_schema(schemas: Read) -> None:
    """`#` refers to the OpenAPI document itself."""
    found = schemas("3.1.0", A={"$ref": "#"})
    assert found.faults == [("ref-not-a-schema", "/components/schemas/A/$ref")]


def test_other_files_are_followed(read: Read) -> None:
    """Ids contain the file in which the schema is."""
    root = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/pets": {"$ref": "pets.yaml#/item"}},
    }
    pets = {
        "item": {"get": {"responses": {"200": {"$ref": "#/ok"}}}},
        "ok": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/Pet"}}}},
        "Pet": {"type": "object"},
    }
    found = read(root, pets=pets)
    (response,) = found.operation.responses
    schema = found.spec.schemas[response.contents[0].schema]
    assert found.operation.path == "/pets"
    assert found.operation.place.document.endswith("/pets.yaml")
    assert schema.ref == "file:///api/pets.yaml#/Pet"
    assert found.faults == []


def test_references_in_place_of_maps_are_followed(operation: Read) -> None:
    """They are not allowed there, but their meaning is clear."""
    contents = {"text/plain": {"schema": {"type": "string"}}}
    response = {"description": "", "content": {"$ref": "#/x-contents"}}
    found = operation("3.0.0", {"responses": {"200": response}}, **{"x-contents": contents})
    assert found.operation.responses[0].contents[0].name == "text/plain"
    pointer = "/paths/~1pets/post/responses/200/content/$ref"
    assert found.faults == [("ref-misplaced", pointer)]


def test_a_dynamic_reference_is_followed_statically(schemas: Read) -> None:
    """It leads to its anchor, with a note."""
    tree = {"$dynamicAnchor": "node", "properties": {"next": {"$dynamicRef": "#node"}}}
    found = schemas("3.1.0", Tree=tree)
    assert found.schema("Tree", "properties", "next").ref == found.schema("Tree").id
    assert [code for code, _ in found.faults] == ["dynamic-ref-static"]
