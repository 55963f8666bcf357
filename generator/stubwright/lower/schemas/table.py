"""The schemas of one run and their facts: those of the document, and those created by merging."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from stubwright.base.place import Place
from stubwright.base.records import dataclass, field
from stubwright.lower.schemas.notes import Notes
from stubwright.lower.schemas.shaping_keywords import Facets, facets
from stubwright.types.ir import TypeId
from stubwright.types.spec import Discriminator, Schema, SchemaId

DEEPEST = 10
MOST_AT_ONE = 2_000
MOST_IN_ALL = 50_000
"""Limits of the schemas created by merging: their depth, their number for one schema, and that for a document.

Real documents stay below 5, 130 and 700.
"""


_IS_COMPONENT = re.compile(r"/(?:components/schemas|definitions|\$defs)/[^/]+").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Location of a schema: the outer schema, the keyword, and words for it.

    ``rest`` is the part of its pointer that follows the outer one's; it is empty for a schema elsewhere in the document.
    """

    parent: SchemaId
    words: str
    keyword: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One place of a schema: its text, the id of the type there, and words for its name in the outer schema."""

    place: SchemaId
    type: TypeId
    words: str = ""
    parent: Occurrence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One ``oneOf`` or ``anyOf`` with the discriminator beside it."""

    owner: SchemaId
    keyword: str
    members: tuple[SchemaId, ...]
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The parts of a schema, bases first.

    ``bases`` are the targets of references; they are not followed if only the
    inline parts were requested.
    """

    leaves: tuple[SchemaId, ...]
    visited: tuple[SchemaId, ...]
    groups: tuple[Group, ...]
    bases: tuple[SchemaId, ...]
    loops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A schema merged with its ``$ref`` and ``allOf``, which ``schema`` no longer contains.

    ``leaves`` are the schemas whose own keywords are merged; ``visited`` also contains those that only annotate.
    """

    schema: Schema
    nullable: bool
    groups: tuple[Group, ...]
    leaves: tuple[SchemaId, ...]
    visited: tuple[SchemaId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Distance of a combined schema from the schema in the document for which it was made."""

    root: SchemaId
    depth: int


@dataclass(slots=True)
class SchemaTable:
    """All schemas by id, and memoised facts about them.

    It grows while schemas are merged. Facts never change: memoising only saves time. ``document`` contains the schemas
    as in the document; in ``schemas``, equal ones are one (see ``equal_schemas``). ``repeats`` contains all locations of
    schemas that the document repeats, ``origins`` the first of each. ``twins`` are the other places of a composition,
    by the first one found.
    """

    document: Mapping[SchemaId, Schema]
    schemas: dict[SchemaId, Schema]
    first_of: Mapping[SchemaId, SchemaId]
    equals_of: Mapping[SchemaId, tuple[SchemaId, ...]]
    components: Mapping[SchemaId, str]
    origins: dict[SchemaId, Origin]
    repeats: Mapping[SchemaId, tuple[Origin, ...]]
    notes: Notes = field(default_factory=Notes)
    facets_of: dict[SchemaId, Facets] = field(default_factory=dict[SchemaId, Facets])
    merged_of: dict[SchemaId, Merged] = field(default_factory=dict[SchemaId, Merged])
    canonical_of: dict[SchemaId, SchemaId] = field(default_factory=dict[SchemaId, SchemaId])
    ids: dict[SchemaId, TypeId] = field(default_factory=dict[SchemaId, TypeId])
    gathered: dict[SchemaId, Gathered] = field(default_factory=dict[SchemaId, Gathered])
    gathered_inline: dict[SchemaId, Gathered] = field(default_factory=dict[SchemaId, Gathered])
    member_keys: dict[tuple[SchemaId, str], Mapping[SchemaId, str]] = field(
        default_factory=dict[tuple[SchemaId, str], Mapping[SchemaId, str]]
    )
    occurrences: dict[SchemaId, tuple[Occurrence, ...]] = field(
        default_factory=dict[SchemaId, tuple[Occurrence, ...]]
    )
    keys: dict[tuple[object, ...], SchemaId] = field(
        default_factory=dict[tuple[object, ...], SchemaId]
    )
    derived: dict[SchemaId, Derivation] = field(default_factory=dict[SchemaId, Derivation])
    twins: dict[SchemaId, list[SchemaId]] = field(default_factory=dict[SchemaId, list[SchemaId]])
    spent: Counter[SchemaId] = field(default_factory=Counter[SchemaId])
    kinds: dict[SchemaId, None] | None = None

    def facets(self, schema: SchemaId) -> Facets:
        """Return the names of the keywords of a schema that shape its type (memoised)."""
        if (known := self.facets_of.get(schema)) is None:
            known = self.facets_of[schema] = facets(self.schemas[schema], self.schemas)
        return known

    def note(
        self,
        code: str,
        schema: SchemaId,
        message: str,
        hint: str = "",
        inside: SchemaId | None = None,
    ) -> None:
        """Note an approximation at each place of a schema, or only at those ``inside`` another schema."""
        for sid in self.equals_of.get(schema, (schema,)):
            for place in self._places(sid, inside):
                self.notes.note(code, place, message, hint)

    def tagged(self) -> Mapping[SchemaId, None]:
        """Return the schemas that discriminators name, in their mappings or in the unions beside them (memoised)."""
        if self.kinds is None:
            found = dict[SchemaId, None]()
            for one in self.document.values():
                if one.discriminator is not None:
                    refs = [self.document[each].ref for each in (*one.one_of, *one.any_of)]
                    mapped = [target for _, target in one.discriminator.mapping]
                    found.update((each, None) for each in (*refs, *mapped) if each is not None)
            self.kinds = found
        return self.kinds

    def elsewhere(self) -> Iterator[SchemaId]:
        """Yield the components of other files to which references lead."""
        for sid, schema in self.document.items():
            if _IS_COMPONENT(schema.place.pointer) and sid not in self.components:
                yield sid

    def has_name(self, schema: SchemaId) -> bool:
        """Return whether a schema is a component, also of another file, or a discriminator names it."""
        place = self.schemas[schema].place
        return schema in self.tagged() or bool(_IS_COMPONENT(place.pointer))

    def stated(self, schema: SchemaId) -> tuple[SchemaId, str]:
        """Return the schema in the document for which another was created, and the path from it as words."""
        names: list[str] = []
        while schema not in self.document and (origin := self.origins.get(schema)) is not None:
            names.insert(0, origin.words)
            schema = origin.parent
        return schema, ".".join(filter(None, names))

    def _places(self, schema: SchemaId, inside: SchemaId | None = None) -> Iterator[Place]:
        """Yield the places of a schema; for a created one, those of the schema for which it was created."""
        found = self.document.get(schema) or self.schemas[schema]
        origin = self.origins.get(schema)
        if schema not in self.document or origin is None or not origin.rest:
            yield found.place
            return
        ways = self.repeats.get(schema, (origin,))
        if inside is not None:
            wanted = self.equals_of.get(inside, (inside,))
            ways = tuple(way for way in ways if way.parent in wanted) or (origin,)
        for way in ways:
            for place in self._places(way.parent):
                yield Place(place.document, place.pointer + way.rest)

    def add(self, schema: Schema, origin: Origin) -> SchemaId:
        """Add a schema that is in no document; ``origin`` is the place where it would be."""
        self.schemas[schema.id] = schema
        self.origins[schema.id] = origin
        above = self._above(origin.parent)
        self.derived[schema.id] = Derivation(root=above.root, depth=above.depth + 1)
        self.spent[above.root] += 1
        return schema.id

    def has_room(self, parent: SchemaId) -> bool:
        """Return whether another schema may be created here; merging must end."""
        above = self._above(parent)
        return (
            above.depth < DEEPEST
            and self.spent[above.root] < MOST_AT_ONE
            and len(self.derived) < MOST_IN_ALL
        )

    def _above(self, parent: SchemaId) -> Derivation:
        return self.derived.get(parent, Derivation(root=parent, depth=0))
