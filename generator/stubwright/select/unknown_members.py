"""The pass for ``unknown_members``: every object keeps undeclared members, or only those that the document allows."""

from __future__ import annotations

from stubwright.base.records import replace
from stubwright.types.ir import Anything, Object, Type, TypeId
from stubwright.types.ir_operations import Api
from stubwright.types.options import Options

_ANY = TypeId("any")


def keep(api: Api, options: Options) -> Api:
    """Return ``api`` with objects that keep undeclared members, if ``options.unknown_members`` requires it.

    Objects that describe additional properties are not changed; those with a base inherit the field.
    ``additionalProperties: false`` is ignored, because the document may be older than the API.
    """
    if options.unknown_members == "drop":
        return api
    anything = next((id_ for id_, type_ in api.types.items() if _is_plain(type_)), _ANY)
    types = {id_: _open(type_, anything) for id_, type_ in api.types.items()}
    if any(type_ is not api.types[id_] for id_, type_ in types.items()):
        types.setdefault(anything, Type(id=anything, shape=Anything()))
    return replace(api, types=types)


def _is_plain(type_: Type) -> bool:
    return isinstance(type_.shape, Anything) and type_.hint is None


def _open(type_: Type, anything: TypeId) -> Type:
    shape = type_.shape
    if not isinstance(shape, Object):
        return type_
    extra = None if shape.base is not None else shape.extra or anything
    return type_ if extra == shape.extra else replace(type_, shape=replace(shape, extra=extra))
