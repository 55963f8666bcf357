"""Convert a parsed document to an API: the function of this stage."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import partial

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.hint_words import join_words
from stubwright.base.records import dataclass, replace
from stubwright.lower.operations.bodies import PARTED
from stubwright.lower.operations.operation import OperationInputs, operation_of
from stubwright.lower.operations.operation_index import (
    IndexedOperation,
    groups_of,
    index_operations,
    note_plain_bodies,
    note_unparsed,
)
from stubwright.lower.operations.pagination import inferred, look
from stubwright.lower.operations.pagination_extensions import stated
from stubwright.lower.operations.pagination_reasons import why_not
from stubwright.lower.operations.response_headers import with_header_schemas
from stubwright.lower.operations.response_members import Members
from stubwright.lower.operations.schema_uses import Use
from stubwright.lower.operations.security import (
    carried_schemes,
    requirements_of,
    schemes_of,
    with_key_parameters,
)
from stubwright.lower.operations.servers import example_host, server_url, servers_of
from stubwright.lower.operations.xml import with_xml
from stubwright.lower.passes.component_aliases import with_aliases
from stubwright.lower.passes.form_files import with_files
from stubwright.lower.passes.hints import with_hints
from stubwright.lower.passes.merge_patches import Patched, with_patches
from stubwright.lower.passes.polymorphic_bases import with_families
from stubwright.lower.passes.read_write import Directed, Direction, direct
from stubwright.lower.passes.resolve_aliases import Settled, settle
from stubwright.lower.schemas.canonical import raw_id
from stubwright.lower.schemas.convert import convert
from stubwright.lower.schemas.defaults import presence_of
from stubwright.lower.schemas.equal_schemas import find_equal
from stubwright.lower.schemas.origins import origins
from stubwright.lower.schemas.scalars import SHARED
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import ir_operations, spec
from stubwright.types.ir import Hint, Type, TypeId
from stubwright.types.ir_operations import Codec
from stubwright.types.ir_walk import operation_types, reachable
from stubwright.types.spec import SchemaId, Spec


def lower(document: Spec) -> tuple[ir_operations.Api, tuple[Diagnostic, ...]]:
    """Return the API that a document describes, and a note for each approximation."""
    lowered = lower_all(document)
    return lowered.api, lowered.notes


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaTypes:
    """All types, and the type of each schema, also for one use by an operation."""

    table: SchemaTable
    settled: Settled
    forms: Mapping[TypeId, TypeId]
    directed: Directed
    patched: Patched
    types: dict[TypeId, Type]

    def of(self, schema: SchemaId) -> TypeId:
        """Return the type of a schema."""
        return self.settled.of(raw_id(self.table, schema))

    def used(self, schema: SchemaId, direction: Direction, codec: Codec) -> TypeId:
        """Return the type of a schema for one direction and one codec."""
        id_ = self.of(schema)
        form = self.forms.get(id_, id_) if _is_form(direction, codec) else id_
        found = self.directed.of(form, direction)
        return self.patched.of(found) if codec is Codec.MERGE_PATCH else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """The API, a note for each approximation, and the types of the document's schemas."""

    api: ir_operations.Api
    notes: tuple[Diagnostic, ...]
    types: SchemaTypes


def lower_all(document: Spec) -> Lowered:
    """Lower the schemas that the operations use, then the operations."""
    document = with_header_schemas(document)
    operations = index_operations(document)
    uses = [use for each in operations for use in each.uses]
    table = table_of(document, uses)
    types = lower_schemas(table, uses)
    for each in operations:
        note_plain_bodies(table, each)
        note_unparsed(table, each)
    schemes, notes = schemes_of(document)
    inputs = OperationInputs(
        schemas=document.schemas,
        type_of=types.used,
        presence_of=partial(presence_of, table),
        types=types.types,
        schemes=carried_schemes(document),
        default_server=server_url(document.servers),
        pagination_of=partial(pagination_of, Members(table)),
    )
    api = with_key_parameters(_api_of(document, operations, inputs, schemes))
    return Lowered(api=api, notes=(*table.notes.all(), *notes), types=types)


def why_not_paginated(document: Spec, method: str, path: str) -> str:
    """Return why an operation has no inferred pagination; empty if it has."""
    for operation in document.operations:
        if (operation.method, operation.path) == (method, path):
            return why_not(Members(table_of(document, ())), operation)
    return ""


def table_of(document: Spec, uses: Iterable[Use]) -> SchemaTable:
    """Return the document's schemas; equal inline ones are one."""
    components = first_names(document)
    inner, repeats = origins(document.schemas, document.repeats)
    found = (*inner, *(use.schema for use in uses))
    equal = find_equal(
        document.schemas, (sid for sid in found if sid not in components), document.uri
    )
    return SchemaTable(
        document=document.schemas,
        schemas=equal.schemas,
        first_of=equal.first_of,
        equals_of=equal.equals_of,
        components=components,
        origins=inner,
        repeats=repeats,
    )


def first_names(document: Spec) -> dict[SchemaId, str]:
    """Return the components in order, by schema."""
    found: dict[SchemaId, str] = {}
    for name, sid in document.components:
        found.setdefault(sid, name)
    return found


