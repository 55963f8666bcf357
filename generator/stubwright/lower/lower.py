"""The verb of this stage: from the document to the API."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from stubwright.base.diagnostics import Diagnostic
from stubwright.lower.hint_words import join
from stubwright.lower.operations.operation import Context, operation_of
from stubwright.lower.operations.operation_index import (
    Call,
    calls_of,
    groups_of,
    note_plain_bodies,
    note_unparsed,
)
from stubwright.lower.operations.schema_uses import Use
from stubwright.lower.operations.security import requirements_of, schemes_of
from stubwright.lower.operations.servers import filled, server_url
from stubwright.lower.operations.streams import with_streams
from stubwright.lower.passes.cycles import recursive
from stubwright.lower.passes.form_files import with_files
from stubwright.lower.passes.hints import component_names, hint_all, is_named
from stubwright.lower.passes.polymorphic_bases import add_hierarchies
from stubwright.lower.passes.read_write import Directed, Direction, direct
from stubwright.lower.passes.resolve_aliases import Settled, settle
from stubwright.lower.schemas.convert import convert_all, want
from stubwright.lower.schemas.defaults import presence_of
from stubwright.lower.schemas.origins import origins
from stubwright.lower.schemas.scalars import SHARED
from stubwright.lower.schemas.work import Work
from stubwright.types import ir
from stubwright.types.ir import Codec, Hint, Type, TypeId
from stubwright.types.ir_walk import operation_types, reachable
from stubwright.types.spec import SchemaId, Spec


def lower(document: Spec) -> tuple[ir.Api, tuple[Diagnostic, ...]]:
    """Return the API that a document describes, and a note for each approximation."""
    work = Work(
        schemas=dict(document.schemas),
        components=first_names(document),
        origins=origins(document.schemas),
    )
    calls = calls_of(document)
    uses = tuple(use for call in calls for use in call.uses)
    for _, component in document.components:
        want(work, component)
    for use in uses:
        want(work, use.schema)
    convert_all(work)
    add_hierarchies(work)
    for call in calls:
        note_plain_bodies(work, call)
        note_unparsed(work, call)
    made = finish(work, uses, settle(work))
    schemes, notes = schemes_of(document)
    context = Context(
        schemas=document.schemas,
        type_of=made.type_of,
        presence_of=partial(presence_of, work),
        types=made.types,
        schemes={scheme.name: scheme.kind != "none" for scheme in schemes},
        default_server=server_url(document.servers),
    )
    api = _api_of(document, calls, context, made.types, schemes)
    return api, (*work.notes.values(), *notes)


def first_names(document: Spec) -> dict[SchemaId, str]:
    """Return the components in order, by schema."""
    found: dict[SchemaId, str] = {}
    for name, sid in document.components:
        found.setdefault(sid, name)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Finished types, and the type of each use."""

    types: dict[TypeId, Type]
    type_of: Callable[[SchemaId, Direction, Codec], TypeId]


def finish(work: Work, uses: Iterable[Use], settled: Settled) -> Made:
    """Name, specialise and order the settled types."""
    uses = tuple(uses)

    def settled_id(schema: SchemaId) -> TypeId:
        return settled.of(want(work, schema))

    types = _hinted(work, uses, settled)
    is_form = [use.codec is Codec.MULTIPART and use.direction is Direction.INPUT for use in uses]
    ids = [settled_id(use.schema) for use in uses]
    types, forms = with_files(
        types,
        [
            (id_, use.media)
            for id_, use, form in zip(ids, uses, is_form, strict=True)
            if form and use.media
        ],
        [id_ for id_, form in zip(ids, is_form, strict=True) if not form],
    )
    access = {
        **work.access,
        **{new: work.access[old] for old, new in forms.items() if old in work.access},
    }
    ids = [forms.get(id_, id_) if form else id_ for id_, form in zip(ids, is_form, strict=True)]
    directed = direct(
        types,
        access,
        [id_ for id_, use in zip(ids, uses, strict=True) if use.direction is Direction.INPUT],
        [id_ for id_, use in zip(ids, uses, strict=True) if use.direction is Direction.OUTPUT],
    )
    final = [directed.of(id_, use.direction) for id_, use in zip(ids, uses, strict=True)]

    def type_of(schema: SchemaId, direction: Direction, codec: Codec) -> TypeId:
        id_ = settled_id(schema)
        if codec is Codec.MULTIPART and direction is Direction.INPUT:
            id_ = forms.get(id_, id_)
        return directed.of(id_, direction)

    components = [settled_id(component) for component in work.components]
    return Made(types=ordered(directed, components, final), type_of=type_of)


def _hinted(work: Work, uses: Iterable[Use], settled: Settled) -> dict[TypeId, Type]:
    components = component_names(work)
    loops = recursive(
        settled.types, lambda type_: type_.id in work.sources and is_named(work, type_, components)
    )
    operations: dict[SchemaId, str] = {}
    for use in uses:
        operations.setdefault(use.schema, use.words)
    return hint_all(work, settled, components, operations, loops)


def ordered(
    directed: Directed, components: Iterable[TypeId], uses: Iterable[TypeId]
) -> dict[TypeId, Type]:
    """Return what is reached: components in the document's order, each with its inner types behind it."""
    components = tuple(components)
    found = reachable(directed.types, (*components, *uses), frozenset(components))
    return {id_: with_parent(directed.types, found, id_) for id_ in found}


def with_parent(types: Mapping[TypeId, Type], kept: Container[TypeId], id_: TypeId) -> Type:
    """Return a type whose hint hangs on a type that is kept; words of others become its own."""
    type_ = types[id_]
    hint = type_.hint
    while hint is not None and hint.parent is not None and hint.parent not in kept:
        above = types[hint.parent].hint
        parent = above.parent if above is not None else None
        words = join((above.words if above is not None else "", hint.words))
        hint = Hint(rank=hint.rank, words=words, parent=parent)
    return replace(type_, hint=hint)


def _api_of(
    document: Spec,
    calls: Iterable[Call],
    context: Context,
    types: dict[TypeId, Type],
    schemes: tuple[ir.Scheme, ...],
) -> ir.Api:
    calls = tuple(calls)
    operations = {
        incoming: tuple(
            operation_of(context, call.operation, call.id, call.name, incoming=incoming)
            for call in calls
            if call.incoming is incoming
        )
        for incoming in (False, True)
    }
    return ir.Api(
        title=document.title,
        version=document.version,
        description=document.description,
        server=context.default_server,
        servers=tuple(filled(server) for server in document.servers),
        schemes=schemes,
        security=requirements_of(document.security, context.schemes) if document.security else (),
        groups=groups_of(document, operations[False]),
        operations=tuple(with_streams(operations[False])),
        incoming=operations[True],
        types=with_shared(types, (*operations[False], *operations[True])),
        declared=document.declared,
        extensions=document.extensions,
    )


def with_shared(
    types: dict[TypeId, Type], operations: Iterable[ir.Operation]
) -> dict[TypeId, Type]:
    """Return the types with those that only a codec or a parameter without a schema asks for."""
    found = dict(types)
    for operation in operations:
        for id_ in operation_types(operation):
            if id_ not in found:
                found[id_] = SHARED[id_]
    return found
