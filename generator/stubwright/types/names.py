"""Result of ``name``: every identifier of the generated package."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.records import dataclass
from stubwright.types.ir import TypeId
from stubwright.types.ir_operations import OperationId


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName:
    """A group of operations: ``client.<attribute>``, of class ``class_name`` in ``endpoints/<module>.py``."""

    attribute: str
    class_name: str
    async_class_name: str
    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerName:
    """A function that returns a server's URL, and its arguments, one per variable."""

    function: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Identifiers by the items that they name.

    ``error`` is the base class of the package's errors. ``fields`` maps an object's property names to fields; ``extras``
    are the fields of additional properties; ``members`` are those of an enumeration, in order. ``servers`` is parallel
    to the servers of the API, ``arguments`` to an operation's parameters. ``groups`` is keyed by the group's hint;
    several hints may share a group. ``modules`` maps each named type to its module in the split layout. ``iterators``
    are the second methods of operations that paginate. ``pins`` are the names that the lock records, by the text of
    ids.
    """

    package: str
    client: str
    error: str
    types: Mapping[TypeId, str]
    modules: Mapping[TypeId, str]
    fields: Mapping[TypeId, Mapping[str, str]]
    extras: Mapping[TypeId, str]
    members: Mapping[TypeId, tuple[str, ...]]
    groups: Mapping[str, GroupName]
    methods: Mapping[OperationId, str]
    iterators: Mapping[OperationId, str]
    constants: Mapping[OperationId, str]
    arguments: Mapping[OperationId, tuple[str, ...]]
    pins: Mapping[str, str]
    servers: tuple[ServerName, ...] = ()
