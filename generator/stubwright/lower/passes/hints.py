"""What types might be called, from where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stubwright.lower.hint_words import join, place_words
from stubwright.lower.passes.resolve_aliases import Settled
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.work import Work
from stubwright.types import ir
from stubwright.types.ir import Hint, Rank, Type, TypeId
from stubwright.types.spec import SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What names are taken from: named types and components by schema, and operations' words."""

    named: Mapping[SchemaId, TypeId]
    components: Mapping[SchemaId, str]
    operations: Mapping[SchemaId, str]


def hint_all(
    work: Work,
    settled: Settled,
    components: Mapping[SchemaId, str],
    operations: Mapping[SchemaId, str],
    recursive: frozenset[TypeId],
) -> dict[TypeId, Type]:
    """Return the types with a hint on each that has a name of its own."""
    ids = [
        id_
        for id_, type_ in settled.types.items()
        if id_ in work.sources and (is_named(work, type_, components) or id_ in recursive)
    ]
    named: dict[SchemaId, TypeId] = {}
    hierarchies = set(work.heirs.values())
    for id_ in sorted(ids, key=len):
        if id_ not in hierarchies:
            named.setdefault(work.sources[id_].schema, id_)
    names = Names(named=named, components=components, operations=operations)
    types = dict(settled.types)
    for id_ in ids:
        types[id_] = with_hint(work, names, types[id_], id_ in hierarchies)
    return types


def component_names(work: Work) -> dict[SchemaId, str]:
    """Return components' names by the schemas that they really are."""
    present = {sid: name for sid, name in work.components.items() if sid in work.schemas}
    found = {sid: name for sid, name in present.items() if canonical(work, sid) == sid}
    for sid, name in present.items():
        real = canonical(work, sid)
        if real != sid and real in found:
            work.note("component-alias", sid, f"component {name} is another name of {found[real]}")
        found.setdefault(real, name)
    return found


def is_named(work: Work, type_: Type, components: Mapping[SchemaId, str]) -> bool:
    """Tell whether a type has a name by what it is."""
    match type_.shape:
        case ir.Object() | ir.Enumeration():
            return True
        case ir.Union(tag=tag) if tag is not None:
            return True
        case ir.Array() | ir.Tuple() | ir.Mapping_() | ir.Union():
            task = work.sources[type_.id]
            return task.kind is None and task.schema in components
        case _:
            return False


def with_hint(work: Work, names: Names, type_: Type, is_hierarchy: bool) -> Type:
    """Return a type with its hint, and the component that it stands for."""
    task = work.sources[type_.id]
    hint, component = climb(work, names, task.schema, type_.id)
    if is_hierarchy:
        return replace(type_, hint=replace(hint, words=f"any {hint.words}"), component="")
    if task.kind is not None:
        return replace(type_, hint=replace(hint, words=f"{hint.words} {task.kind}"), component="")
    return replace(type_, hint=hint, component=component)


def climb(work: Work, names: Names, schema: SchemaId, id_: TypeId) -> tuple[Hint, str]:
    """Return a hint and a component's name.

    Go up to a component, an operation or the nearest type that has a name, and take words on the way.
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
        origin = work.origins.get(at)
        if origin is None:
            first = place_words(work.schemas[at].place)
            return Hint(rank=Rank.COMPONENT, words=joined(first, words)), ""
        words.append(origin.words)
        at = origin.parent
        parent = names.named.get(at)
        if parent is not None and parent != id_:
            words_here = joined("", words) or "option"
            return Hint(rank=Rank.INLINE, words=words_here, parent=parent), ""


def joined(first: str, words: list[str]) -> str:
    """Join words that were taken from the inside out."""
    return join((first, *reversed(words)))
