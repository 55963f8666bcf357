"""Raw unions: members, merged with the keywords beside the union (JSON Schema 2020-12, 10.2.1)."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TypeAlias

from stubwright.base import ids
from stubwright.base.hint_words import join_words, place_words
from stubwright.base.records import dataclass, replace
from stubwright.lower.schemas.all_of_parts import conjuncts, target
from stubwright.lower.schemas.canonical import canonical
from stubwright.lower.schemas.conversion import Conversion, RawTag, Task
from stubwright.lower.schemas.merge import bare, kinds_of, merged
from stubwright.lower.schemas.scalars import is_decimal, scalar_id
from stubwright.lower.schemas.shaping_keywords import COMPOSED, TYPE_ONLY
from stubwright.lower.schemas.table import Group, Merged, Origin, SchemaTable
from stubwright.lower.schemas.union_member_names import member_keys
from stubwright.types import ir
from stubwright.types.ir import TypeId
from stubwright.types.spec import Discriminator, Kind, Schema, SchemaId

Combination: TypeAlias = tuple[SchemaId, ...]

MOST = 32
"""The maximum number of members that combining several unions may produce."""

VENDOR_VALUES = ("x-ms-discriminator-value", "x-discriminator-value")
"""Extensions that state the value of a discriminator, which has no mapping in Swagger 2.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Keywords beside a union: ``rest`` are the schemas that are merged into every member."""

    schema: SchemaId
    parts: Merged
    rest: tuple[SchemaId, ...]
    groups: tuple[Group, ...]
    keys: tuple[dict[SchemaId, str], ...]


def union_shape(conversion: Conversion, task: Task, parts: Merged) -> ir.Shape:
    """Return the union of a schema's ``oneOf`` or ``anyOf``; flattening and tags come later."""
    table = conversion.table
    parts = without_impossible_type(table, parts)
    beside = beside_union(table, task, parts)
    members: dict[Combination, TypeId] = {}
    for combination in product(*(group.members for group in beside.groups)):
        if any(member not in table.schemas for member in combination):
            continue
        if is_impossible(table, parts, combination):
            continue
        if len(combination) == 1 and is_null_idiom(table, beside.groups[0], combination[0]):
            members[combination] = scalar_id(ir.ScalarKind.NULL)
            continue
        members[combination] = conversion.type_of(join_member(table, beside, combination))
    if len(beside.groups) == 1:
        (group,) = beside.groups
        if any(is_decimal(table.schemas[each].checks) for each in group.members):
            members = {
                combination: made
                for combination, made in members.items()
                if kinds_of(table, combination[0]) != ("number",)
            }
        if group.discriminator is not None:
            alone = {combination[0]: made for combination, made in members.items()}
            conversion.tags[task.id] = raw_tag(conversion, group.discriminator, alone)
    if any(group.keyword == "anyOf" for group in beside.groups):
        conversion.overlapping.add(task.id)
    return ir.Union(members=tuple(dict.fromkeys(members.values())), open=False)


def beside_union(table: SchemaTable, task: Task, parts: Merged) -> Beside:
    """Return the schemas to merge into a union's members: the schema's own keywords and its other unions."""
    groups = parts.groups
    if prod(len(group.members) for group in groups) > MOST and len(groups) > 1:
        table.note(
            "union-approximated",
            task.schema,
            "several unions in one schema have too many combinations; only the first one is used",
        )
        groups = groups[:1]
    return Beside(
        schema=task.schema,
        parts=parts,
        rest=rest_of(table, parts),
        groups=groups,
        keys=tuple(member_keys(group.members, table.schemas) for group in groups),
    )


def without_impossible_type(table: SchemaTable, parts: Merged) -> Merged:
    """Return the parts without a ``type`` that forbids all members of the union beside it, or is ``object`` and forbids some.

    No value could match such a member (JSON Schema 2020-12 validation, 6.1.1), but frameworks add the type nevertheless.
    """
    stated: set[Kind] = {kind for kind in parts.schema.types if kind != "null"}
    own = {facet for leaf in parts.leaves for facet in table.facets(leaf)} - COMPOSED
    if not stated or len(parts.groups) > 1 or not own <= TYPE_ONLY:
        return parts
    kinds = [kinds_of(table, member) for group in parts.groups for member in group.members]
    shaped = [{*found} for found in kinds if found]
    allowed: set[Kind] = {*stated, "integer"} if "number" in stated else stated
    forbidden = [found for found in shaped if not allowed & found]
    if not forbidden or (stated != {"object"} and len(forbidden) < len(shaped)):
        return parts
    table.note(
        "type-approximated",
        parts.schema.id,
        f"type {' or '.join(parts.schema.types)} forbids members of the union beside it; the type is ignored",
        "remove the type",
    )
    return replace(parts, schema=replace(parts.schema, types=()), leaves=())


def is_impossible(table: SchemaTable, parts: Merged, combination: tuple[SchemaId, ...]) -> bool:
    """Return whether no value can match both a member and the types beside the union."""
    beside: set[Kind] = {kind for kind in parts.schema.types if kind != "null"}
    if "number" in beside:
        beside.add("integer")
    for member in combination:
        stated = merged(table, member).schema.types
        if beside and stated and not beside & set(stated):
            return True
        if "number" in stated:
            stated = (*stated, "integer")
        beside = (beside & set(stated) if beside else set(stated)) if stated else beside
    return False


