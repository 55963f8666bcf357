"""A second back end: a reference of the API in Markdown. It shows what a back end needs, and that it is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typing_extensions import assert_never

from stubwright.types.backend import Backend, Planned, Reserved
from stubwright.types.ir import (
    Anything,
    Array,
    Constant,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Required,
    Scalar,
    Tuple,
    TypeId,
    Union,
)
from stubwright.types.ir_operations import Api
from stubwright.types.names import Names
from stubwright.types.options import Options
from stubwright.types.package import File, Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A property or a parameter."""

    name: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call."""

    call: str
    about: str
    arguments: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An object with a name."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The whole page."""

    title: str
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]


def plan(api: Api, names: Names, options: Options, pins: Mapping[str, str]) -> Planned:
    """Plan one page; nothing is remembered in the lock."""
    assert options.source
    assert "layout" not in pins
    page = Reference(
        title=api.title,
        operations=tuple(
            Operation(
                call=f"{one.method.upper()} {one.path}",
                about=one.summary or "No summary.",
                arguments=tuple(
                    Member(name=item.name, said=said(api, names, item.type))
                    for item in one.parameters
                ),
            )
            for one in api.operations
        ),
        models=tuple(
            Model(name=name, members=tuple(members(api, names, api.types[id_].shape)))
            for id_, name in names.types.items()
            if isinstance(api.types[id_].shape, Object)
        ),
    )
    file = File(path="reference.md", template="reference.md.jinja", view=page)
    return Planned(package=Package(files=(file,)), pins={}, diagnostics=())


def members(api: Api, names: Names, shape: object) -> list[Member]:
    """Return the properties of an object."""
    assert isinstance(shape, Object)
    return [
        Member(
            name=item.name,
            said=said(api, names, item.type)
            + (", required" if isinstance(item.presence, Required) else ""),
        )
        for item in shape.properties
    ]


def said(api: Api, names: Names, id_: TypeId) -> str:
    """Return a type in words."""
    if id_ in names.types:
        return names.types[id_]
    match api.types[id_].shape:
        case Scalar(kind=kind):
            return kind.value
        case Array(items=items):
            return f"array of {said(api, names, items)}"
        case Mapping_(values=values):
            return f"map of {said(api, names, values)}"
        case Nullable(type=inner):
            return f"{said(api, names, inner)} or null"
        case Union(members=several):
            return " or ".join(said(api, names, one) for one in several)
        case Constant(value=value):
            return f"`{value}`"
        case Anything() | Enumeration() | Object() | Tuple():
            return "value"
        case never:
            assert_never(never)


MARKDOWN: Final = Backend(
    name="markdown",
    reserved=Reserved(),
    adapt=lambda api: api,
    plan=plan,
    templates=Path(__file__).parent / "templates",
    runtime=Path(__file__).parent,
)
