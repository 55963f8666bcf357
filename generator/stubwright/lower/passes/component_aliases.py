"""Names of components that only refer to another one."""

from __future__ import annotations

from stubwright.lower.passes.resolve_aliases import Settled
from stubwright.lower.schemas.canonical import canonical, raw_id
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir
from stubwright.types.ir import Hint, Rank, Type, TypeId


def with_aliases(
    table: SchemaTable, settled: Settled, types: dict[TypeId, Type]
) -> dict[TypeId, Type]:
    """Add a type for each component that is another name of a type with a name: a union of this one.

    Nothing refers to it; it exists for those who look for the component's name. None is added if the
    names differ only in case or punctuation.
    """
    taken = {_folded(type_.component) for type_ in types.values() if type_.component}
    made = dict(types)
    for sid, name in table.components.items():
        if sid not in table.schemas or canonical(table, sid) == sid or _folded(name) in taken:
            continue
        target = types.get(settled.of(raw_id(table, sid)))
        if target is None or target.hint is None:
            continue
        taken.add(_folded(name))
        schema, id_ = table.schemas[sid], TypeId(type_id(table, sid))
        made[id_] = Type(
            id=id_,
            shape=ir.Union(members=(target.id,), open=False),
            hint=Hint(rank=Rank.ALIAS, words=name),
            title=schema.title,
            description=schema.description,
            deprecated=schema.deprecated,
            place=str(schema.place),
            component=name,
            places=(id_,),
        )
    return made


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
