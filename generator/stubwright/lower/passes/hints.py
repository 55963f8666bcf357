"""Hints for the names of types, from their locations."""

from __future__ import annotations

from collections.abc import Container, Mapping

from stubwright.base.hint_words import join_words, place_words
from stubwright.base.records import replace
from stubwright.lower.passes.cycles import recursive_types
from stubwright.lower.passes.name_sources import NameSources
from stubwright.lower.passes.resolve_aliases import Settled
from stubwright.lower.passes.shared_names import shared_words
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.conversion import Task
from stubwright.lower.schemas.occurrences import places_of
from stubwright.lower.schemas.origins import equal_to, type_id
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.ir import Hint, Rank, Type, TypeId
from stubwright.types.spec import SchemaId


def with_hints(
    table: SchemaTable, settled: Settled, operations: Mapping[SchemaId, str]
) -> dict[TypeId, Type]:
    """Return the types; each one that needs a name gets a hint.

    ``operations`` maps schemas to the words of the first operation that uses them.
    """
    components = component_names(table)
    tasks = settled.tasks

    def has_name(type_: Type) -> bool:
        return type_.id in tasks and is_named(type_, tasks[type_.id], components)

    recursive = recursive_types(settled.types, has_name)
    named = [
        type_
        for id_, type_ in settled.types.items()
        if has_name(type_) or (id_ in recursive and id_ in tasks)
    ]
    first: dict[SchemaId, TypeId] = {}
    for id_ in sorted((type_.id for type_ in named), key=len):
        if id_ not in settled.families:
            first.setdefault(tasks[id_].schema, id_)
    names = NameSources(named=first, components=components, operations=operations)
    shared = shared_words(table, names, {tasks[type_.id].schema: None for type_ in named})
    hinted = {type_.id: with_hint(table, settled, names, shared, type_) for type_ in named}
    return {**settled.types, **hinted}


def component_names(table: SchemaTable) -> dict[SchemaId, str]:
    """Return the names of components by the schemas to which they resolve."""
    present = {sid: name for sid, name in table.components.items() if sid in table.schemas}
    found = {sid: name for sid, name in present.items() if canonical(table, sid) == sid}
    for sid, name in present.items():
        real = canonical(table, sid)
        if real != sid and real in found:
            table.note("component-alias", sid, f"component {name} is an alias of {found[real]}")
        found.setdefault(real, name)
    return found


def is_named(type_: Type, task: Task, components: Container[SchemaId]) -> bool:
    """Return whether the kind of a type requires a name."""
    match type_.shape:
        case ir.Object() | ir.Enumeration():
            return True
        case ir.Union(tags=tags) if tags:
            return True
        case ir.Array() | ir.Tuple() | ir.Mapping_() | ir.Union():
            return task.kind is None and task.schema in components
        case _:
            return False


def with_hint(
    table: SchemaTable,
    settled: Settled,
    names: NameSources,
    shared: Mapping[SchemaId, str],
    type_: Type,
) -> Type:
    """Return a type with its hint, its places, and its component's name."""
    task = settled.tasks[type_.id]
    role = type_.id[len(type_id(table, task.schema)) :]
    places = tuple(TypeId(place + role) for place in places_of(table, task.schema))
    if task.schema in shared:
        hint, component = Hint(rank=Rank.INLINE, words=shared[task.schema]), ""
    else:
        hint, component = climb(table, names, equal_to(table, task.schema)[0], type_.id)
    if type_.id in settled.families:
        hint, component = replace(hint, words=f"any {hint.words}"), ""
    elif task.kind is not None:
        hint, component = replace(hint, words=f"{hint.words} {task.kind}"), ""
    return replace(type_, places=places, hint=hint, component=component)


def climb(
    table: SchemaTable, names: NameSources, schema: SchemaId, id_: TypeId
) -> tuple[Hint, str]:
    """Return the hint of a type, and its component's name or an empty string.

    Go outward to a component, an operation or the nearest named type, and collect words on the way.
    """
    words: list[str] = []
    at = schema
    while True:
        if at in names.components:
            name = names.components[at]
            if not any(words):
                return Hint(rank=Rank.COMPONENT, words=name), name
            return Hint(rank=Rank.INLINE, words=joined(name, words)), ""
        if at in names.operations:
            return Hint(rank=Rank.OPERATION, words=joined(names.operations[at], words)), ""
        origin = table.origins.get(at)
        if origin is None:
            first = place_words(table.schemas[at].place)
            return Hint(rank=Rank.COMPONENT, words=joined(first, words)), ""
        words.append(origin.words)
        at = origin.parent
        parent = names.named.get(table.first_of.get(at, at))
        if parent is not None and parent != id_:
            words_here = joined("", words) or "option"
            return Hint(rank=Rank.INLINE, words=words_here, parent=parent), ""


def joined(first: str, words: list[str]) -> str:
    """Join words that were collected from the innermost outward."""
    return join_words((first, *reversed(words)))
