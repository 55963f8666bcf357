"""Objects, inheritance and mappings (JSON Schema 2020-12, section 10.3.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from stubwright.base import ids
from stubwright.lower.schemas.all_of_parts import Gathered, gather
from stubwright.lower.schemas.canonical import canonical, is_nullable_wrapper
from stubwright.lower.schemas.defaults import beside_null, presence_of
from stubwright.lower.schemas.merge import join, kinds_of, merged
from stubwright.lower.schemas.origins import type_id
from stubwright.lower.schemas.scalars import ANY
from stubwright.lower.schemas.shaping_keywords import COMPOSED, OBJECT, REFERENCE, extra_of
from stubwright.lower.schemas.work import Access, Merged, Origin, Task, Work
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import MISSING, Schema, SchemaId

Want: TypeAlias = Callable[[Work, SchemaId], TypeId]


def object_shape(work: Work, task: Task, parts: Merged, want: Want) -> ir.Shape:
    """Return an object with its own properties, or a mapping where it names none."""
    base = base_of(work, task.schema) if task.kind is None or len(parts.visited) > 1 else None
    own = parts
    if base is not None:
        inline = gather(work, task.schema, inline=True)
        own = join(work, task.schema, inline)
    schema = own.schema
    inherited = merged(work, base).schema if base is not None else None
    properties = own_properties(work, task, schema, inherited, want)
    extra = None
    if inherited is None or not names_extra(work, inherited):
        extra = extra_type(work, schema, want)
    if not schema.properties and not properties and base is None:
        return ir.Mapping_(values=extra or ANY)
    if base is not None:
        want(work, base)
    return ir.Object(
        properties=tuple(properties),
        base=object_id(work, base) if base is not None else None,
        extra=extra,
    )


def object_id(work: Work, sid: SchemaId) -> TypeId:
    """Return the id of an object's type, even where its schema also allows null."""
    found = type_id(work, sid)
    return TypeId(ids.derived(found, ids.VALUE)) if merged(work, sid).nullable else found


def base_of(work: Work, sid: SchemaId) -> SchemaId | None:
    """Return the one referenced object that a schema extends and narrows nowhere, or None."""
    if not work.facets(sid) & {"ref", "all_of"}:
        return None
    inline = gather(work, sid, inline=True)
    if len(inline.bases) != 1 or merged(work, sid).groups:
        return None
    base = canonical(work, inline.bases[0])
    while (inner := is_nullable_wrapper(work, base)) is not None:
        base = canonical(work, inner)
    if base == sid or not is_object(work, base) or gather(work, sid).loops:
        return None
    return base if extends(work, inline, merged(work, base).schema) else None


def is_object(work: Work, sid: SchemaId) -> bool:
    """Tell whether a schema becomes an object with members of its own."""
    parts = merged(work, sid)
    named = bool(parts.schema.properties or parts.schema.required)
    shaped = kinds_of(work, sid) == ("object",) and parts.schema.types != ("null",)
    return named and shaped and not parts.groups and _is_free(parts.schema)


def _is_free(schema: Schema) -> bool:
    return not schema.enum and schema.const is MISSING and schema.verdict is not False


def extends(work: Work, inline: Gathered, base: Schema) -> bool:
    """Tell whether inline parts only add to a base."""
    inherited = dict(base.properties)
    for leaf in inline.leaves:
        schema = work.schemas[leaf]
        if work.facets(leaf) - COMPOSED - OBJECT - {"types", "nullable"} or not _is_free(schema):
            return False
        if set(schema.types) - {"object", "null"}:
            return False
        for name, child in schema.properties:
            narrowed = inherited.get(name) if name in inherited or name in base.required else child
            if not says_the_same(work, child, narrowed):
                return False
        if any(name in inherited and name not in base.required for name in schema.required):
            return False
        if not extra_extends(work, schema, base):
            return False
    return True


def extra_extends(work: Work, schema: Schema, base: Schema) -> bool:
    """Tell whether a part says nothing else than a base of members under other names, if that says anything."""
    own, inherited = extra_of(schema, work.schemas), extra_of(base, work.schemas)
    if not names_extra(work, schema) or not names_extra(work, base):
        return True
    if schema.pattern_properties or own is None or inherited is None:
        return False
    return says_the_same(work, own, inherited)


