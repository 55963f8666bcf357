"""Pins: names that the lock records, so that a later run uses the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base.ids import key
from stubwright.name.operations import argument_key, iterator_key
from stubwright.name.places import at_places
from stubwright.types.ir import Enumeration, Object
from stubwright.types.ir_operations import Api
from stubwright.types.names import Names


def pins(api: Api, names: Names) -> dict[str, str]:
    """Return names by the text of their ids.

    All types, groups and methods are pinned. A field, member or argument that is spelled as in the
    document needs no pin, because no other item can take its name.
    """
    return dict(sorted([*_types(api, names), *_operations(api, names)]))


def _types(api: Api, names: Names) -> Iterator[tuple[str, str]]:
    for id_, name in names.types.items():
        type_ = api.types[id_]
        shape = type_.shape
        yield from ((own, name) for own in at_places(type_))
        if isinstance(shape, Object):
            for item in shape.properties:
                if names.fields[id_][item.name] != item.name:
                    given = names.fields[id_][item.name]
                    yield from ((own, given) for own in at_places(type_, item.name))
        elif isinstance(shape, Enumeration):
            for member, own in zip(shape.members, names.members[id_], strict=True):
                if own != str(member.value).upper():
                    yield from ((at, own) for at in at_places(type_, f"={member.value}"))


def _operations(api: Api, names: Names) -> Iterator[tuple[str, str]]:
    for hint, group in names.groups.items():
        yield key("tag", hint), group.attribute
    for operation in (*api.operations, *api.incoming):
        if operation.id in names.methods:
            yield operation.id, names.methods[operation.id]
        if operation.id in names.iterators:
            yield iterator_key(operation), names.iterators[operation.id]
        arguments = names.arguments[operation.id]
        for item, argument in zip(operation.parameters, arguments, strict=True):
            if argument != item.name:
                yield argument_key(operation, item), argument