def is_null_idiom(table: SchemaTable, group: Group, member: SchemaId) -> bool:
    """Return whether a member without a shape only means that null is allowed.

    In OpenAPI 3.0, a reference cannot be nullable, so generators of documents write
    ``anyOf: [{$ref: X}, {nullable: true}]``, or add ``type: object``, to express X or null.
    """
    schema = table.schemas[member]
    if table.facets(member) - {"types", "nullable"}:
        return False
    bare = schema.nullable and not schema.types
    others = [one for one in group.members if one != member]
    if not bare and set(schema.types) != {"object", "null"}:
        return False
    if not all(table.facets(one) if bare else "object" in kinds_of(table, one) for one in others):
        return False
    table.note(
        "null-inferred",
        member,
        "a nullable member without a type is read as null: the other members determine the type",
        inside=group.owner,
    )
    return True


def rest_of(table: SchemaTable, parts: Merged) -> tuple[SchemaId, ...]:
    """Return the keywords beside the unions that affect their members."""
    found: list[SchemaId] = []
    for leaf in parts.leaves:
        schema = table.schemas[leaf]
        if not table.facets(leaf) - COMPOSED - {"nullable", "discriminator"}:
            continue
        if not table.facets(leaf) & COMPOSED:
            found.append(leaf)
            continue
        own = SchemaId(ids.derived(leaf, ids.OWN))
        if own not in table.schemas:
            table.schemas[own] = replace(
                bare(schema), id=own, nullable=False, discriminator=None, description="", title=""
            )
            table.origins[own] = Origin(parent=leaf, words="", keyword=ids.OWN)
        found.append(own)
    return tuple(found)


def join_member(table: SchemaTable, beside: Beside, combination: Combination) -> SchemaId:
    """Return a member merged with the keywords beside the union, or itself if they add nothing."""
    if len(combination) == 1 and is_complete(table, beside.parts, beside.rest, combination[0]):
        return combination[0]
    keyword = beside.groups[0].keyword
    keys = [known[member] for known, member in zip(beside.keys, combination, strict=True)]
    made = SchemaId(ids.derived(beside.schema, keyword, "&".join(keys)))
    if made not in table.schemas and not table.has_room(beside.schema):
        table.note(
            "union-approximated",
            beside.schema,
            "the keywords beside the union expand endlessly; only the member is used",
        )
        return combination[-1]
    if made not in table.schemas:
        words = join_words(member_label(table, member) for member in combination) or "option"
        origin = Origin(parent=beside.schema, words=words, keyword=keyword)
        table.add(_merged_member(table, made, beside, combination), origin)
    return made


def _merged_member(
    table: SchemaTable, id_: SchemaId, beside: Beside, combination: Combination
) -> Schema:
    last = table.schemas[combination[-1]]
    return Schema(
        id=id_,
        place=last.place,
        all_of=(*beside.rest, *combination),
        title=last.title,
        description=last.description,
    )


def member_label(table: SchemaTable, member: SchemaId) -> str:
    """Return the label of a member: its component, its reference, or its place."""
    schema = table.schemas[member]
    if member in table.components:
        return table.components[member]
    if schema.ref is not None and schema.ref in table.schemas:
        return table.components.get(schema.ref) or place_words(table.schemas[schema.ref].place)
    origin = table.origins.get(member)
    return origin.words if origin is not None else "option"


def is_complete(
    table: SchemaTable, parts: Merged, rest: tuple[SchemaId, ...], member: SchemaId
) -> bool:
    """Return whether the keywords beside a union add nothing to a member."""
    if not rest or merged(table, member).schema.types == ("null",):
        return True
    inner = merged(table, member)
    if set(parts.leaves) <= set(inner.leaves):
        return True
    stated = kinds_of(table, member)
    beside = tuple(kind for kind in parts.schema.types if kind != "null")
    if beside and not (
        stated and set(stated) <= set(beside) | ({"integer"} if "number" in beside else set())
    ):
        return False
    more = {facet for leaf in rest for facet in table.facets(leaf)} - TYPE_ONLY
    if not more:
        return True
    if inner.groups:
        return False
    tag = {group.discriminator.property for group in parts.groups if group.discriminator}
    return more <= {"properties", "required"} and has_all(parts.schema, inner.schema, tag)


def has_all(beside: Schema, inner: Schema, tag: set[str]) -> bool:
    """Return whether a member itself has every property and requirement beside the union."""
    names = {name for name, _ in inner.properties}
    if not {name for name, _ in beside.properties} <= names:
        return False
    return set(beside.required) <= set(inner.required) | (tag & names)


def raw_tag(
    conversion: Conversion, discriminator: Discriminator, members: dict[SchemaId, TypeId]
) -> RawTag:
    """Return a union's discriminator: explicit values, and the names of the members that have one."""
    table = conversion.table
    by_schema = {canonical(table, member): made for member, made in members.items()}

    def member_of(sid: SchemaId) -> TypeId:
        found = by_schema.get(canonical(table, sid))
        return found if found is not None else conversion.type_of(sid)

    mapping = [(value, sid) for value, sid in discriminator.mapping if sid in table.schemas]
    default = discriminator.default
    return RawTag(
        property=discriminator.property,
        explicit=tuple((value, member_of(sid)) for value, sid in mapping),
        extension=tuple(
            (value, made)
            for member, made in members.items()
            if (value := extension_value(table, member)) is not None
        ),
        named=tuple(
            (member_label(table, member), made)
            for member, made in members.items()
            if table.schemas[member].ref is not None
        ),
        default=member_of(default) if default is not None and default in table.schemas else None,
    )


def extension_value(table: SchemaTable, member: SchemaId) -> str | None:
    """Return the discriminator value that an extension states for a schema, None if there is none."""
    schema = table.schemas[target(table, member)]
    parts = (table.schemas[part] for part in conjuncts(table, schema))
    stated = [
        one.extensions[key]
        for one in (schema, *parts)
        for key in VENDOR_VALUES
        if key in one.extensions
    ]
    return stated[0] if stated and isinstance(stated[0], str) else None
