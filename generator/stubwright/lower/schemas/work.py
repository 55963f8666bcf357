"""What is known while schemas become types."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.lower.schemas.shaping_keywords import Facets, facets
from stubwright.types.ir import Type, TypeId
from stubwright.types.spec import Discriminator, Kind, Schema, SchemaId

DEEPEST = 10
MOST_AT_ONE = 2_000
MOST_IN_ALL = 50_000
"""Bounds of the schemas that joining makes: in each other, below one schema, and in a document.

Real documents stay below 5, 130 and 700.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a schema stands: in which other one, under which keyword, and in which words."""

    parent: SchemaId
    words: str
    keyword: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One ``oneOf`` or ``anyOf`` with the discriminator beside it."""

    owner: SchemaId
    keyword: str
    members: tuple[SchemaId, ...]
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A schema joined with all it refers to by ``$ref`` and ``allOf``; neither is left in ``schema``.

    ``leaves`` are the schemas whose own keywords take part; ``visited`` also holds those that only annotate.
    """

    schema: Schema
    nullable: bool
    groups: tuple[Group, ...]
    leaves: tuple[SchemaId, ...]
    visited: tuple[SchemaId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTag:
    """A discriminator before its members are settled: explicit values, and names of the rest."""

    property: str
    explicit: tuple[tuple[str, TypeId], ...]
    named: tuple[tuple[str, TypeId], ...]
    default: TypeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may write a property."""

    read_only: bool
    write_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A type to be made of a schema: all of it, or only one JSON type of it, or what is left without null."""

    id: TypeId
    schema: SchemaId
    value: bool = False
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How far a schema that joins others stands below one that a document holds."""

    root: SchemaId
    depth: int


@dataclass(slots=True)
class Work:
    """The state of one run: schemas with those made while merging, and the types so far.

    ``types`` are raw: unions may be nested, ``aliases`` say which ids turned out to be others.
    """

    schemas: dict[SchemaId, Schema]
    components: dict[SchemaId, str]
    origins: dict[SchemaId, Origin] = field(default_factory=dict[SchemaId, Origin])
    types: dict[TypeId, Type] = field(default_factory=dict[TypeId, Type])
    aliases: dict[TypeId, TypeId] = field(default_factory=dict[TypeId, TypeId])
    sources: dict[TypeId, Task] = field(default_factory=dict[TypeId, Task])
    tags: dict[TypeId, RawTag] = field(default_factory=dict[TypeId, RawTag])
    access: dict[TypeId, dict[str, Access]] = field(default_factory=dict[TypeId, dict[str, Access]])
    heirs: dict[TypeId, TypeId] = field(default_factory=dict[TypeId, TypeId])
    queue: deque[Task] = field(default_factory=deque[Task])
    notes: dict[tuple[str, str, str], Diagnostic] = field(
        default_factory=dict[tuple[str, str, str], Diagnostic]
    )
    facets_of: dict[SchemaId, Facets] = field(default_factory=dict[SchemaId, Facets])
    merged_of: dict[SchemaId, Merged] = field(default_factory=dict[SchemaId, Merged])
    canonical_of: dict[SchemaId, SchemaId] = field(default_factory=dict[SchemaId, SchemaId])
    ids: dict[SchemaId, TypeId] = field(default_factory=dict[SchemaId, TypeId])
    keys: dict[tuple[object, ...], SchemaId] = field(
        default_factory=dict[tuple[object, ...], SchemaId]
    )
    made: dict[SchemaId, Made] = field(default_factory=dict[SchemaId, Made])
    spent: Counter[SchemaId] = field(default_factory=Counter[SchemaId])

    def facets(self, schema: SchemaId) -> Facets:
        """Name the keywords of a schema that shape a type (memoised)."""
        if (known := self.facets_of.get(schema)) is None:
            known = self.facets_of[schema] = facets(self.schemas[schema], self.schemas)
        return known

    def note(self, code: str, schema: SchemaId, message: str, hint: str = "") -> None:
        """Write down an approximation at a schema's place, once."""
        place = self.schemas[schema].place
        self.notes.setdefault(
            (code, str(place), message),
            Diagnostic(code=code, severity=Severity.NOTE, message=message, place=place, hint=hint),
        )

    def add(self, schema: Schema, origin: Origin) -> SchemaId:
        """Add a schema that no document holds; it stands where ``origin`` says."""
        self.schemas[schema.id] = schema
        self.origins[schema.id] = origin
        above = self.made.get(origin.parent, Made(root=origin.parent, depth=0))
        self.made[schema.id] = Made(root=above.root, depth=above.depth + 1)
        self.spent[above.root] += 1
        return schema.id

    def has_room(self, parent: SchemaId) -> bool:
        """Tell whether one more schema may be made here; joining may not grow without end."""
        above = self.made.get(parent, Made(root=parent, depth=0))
        return (
            above.depth < DEEPEST
            and self.spent[above.root] < MOST_AT_ONE
            and len(self.made) < MOST_IN_ALL
        )
