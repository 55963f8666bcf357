"""Settle raw types: follow aliases, flatten unions, extract null from them, add tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from stubwright.base.records import dataclass, replace
from stubwright.lower.passes.flatten_unions import NULL, Types, flatten_unions
from stubwright.lower.passes.overlapping_unions import keep_overlap
from stubwright.lower.passes.tags import tag_unions
from stubwright.lower.schemas.conversion import RawTypes, Task
from stubwright.lower.schemas.scalars import ANY
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.ir import Type, TypeId
from stubwright.types.ir_walk import rewrite

Aliases: TypeAlias = Mapping[TypeId, TypeId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Types by id, the final id of each raw id, and the task of each type; ``families`` are unions of a base and its children."""

    types: dict[TypeId, Type]
    final: Mapping[TypeId, TypeId]
    tasks: Mapping[TypeId, Task]
    families: frozenset[TypeId]

    def of(self, raw: TypeId) -> TypeId:
        """Return the final id to which references to a raw id lead."""
        return self.final.get(raw, raw)


def settle(table: SchemaTable, raw: RawTypes) -> Settled:
    """Return the types with all references resolved; a base class keeps the object's own id."""
    flat = flatten_unions(table, raw)
    every = (*flat.types, *raw.types, *flat.aliases)
    final = {id_: follow(flat.aliases, flat.types, id_) for id_ in every}
    use = {id_: raw.families.get(found, found) for id_, found in final.items()}
    types = {
        id_: rewrite(type_, use=lambda ref: use.get(ref, ref), base=lambda ref: final.get(ref, ref))
        for id_, type_ in strip_nulls(flat.types, final).items()
    }
    tagged = keep_overlap(tag_unions(table, raw, flat, types, final), flat.joined, raw.overlapping)
    return Settled(
        types=tagged, final=use, tasks=flat.tasks, families=frozenset(raw.families.values())
    )


def follow(aliases: Aliases, settled: Types, raw: TypeId) -> TypeId:
    """Follow aliases, and nullable types whose value turned out to be anything or null."""
    seen: set[TypeId] = set()
    found = raw
    while found in aliases:
        if found in seen:
            return ANY
        seen.add(found)
        found = aliases[found]
    shape = settled[found].shape if found in settled else None
    if isinstance(shape, ir.Nullable):
        value = value_of(aliases, settled, shape.type)
        if value in (ANY, NULL) or value not in settled:
            return value if value in settled else ANY
        if isinstance(settled[value].shape, ir.Anything):
            return value
    return found if found in settled else ANY


def value_of(aliases: Aliases, settled: Types, id_: TypeId) -> TypeId:
    """Return the id of a type without null."""
    seen: set[TypeId] = set()
    while id_ not in seen:
        seen.add(id_)
        if id_ in aliases:
            id_ = aliases[id_]
        elif id_ in settled and isinstance(shape := settled[id_].shape, ir.Nullable):
            id_ = shape.type
        else:
            return id_
    return ANY


def strip_nulls(settled: Types, final: Aliases) -> dict[TypeId, Type]:
    """Remove nested nullable types, and types that were replaced."""
    types: dict[TypeId, Type] = {}
    for id_, type_ in settled.items():
        if final[id_] != id_:
            continue
        if isinstance(type_.shape, ir.Nullable):
            value = final.get(type_.shape.type, ANY)
            seen = {id_}
            while isinstance(shape := settled[value].shape, ir.Nullable) and value not in seen:
                seen.add(value)
                value = final.get(shape.type, ANY)
            type_ = replace(type_, shape=ir.Nullable(type=value))
        types[id_] = type_
    return types
