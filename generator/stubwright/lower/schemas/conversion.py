"""The state of a conversion from schemas to types, and its result."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from stubwright.base.records import dataclass, field
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.scalars import ANY
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types.ir import Property, Shape, Type, TypeId
from stubwright.types.spec import Kind, SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A type to make from a schema: from the whole schema, from one of its JSON types, or without null."""

    id: TypeId
    schema: SchemaId
    value: bool = False
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTag:
    """A discriminator before its members are settled: the values of its mapping, those of extensions, and names."""

    property: str
    explicit: tuple[tuple[str, TypeId], ...]
    extension: tuple[tuple[str, TypeId], ...]
    named: tuple[tuple[str, TypeId], ...]
    default: TypeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Directions in which a property exists."""

    read_only: bool
    write_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTypes:
    """Result of converting schemas: unions may be nested, and null may be anywhere in them.

    ``aliases`` maps ids to the types that replace them, ``tasks`` each type to its task. A value may match several
    members of the ``overlapping`` unions at once. ``families`` maps an object to the union of it and its children,
    which replaces it in references.
    """

    types: Mapping[TypeId, Type]
    aliases: Mapping[TypeId, TypeId]
    tasks: Mapping[TypeId, Task]
    tags: Mapping[TypeId, RawTag]
    access: Mapping[TypeId, Mapping[str, Access]]
    overlapping: frozenset[TypeId]
    families: Mapping[TypeId, TypeId] = field(default_factory=dict[TypeId, TypeId])


@dataclass(slots=True)
class Conversion:
    """The types so far, and the queue of those to make."""

    table: SchemaTable
    types: dict[TypeId, Type] = field(default_factory=dict[TypeId, Type])
    aliases: dict[TypeId, TypeId] = field(default_factory=dict[TypeId, TypeId])
    tasks: dict[TypeId, Task] = field(default_factory=dict[TypeId, Task])
    tags: dict[TypeId, RawTag] = field(default_factory=dict[TypeId, RawTag])
    access: dict[TypeId, dict[str, Access]] = field(default_factory=dict[TypeId, dict[str, Access]])
    overlapping: set[TypeId] = field(default_factory=set[TypeId])
    members: dict[tuple[str, SchemaId, bool], tuple[Property, Access | None]] = field(
        default_factory=dict[tuple[str, SchemaId, bool], tuple[Property, Access | None]]
    )
    queued: dict[SchemaId, TypeId] = field(default_factory=dict[SchemaId, TypeId])
    queue: deque[Task] = field(default_factory=deque[Task])

    def type_of(self, sid: SchemaId) -> TypeId:
        """Return the id of a schema's type, and queue the type for conversion."""
        if (known := self.queued.get(sid)) is not None:
            return known
        if sid not in self.table.schemas:
            return ANY
        schema = canonical(self.table, sid)
        found = self.queued[sid] = self.enqueue(Task(id=type_id(self.table, schema), schema=schema))
        return found

    def enqueue(self, task: Task) -> TypeId:
        """Queue a type for conversion, once."""
        if task.id not in self.tasks:
            self.tasks[task.id] = task
            self.queue.append(task)
        return task.id

    def put(self, task: Task, shape: Shape) -> TypeId:
        """Create a type that has only a shape."""
        place = str(self.table.schemas[task.schema].place)
        self.tasks[task.id] = task
        self.types[task.id] = Type(id=task.id, shape=shape, place=place)
        return task.id

    def ended(self) -> RawTypes:
        """Return the result of the conversion."""
        return RawTypes(
            types=self.types,
            aliases=self.aliases,
            tasks=self.tasks,
            tags=self.tags,
            access=self.access,
            overlapping=frozenset(self.overlapping),
        )
