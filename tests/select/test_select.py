"""Selection of operations."""

from __future__ import annotations

from stubwright.select import select
from stubwright.types.ir import Object, Property, Required, Scalar, ScalarKind, Type, TypeId
from stubwright.types.ir_operations import Api, Codec, Content, Operation, OperationId, Response
from stubwright.types.options import Options

STRING = TypeId("string")


def thing(id_: str) -> Type:
    """Return an object with one member."""
    item = Property(name="id", type=STRING, presence=Required())
    return Type(id=TypeId(id_), shape=Object(properties=(item,)))


def operation(name: str, *, deprecated: bool = False) -> Operation:
    """Return an operation of the group ``name`` that gives the type ``name``."""
    content = Content(media_type="application/json", codec=Codec.JSON, type=TypeId(name))
    return Operation(
        id=OperationId(f"get /{name}"),
        method="get",
        path=f"/{name}",
        group=name,
        name=f"get {name}",
        place="",
        deprecated=deprecated,
        responses=(Response(status="200", contents=(content,)),),
    )


API = Api(
    title="",
    version="",
    operations=(operation("cats"), operation("dogs", deprecated=True)),
    types={
        STRING: Type(id=STRING, shape=Scalar(kind=ScalarKind.STRING)),
        TypeId("cats"): thing("cats"),
        TypeId("dogs"): thing("dogs"),
    },
)


def chosen(**options: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """Return the kept operations' groups, the kept types and the diagnostics' codes."""
    api, diagnostics = select(API, Options(**options))
    return [one.group for one in api.operations], sorted(api.types), [d.code for d in diagnostics]


def test_no_pattern_keeps_all() -> None:
    """Without patterns, the API is the same object."""
    assert select(API, Options()) == (API, ())


def test_include_and_exclude() -> None:
    """Everything that the selection does not use is left out, including types."""
    cats = (["cats"], ["cats", "string"], [])
    assert chosen(include=("tag:cats",)) == cats
    assert chosen(include=("path:/c*",)) == cats
    assert chosen(include=("operation:get cats",)) == cats
    assert chosen(exclude=("deprecated",)) == cats


def test_a_pattern_without_a_match_is_reported() -> None:
    """A misspelt pattern is a warning."""
    groups, _, codes = chosen(exclude=("tag:cat",))
    assert (groups, codes) == (["cats", "dogs"], ["selection-unused"])
