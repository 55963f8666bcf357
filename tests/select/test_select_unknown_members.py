"""Objects that keep undeclared members."""

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
    """By default, the API is unchanged."""
    given = api(pet=Object(properties=()))
    assert keep(given, Options()) is given


def test_undeclared_members_are_kept() -> None:
    """Objects keep any value; objects that state more or inherit are unchanged; maps are not objects."""
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


def test_without_objects_nothing_is_added() -> None:
    """Without an object, no type is added."""
    given = api(other=Mapping_(values=OTHER))
    assert keep(given, KEEP) == given
