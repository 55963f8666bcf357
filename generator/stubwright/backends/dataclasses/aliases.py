"""Aliases of models modules: unions, lists and maps that have names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.descriptions import about
from stubwright.backends.dataclasses.formatting.docstrings import docstring
from stubwright.backends.dataclasses.formatting.expressions import NOTHING
from stubwright.backends.dataclasses.formatting.layout import (
    Bracket,
    Doc,
    annotated,
    bracket,
    flat,
    lay_out,
    stable,
)
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.views import AliasView
from stubwright.types.ir import Enumeration, Object, Tag, Type, TypeId, Union
from stubwright.types.ir_operations import Api
from stubwright.types.ir_walk import parts


def parts_first(types: Sequence[Type], api: Api) -> list[Type]:
    """Order aliases so that each follows those it refers to; keep the document's order in a cycle."""
    aliases = {
        type_.id: type_ for type_ in types if not isinstance(type_.shape, Object | Enumeration)
    }
    done: dict[TypeId, Type] = {}
    for root in aliases.values():
        stack: list[tuple[Type, Iterator[TypeId]]] = [(root, iter(_aliases_in(root, api)))]
        entered = {root.id}
        while stack:
            type_, rest = stack[-1]
            follow = next((id_ for id_ in rest if id_ in aliases and id_ not in entered), None)
            if follow is None:
                done.setdefault(type_.id, type_)
                stack.pop()
            elif follow not in done:
                entered.add(follow)
                stack.append((aliases[follow], iter(_aliases_in(aliases[follow], api))))
    return list(done.values())


def _aliases_in(type_: Type, api: Api) -> list[TypeId]:
    """List the aliases to which the expanded form of a type refers."""
    found: dict[TypeId, None] = {}
    stack = list(parts(type_.shape))
    seen: set[TypeId] = set()
    while stack:
        id_ = stack.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        inner = api.types[id_]
        if inner.hint is None:
            stack += parts(inner.shape)
        elif not isinstance(inner.shape, Object | Enumeration):
            found[id_] = None
    return list(found)


def alias(type_: Type, annotator: Annotator) -> tuple[AliasView, frozenset[str]]:
    """Return the statement of an alias, and the imports it uses."""
    names = annotator.names
    whole = annotator.shape(type_)
    uses = whole.uses | {"TypeAlias"}
    head = f"{names.types[type_.id]}: {annotator.local_name('TypeAlias')} = "
    marked = annotator.local_name("Annotated")
    tags = type_.shape.tags if isinstance(type_.shape, Union) else ()
    doc: Doc = whole.text
    if tags:
        tagged = [_tagged(tag, annotator) for tag in tags]
        doc = bracket(f"{marked}[", [whole.text, *(text for text, _ in tagged)], "]")
        uses = uses.union({"Annotated", "Tagged"}, *(more for _, more in tagged))
    if _recursive(type_, annotator.api) or _written_out(type_, annotator.api) > _MOST_PARTS:
        marker = f"{annotator.local_name('Recursive')}()"
        statement = lay_out(bracket(f"{head}{marked}[", [string(flat(doc)), marker], "]"))
        uses |= {"Annotated", "Recursive"}
    elif isinstance(doc, Bracket):
        statement = lay_out(doc._replace(head=head + doc.head))
    else:
        statement = annotated(head, whole.members, "")
    return AliasView(
        statement=stable(statement), docstring=docstring(about(type_, names.types[type_.id]), 0)
    ), uses


def _tagged(tag: Tag, annotator: Annotator) -> tuple[Bracket, frozenset[str]]:
    targets = [annotator.of(target) for _, target in tag.mapping]
    fallback = [] if tag.fallback is None else [annotator.of(tag.fallback)]
    values = (string(value) for value, _ in tag.mapping)
    entries = [f"{value}: {target.text}" for value, target in zip(values, targets, strict=True)]
    items: list[Doc] = [string(tag.property), bracket("{", entries, "}")]
    items += [one.text for one in fallback]
    uses = NOTHING.union(*(one.uses for one in (*targets, *fallback)))
    return bracket(f"{annotator.local_name('Tagged')}(", items, ")"), uses


_MOST_PARTS = 500
"""The maximum number of parts of an alias that is not a string: Python evaluates nested aliases again for each use."""


def _written_out(type_: Type, api: Api) -> int:
    """Count the parts of an alias after all aliases in it are expanded."""
    counts: dict[TypeId, int] = {}
    stack = [(type_.id, False)]
    entered: set[TypeId] = set()
    while stack:
        id_, leaving = stack.pop()
        inner = [
            part
            for part in parts(api.types[id_].shape)
            if not isinstance(api.types[part].shape, Object | Enumeration)
        ]
        if leaving:
            counts[id_] = 1 + sum(counts.get(part, 0) for part in inner)
        elif id_ not in entered:
            entered.add(id_)
            stack.append((id_, True))
            stack.extend((part, False) for part in inner)
    return counts[type_.id]


def _recursive(type_: Type, api: Api) -> bool:
    """Return whether an alias refers to itself without a class in between."""
    seen: set[TypeId] = set()
    stack = _aliases_in(type_, api)
    while stack:
        id_ = stack.pop()
        if id_ == type_.id:
            return True
        if id_ not in seen:
            seen.add(id_)
            stack += _aliases_in(api.types[id_], api)
    return False
