"""Any combination of schemas is lowered to consistent types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest

from places import CORPUS, NO_CORPUS
from stubwright.index import index
from stubwright.load import load
from stubwright.lower import lower
from stubwright.parse import parse
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.ir_operations import Api

NAMES = ("A", "B", "C", "D")
REFERENCES = [f"#/components/schemas/{name}" for name in NAMES]
VALUES = ["a", "b", "", 1, -1, 0.5, True, None]
TYPES = ["string", "integer", "number", "boolean", "null", "array", "object"]
PARTS = ["a", "b", "kind"]


class Maker:
    """Creates schemas that contain and refer to each other, with any mixture of keywords."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def schema(self, depth: int) -> Any:
        """Return a schema with up to four keywords."""
        if self.random.random() < 0.3:
            return {"$ref": self.random.choice(REFERENCES)}
        if self.random.random() < 0.05:
            return self.random.choice([True, False, {}])
        scalars = self.scalars()
        keywords = {**scalars, **self.holders(depth - 1)} if depth else scalars
        chosen = self.random.sample(sorted(keywords), self.random.randint(1, 4))
        return {keyword: keywords[keyword]() for keyword in chosen}

    def some(self, of: list[Any]) -> list[Any]:
        """Return some of the items."""
        return self.random.sample(of, self.random.randint(1, 3))

    def several(self, depth: int) -> list[Any]:
        """Return up to three schemas."""
        return [self.schema(depth) for _ in range(self.random.randint(1, 3))]

    def named(self, depth: int) -> dict[str, Any]:
        """Return schemas by name."""
        return {name: self.schema(depth) for name in self.some(PARTS)}

    def scalars(self) -> dict[str, Callable[[], Any]]:
        """Return how to make keywords that hold no schemas."""
        choose = self.random.choice
        flags = ("readOnly", "writeOnly", "nullable", "deprecated")
        return {
            "type": lambda: choose(TYPES) if choose([True, False]) else self.some(TYPES),
            "format": lambda: choose(["date", "uuid", "int32", "binary", "odd"]),
            "enum": lambda: self.some(VALUES),
            "const": lambda: choose(VALUES),
            "required": lambda: self.some(PARTS),
            "discriminator": lambda: {"propertyName": "kind", "mapping": {"x": "B"}},
            "title": lambda: choose(["T", "U"]),
            "minLength": lambda: 1,
            **{flag: lambda: True for flag in flags},
        }

    def holders(self, depth: int) -> dict[str, Callable[[], Any]]:
        """Return how to make keywords that hold schemas."""
        one, several, named = self.schema, self.several, self.named
        return {
            **{each: lambda: one(depth) for each in ("items", "additionalProperties")},
            **{each: lambda: several(depth) for each in ("prefixItems", "allOf", "oneOf", "anyOf")},
            **{each: lambda: named(depth) for each in ("properties", "patternProperties")},
        }


def references(shape: ir.Shape) -> Iterable[TypeId]:
    """Return the ids to which a shape refers."""
    match shape:
        case ir.Array(items=only) | ir.Mapping_(values=only) | ir.Nullable(type=only):
            return (only,)
        case ir.Tuple(items=items, rest=rest):
            return items if rest is None else (*items, rest)
        case ir.Union(members=members):
            return members
        case ir.Object():
            inner = [each.type for each in shape.properties]
            return [*inner, *(id_ for id_ in (shape.base, shape.extra) if id_ is not None)]
        case _:
            return ()


def check(api: Api) -> None:
    """Check that an API satisfies the invariants of its types."""
    for id_, type_ in api.types.items():
        assert type_.id == id_
        assert set(references(type_.shape)) <= api.types.keys()
        check_shape(api, type_)
        check_hint(api, type_)
    for each in (*api.operations, *api.incoming):
        contents = [content for response in each.responses for content in response.contents]
        contents += each.body.contents if each.body is not None else ()
        assert {content.type for content in contents} <= api.types.keys()
        assert {parameter.type for parameter in each.parameters} <= api.types.keys()


def check_shape(api: Api, type_: ir.Type) -> None:
    """Reject nested unions, null inside of them, nested nullable types, and bases that are not objects."""
    match type_.shape:
        case ir.Union(members=members, tag=tag):
            assert len(set(members)) == len(members)
            assert len(members) > 1 or type_.shape.open
            inner = [api.types[member].shape for member in members]
            assert not any(isinstance(each, (ir.Union, ir.Nullable, ir.Anything)) for each in inner)
            for _, target in tag.mapping if tag is not None else ():
                shape = api.types[target].shape
                below = shape.members if isinstance(shape, ir.Union) else (target,)
                assert {*below} <= {*members}
        case ir.Nullable(type=value):
            assert value != "scalar:null"
            assert not isinstance(api.types[value].shape, (ir.Nullable, ir.Anything))
        case ir.Object(base=base):
            seen = set()
            while base is not None:
                assert base not in seen
                seen.add(base)
                shape = api.types[base].shape
                assert isinstance(shape, ir.Object)
                base = shape.base
        case _:
            pass


def check_hint(api: Api, type_: ir.Type) -> None:
    """Require a hint if a type needs a name, and parents that have names and no cycles."""
    if isinstance(type_.shape, (ir.Object, ir.Enumeration)):
        assert type_.hint is not None
    seen = set()
    while type_.hint is not None and type_.hint.parent is not None:
        assert type_.id not in seen
        seen.add(type_.id)
        type_ = api.types[type_.hint.parent]
        assert type_.hint is not None


def check_recursion(api: Api) -> None:
    """Reject recursive types without a name in between."""
    done: set[TypeId] = set()

    def visit(id_: TypeId, above: frozenset[TypeId]) -> None:
        assert id_ not in above
        if id_ not in done and api.types[id_].hint is None:
            for inner in references(api.types[id_].shape):
                visit(inner, above | {id_})
            done.add(id_)

    for id_ in api.types:
        visit(id_, frozenset())


@pytest.mark.parametrize("seed", range(200))
def test_any_schemas(document: Callable[..., Any], seed: int) -> None:
    """Any four schemas that refer to each other are lowered without an exception."""
    maker = Maker(seed)
    stated = {name: maker.schema(4) for name in NAMES}
    body = {"description": "", "content": {"application/json": {"schema": {"$ref": REFERENCES[0]}}}}
    form = {"content": {"multipart/form-data": {"schema": {"$ref": REFERENCES[1]}}}}
    call = {"requestBody": body, "responses": {"200": body}}
    api = document(
        paths={"/a": {"post": call, "put": {"requestBody": form, "responses": {"200": body}}}},
        components={"schemas": stated},
    ).api
    check(api)
    check_recursion(api)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize(
    "name", ["discord.json", "docker_moby.yaml", "box_openapi.json", "figma.yaml", "qdrant.json"]
)
def test_real_documents(name: str) -> None:
    """Real documents are consistent, and have all their operations."""
    spec = parse(index(load(str(CORPUS / "real" / name), root=CORPUS)))
    api, _ = lower(spec)
    check(api)
    check_recursion(api)
    assert len(api.operations) == api.declared > 10