def names_extra(work: Work, schema: Schema) -> bool:
    """Tell whether a schema describes members under other names."""
    return bool(schema.pattern_properties) or extra_of(schema, work.schemas) is not None


def says_the_same(work: Work, child: SchemaId, inherited: SchemaId | None) -> bool:
    """Tell whether a property that is named again is not changed by it; None was only required."""
    if not work.facets(child):
        return True
    if inherited is None:
        return False
    again, before = (work.schemas[canonical(work, each)] for each in (child, inherited))
    alike = replace(
        again,
        id=before.id,
        place=before.place,
        description=again.description or before.description,
        examples=before.examples,
    )
    return alike == before


def named_in(schema: Schema) -> frozenset[str]:
    """Return the names of the properties that a schema describes or requires."""
    return frozenset((*(name for name, _ in schema.properties), *schema.required))


def own_properties(
    work: Work, task: Task, schema: Schema, inherited: Schema | None, want: Want
) -> list[ir.Property]:
    """Return the properties that an object adds, in the document's order, then those only required."""
    taken = named_in(inherited) if inherited is not None else frozenset[str]()
    required = set(schema.required)
    found: list[ir.Property] = []
    access: dict[str, Access] = {}
    for name, child in schema.properties:
        if name in taken:
            continue
        if child in work.schemas and merged(work, child).schema.verdict is False:
            work.note(
                "property-forbidden", child, f"property {name} must not be there; it is left out"
            )
            continue
        found.append(_property_of(work, name, child, name in required, want))
        if (flags := access_of(work, child)) is not None:
            access[name] = flags
    named = taken.union(name for name, _ in schema.properties)
    rest = extra_of(schema, work.schemas)
    for name in dict.fromkeys(schema.required):
        if name not in named:
            kind = want(work, rest) if rest is not None else ANY
            found.append(ir.Property(name=name, type=kind, presence=ir.Required()))
    if access:
        work.access[task.id] = access
    return found


def _property_of(work: Work, name: str, child: SchemaId, required: bool, want: Want) -> ir.Property:
    if child not in work.schemas:
        presence: ir.Presence = ir.Required() if required else ir.Optional()
        return ir.Property(name=name, type=ANY, presence=presence)
    schema = work.schemas[child]
    return ir.Property(
        name=name,
        type=want(work, child),
        presence=presence_of(work, child, required),
        description=own_description(work, child),
        deprecated=schema.deprecated,
    )


def own_description(work: Work, child: SchemaId) -> str:
    """Return what is said at the use of a type, not what its own schema says of itself."""
    schema = work.schemas[child]
    if schema.description or work.facets(child) == REFERENCE:
        return schema.description
    parts = gather(work, child, inline=True)
    inline = [*parts.visited, *(one for one in beside_null(work, parts) if not is_named(work, one))]
    return next((found for one in inline if (found := work.schemas[one].description)), "")


def is_named(work: Work, child: SchemaId) -> bool:
    """Tell whether a schema is described elsewhere: a component, or a reference."""
    return child in work.components or work.facets(child) == REFERENCE


def access_of(work: Work, child: SchemaId) -> Access | None:
    """Return who may write a property, said beside the reference or at its target; None: anybody."""
    if child not in work.schemas:
        return None
    visited = [work.schemas[part] for part in merged(work, child).visited]
    flags = Access(
        read_only=any(part.read_only for part in visited),
        write_only=any(part.write_only for part in visited),
    )
    return flags if flags.read_only or flags.write_only else None


def extra_type(work: Work, schema: Schema, want: Want) -> TypeId | None:
    """Return the type of members under other names: of any of the patterns, or all others."""
    found = [child for _, child in schema.pattern_properties]
    rest = extra_of(schema, work.schemas)
    if rest is not None:
        found.append(rest)
    distinct = tuple(dict.fromkeys(child for child in found if child in work.schemas))
    if not distinct:
        return None
    if len(distinct) == 1:
        return want(work, distinct[0])
    made = SchemaId(ids.derived(schema.id, ids.EXTRA))
    if made not in work.schemas:
        work.add(
            Schema(id=made, place=schema.place, any_of=distinct),
            Origin(parent=schema.id, words="value", keyword="additionalProperties"),
        )
    return want(work, made)
