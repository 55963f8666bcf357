"""Objects that keep members the document does not name."""

from __future__ import annotations

from stubwright.select.unknown_members import keep
from stubwright.types.ir import Anything, Mapping_, Object, Shape, Type, TypeId
from stubwright.types.ir_operations import Api
from stubwright.types.options import Options

ANY, OTHER = TypeId("any"), TypeId("other")
KEEP = Options(unknown_members="keep")


def api(**shapes: Shape) -> Api:
    """Return an API of some types."""
    types = {TypeId(name): Type(id=TypeId(name), shape=shape) for name, shape in shapes.items()}
    return Api(title="T", version="1", types=types)


def extras(given: Api) -> dict[str, TypeId | None]:
    """Return what the objects keep."""
    return {
        id_: type_.shape.extra
        for id_, type_ in given.types.items()
        if isinstance(type_.shape, Object)
    }


def test_drop_changes_nothing() -> None:
    """By default the API is as the document says."""
    given = api(pet=Object(properties=()))
    assert keep(given, Options()) is given


def test_keep() -> None:
    """Objects keep any value; what says more, or inherits, stays; a map is none of them."""
    given = api(
        pet=Object(properties=()),
        puppy=Object(properties=(), base=TypeId("pet")),
        typed=Object(properties=(), extra=OTHER),
        other=Mapping_(values=OTHER),
    )
    kept = keep(given, KEEP)
    assert extras(kept) == {"pet": ANY, "puppy": None, "typed": OTHER}
    assert kept.types[ANY].shape == Anything()
    assert extras(given)["pet"] is None


def test_no_object_no_type() -> None:
    """Where there is no object nothing is added."""
    given = api(other=Mapping_(values=OTHER))
    assert keep(given, KEEP) == given
