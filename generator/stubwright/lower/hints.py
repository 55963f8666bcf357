"""What types might be called, from where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stubwright.lower.canonical import canonical
from stubwright.lower.hierarchies import UNION
from stubwright.lower.settle import Settled
from stubwright.lower.words import join, place_words
from stubwright.lower.work import Work
from stubwright.types import ir
from stubwright.types.ir import Hint, Rank, Type, TypeId
from stubwright.types.spec import SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What names are taken from: named types and components by schema, and what operations call theirs."""

    named: Mapping[SchemaId, TypeId]
    components: Mapping[SchemaId, str]
    operations: Mapping[SchemaId, str]


def hint_all(work: Work, settled: Settled, operations: Mapping[SchemaId, str], recursive: frozenset[TypeId]) -> dict[TypeId, Type]:  # fmt: skip
    """Return the types with a hint on each that has a name of its own."""
    components = component_names(work)
    ids = [
        id_
        for id_, type_ in settled.types.items()
        if id_ in work.sources and (is_named(work, type_, components) or id_ in recursive)
    ]
    named: dict[SchemaId, TypeId] = {}
    for id_ in sorted(ids, key=len):
        if not id_.endswith(UNION):
            named.setdefault(work.sources[id_].schema, id_)
    names = Names(
        named=named,
        components=components,
        operations={
            canonical(work, sid): words for sid, words in reversed(list(operations.items()))
        },
    )
    types = dict(settled.types)
    for id_ in ids:
        types[id_] = replace(types[id_], hint=hint_of(work, names, id_), component=components_name(work, components, types[id_]))  # fmt: skip
    return types


def components_name(work: Work, components: Mapping[SchemaId, str], type_: Type) -> str:
    if type_.component or type_.id.endswith(UNION):
        return type_.component
    task = work.sources[type_.id]
    return components.get(task.schema, "") if task.kind is None else ""


def component_names(work: Work) -> dict[SchemaId, str]:
    """Return components' names by the schemas that they really are."""
    found = {sid: name for sid, name in work.components.items() if sid in work.schemas and canonical(work, sid) == sid}  # fmt: skip
    for sid, name in work.components.items():
        if sid not in work.schemas or (real := canonical(work, sid)) == sid:
            continue
        if real in found:
            work.note("component-alias", sid, f"component {name} is another name of {found[real]}")
        else:
            found[real] = name
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


def hint_of(work: Work, names: Names, id_: TypeId) -> Hint:
    task = work.sources[id_]
    hint = schema_hint(work, names, task.schema, id_)
    if id_.endswith(UNION):
        return replace(hint, words=f"any {hint.words}")
    return replace(hint, words=f"{hint.words} {task.kind}") if task.kind else hint


def schema_hint(work: Work, names: Names, schema: SchemaId, id_: TypeId) -> Hint:
    """Climb to a component, an operation or the nearest type that has a name, and take words on the way."""
    words: list[str] = []
    at = schema
    while True:
        if at in names.components:
            rank = Rank.INLINE if words else Rank.COMPONENT
            return Hint(rank=rank, words=joined(names.components[at], words))
        if at in names.operations:
            return Hint(rank=Rank.OPERATION, words=joined(names.operations[at], words))
        origin = work.origins.get(at)
        if origin is None:
            place = work.schemas[at].place
            return Hint(rank=Rank.COMPONENT, words=joined(place_words(place), words))
        words.append(origin.words)
        at = origin.parent
        parent = names.named.get(at)
        if parent is not None and parent != id_:
            return Hint(rank=Rank.INLINE, words=joined("", words) or "option", parent=parent)


def joined(first: str, words: list[str]) -> str:
    return join((first, *reversed(words)))