def lower_schemas(table: SchemaTable, uses: Iterable[Use]) -> SchemaTypes:
    """Convert the components and the used schemas to types; each pass takes types and returns new ones."""
    uses = tuple(uses)
    # 1. Convert each schema by itself. Types refer to each other by id, so order and cycles do not matter.
    named = (sid for sid in (*table.tagged(), *table.elsewhere()) if sid in table.schemas)
    raw = convert(table, (*table.components, *named, *(use.schema for use in uses)))
    # 2. A reference to a base with a discriminator means any of its children: add a union for each base.
    raw = with_families(table, raw)
    # 3. Resolve references: follow aliases, flatten unions, extract null from them, add tags.
    settled = settle(table, raw)
    # 4. Add a hint for the name of each type, from its component, its operation or its location.
    types = with_hints(table, settled, _first_words(uses))
    # 5. Binary parts of multipart forms are files; a form with other uses gets a second type.
    ids = [(use, settled.of(raw_id(table, use.schema))) for use in uses]
    types, forms = with_files(
        types,
        [(id_, use.media) for use, id_ in ids if use.media and _is_form(use.direction, use.codec)],
        [id_ for use, id_ in ids if not _is_form(use.direction, use.codec)],
    )
    formed = {new: raw.access[old] for old, new in forms.items() if old in raw.access}
    # 6. readOnly and writeOnly: a type that is both sent and received, and differs, gets a second type.
    ids = _as_forms(forms, ids)
    directed = direct(
        types,
        {**raw.access, **formed},
        [id_ for use, id_ in ids if use.direction is Direction.INPUT],
        [id_ for use, id_ in ids if use.direction is Direction.OUTPUT],
    )
    # 7. Each member of a merge patch may be absent or null; a type with other uses gets a second type.
    components = [settled.of(raw_id(table, component)) for component in table.components]
    patched = with_patches(
        directed.types,
        [(directed.of(id_, use.direction), use.codec is Codec.MERGE_PATCH) for use, id_ in ids],
        components,
    )
    # 8. Keep the reachable types, in the document's order, and add names for components that only refer to others.
    final = with_aliases(table, settled, ordered(patched.types, components, patched.used))
    return SchemaTypes(
        table=table, settled=settled, forms=forms, directed=directed, patched=patched, types=final
    )


def _first_words(uses: Iterable[Use]) -> dict[SchemaId, str]:
    words: dict[SchemaId, str] = {}
    for use in uses:
        words.setdefault(use.schema, use.words)
    return words


def _as_forms(
    forms: Mapping[TypeId, TypeId], ids: Iterable[tuple[Use, TypeId]]
) -> list[tuple[Use, TypeId]]:
    return [
        (use, forms.get(id_, id_) if _is_form(use.direction, use.codec) else id_)
        for use, id_ in ids
    ]


def _is_form(direction: Direction, codec: Codec) -> bool:
    return codec in PARTED and direction is Direction.INPUT


def ordered(
    types: Mapping[TypeId, Type], components: Iterable[TypeId], uses: Iterable[TypeId]
) -> dict[TypeId, Type]:
    """Return the reachable types: components in the document's order, each followed by its inner types."""
    components = tuple(components)
    kept = reachable(types, (*components, *uses), frozenset(components))
    return {id_: with_parent(types, kept, id_) for id_ in kept}


def with_parent(types: Mapping[TypeId, Type], kept: Container[TypeId], id_: TypeId) -> Type:
    """Return a type whose hint has a kept type as its parent; words of other parents are added to it."""
    type_ = types[id_]
    hint = type_.hint
    while hint is not None and hint.parent is not None and hint.parent not in kept:
        above = types[hint.parent].hint
        parent = above.parent if above is not None else None
        words = join_words((above.words if above is not None else "", hint.words))
        hint = Hint(rank=hint.rank, words=words, parent=parent)
    return type_ if hint is type_.hint else replace(type_, hint=hint)


def _api_of(
    document: Spec,
    indexed: Iterable[IndexedOperation],
    inputs: OperationInputs,
    schemes: tuple[ir_operations.Scheme, ...],
) -> ir_operations.Api:
    indexed = tuple(indexed)
    operations = {
        incoming: tuple(
            operation_of(inputs, each.operation, each.id, each.group, each.name, incoming=incoming)
            for each in indexed
            if each.incoming is incoming
        )
        for incoming in (False, True)
    }
    every = (*operations[False], *operations[True])
    placed = [each.operation.servers for each in indexed if not each.incoming]
    return ir_operations.Api(
        title=document.title,
        version=document.version,
        description=document.description,
        server=inputs.default_server,
        example_host=next(
            (host for one in (document.servers, *placed) if (host := example_host(one))), ""
        ),
        servers=servers_of(one for servers in (document.servers, *placed) for one in servers),
        schemes=schemes,
        security=requirements_of(document.security, inputs.schemes) if document.security else (),
        groups=groups_of(document, operations[False]),
        operations=operations[False],
        incoming=operations[True],
        types=with_xml(inputs.schemas, with_shared(inputs.types, every), every),
        declared=document.declared,
        extensions=document.extensions,
    )


def pagination_of(members: Members, operation: spec.Operation) -> ir_operations.Pagination | None:
    """Return the pagination of an operation, stated by an extension or else inferred."""
    seen = look(members, operation)
    declared = stated(operation, seen)
    if declared is False:
        return None
    queried = {one.name for one in operation.parameters if one.location is spec.Location.QUERY}
    if isinstance(declared, ir_operations.Pagination) and (
        not declared.parameter or declared.in_body or declared.parameter in queried
    ):
        return declared
    return inferred(seen) if seen else None


def with_shared(
    types: Mapping[TypeId, Type], operations: Iterable[ir_operations.Operation]
) -> dict[TypeId, Type]:
    """Return the types, with those added that only a codec or a parameter without a schema needs."""
    found = dict(types)
    for operation in operations:
        for id_ in operation_types(operation):
            if id_ not in found:
                found[id_] = SHARED[id_]
    return found
