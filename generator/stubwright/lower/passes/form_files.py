"""Files: binary parts of multipart forms, which may have a file name (OpenAPI 3.1.1, section 4.8.14.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.lower.schemas.scalars import SHARED, is_binary, scalar_id
from stubwright.types import ir
from stubwright.types.ir import Hint, ScalarKind, Type, TypeId
from stubwright.types.ir_walk import references
from stubwright.types.spec import MediaType


def with_files(
    types: dict[TypeId, Type],
    forms: Iterable[tuple[TypeId, MediaType]],
    others: Iterable[TypeId],
) -> tuple[dict[TypeId, Type], dict[TypeId, TypeId]]:
    """Convert the binary properties of forms to files; a form with other uses gets a separate type.

    Return the types, and the new id of each form that changed.
    """
    made, forms = dict(types), tuple(forms)
    whole = {id_ for id_, _ in forms}
    used = set(others)
    for type_ in types.values():
        if not (isinstance(type_.shape, _SEVERAL) and type_.id in whole - used):
            used.update(references(type_.shape))
    renamed: dict[TypeId, TypeId] = {}
    for id_, media in forms:
        if media.item_schema is not None:  # the type of each part, not of a form
            kind = media.item_encoding.content_type if media.item_encoding else ""
            found = file_of(made, id_, kind)
            if found != id_:
                made |= {found: SHARED[found]} if found in SHARED else {}
                renamed[id_] = found
            continue
        form = _form_of(made, types[id_], media, used)
        if form is not None:
            renamed[id_] = form.id
    return made, renamed


_SEVERAL = (ir.Union, ir.Nullable)


def _form_of(
    types: dict[TypeId, Type], type_: Type, media: MediaType, used: set[TypeId]
) -> Type | None:
    """Return a form whose binary properties are files; None if it has none."""
    match type_.shape:
        case ir.Object():
            form = _object(types, type_, type_.shape, media, used)
        case ir.Mapping_(values=values):
            found = file_of(types, values, "")
            form = _other(type_, replace(type_.shape, values=found), used)
        case ir.Union() | ir.Nullable():
            inner = (types[id_] for id_ in references(type_.shape))
            forms = {one.id: _form_of(types, one, media, used) for one in inner}
            changed = {old: new.id for old, new in forms.items() if new is not None}
            form = _other(type_, _replaced(type_.shape, changed), used)
        case ir.Array() | ir.Tuple():
            form = _other(type_, _list(types, type_.shape, media), used)
        case _:
            return None
    if form is not None:
        types[form.id] = form
    return form


def _replaced(shape: ir.Union | ir.Nullable, changed: Mapping[TypeId, TypeId]) -> ir.Shape:
    """Return a shape that refers to other types."""
    if isinstance(shape, ir.Nullable):
        return ir.Nullable(type=changed.get(shape.type, shape.type))
    members = tuple(changed.get(one, one) for one in shape.members)
    tags: list[ir.Tag] = []
    for tag in shape.tags:
        mapping = tuple((value, changed.get(one, one)) for value, one in tag.mapping)
        fallback = None if tag.fallback is None else changed.get(tag.fallback, tag.fallback)
        tags.append(replace(tag, mapping=mapping, fallback=fallback))
    return replace(shape, members=members, tags=tuple(tags))


def _list(types: dict[TypeId, Type], shape: ir.Array | ir.Tuple, media: MediaType) -> ir.Shape:
    """Return a list of parts whose binary items are files."""
    kind = media.item_encoding.content_type if media.item_encoding else ""
    if isinstance(shape, ir.Array):
        return ir.Array(items=file_of(types, shape.items, kind))
    kinds = [one.content_type for one in media.prefix_encodings]
    pairs = zip_longest(shape.items, kinds[: len(shape.items)], fillvalue=kind)
    return ir.Tuple(
        items=tuple(file_of(types, TypeId(id_), kind) for id_, kind in pairs),
        rest=None if shape.rest is None else file_of(types, shape.rest, kind),
    )


def _object(
    types: dict[TypeId, Type],
    type_: Type,
    own: ir.Object,
    media: MediaType,
    used: set[TypeId],
) -> Type | None:
    """Return an object whose binary properties are files; if a base has some, it declares all properties itself."""
    stated = {one.property: one.content_type or "text/plain" for one in media.encodings}
    levels = [own, *_bases(types, own)]
    found = [
        tuple(
            replace(one, type=file_of(types, one.type, stated.get(one.name, media.untyped)))
            for one in level.properties
        )
        for level in levels
    ]
    extra = None if own.extra is None else file_of(types, own.extra, "")
    shape = replace(own, properties=found[0], extra=extra)
    if found[1:] != [level.properties for level in levels[1:]]:
        properties = tuple(one for level in reversed(found) for one in level)
        shape = replace(shape, properties=properties, base=None)
    return _other(type_, shape, used)


def _other(type_: Type, shape: ir.Shape, used: set[TypeId]) -> Type | None:
    """Return a type with another shape: the same type if it has no other use, otherwise a new one; None for no change."""
    if shape == type_.shape:
        return None
    if type_.id not in used:
        return replace(type_, shape=shape)
    hint = type_.hint
    if hint is not None:
        hint = Hint(rank=hint.rank, words=f"{hint.words} form", parent=hint.parent)
    return replace(
        type_,
        id=TypeId(ids.derived(type_.id, ids.FORM)),
        shape=shape,
        hint=hint,
        component="",
        places=tuple(TypeId(ids.derived(place, ids.FORM)) for place in type_.places),
    )


def _bases(types: Mapping[TypeId, Type], shape: ir.Object) -> list[ir.Object]:
    found: list[ir.Object] = []
    at = shape.base
    while at is not None and isinstance(base := types[at].shape, ir.Object) and base not in found:
        found.append(base)
        at = base.base
    return found


def file_of(types: dict[TypeId, Type], id_: TypeId, content_type: str, levels: int = 3) -> TypeId:
    """Return the id of a file for bytes, or for a type that contains them; otherwise the same id.

    From 3.1 on, a part without a type is binary as well (OpenAPI 3.1.1, section 4.8.15.1).
    ``levels`` limits the recursion, since an array may contain itself.
    """
    match types[id_].shape:
        case ir.Scalar(kind=ScalarKind.BINARY):
            return scalar_id(ScalarKind.FILE)
        case ir.Anything() if content_type and is_binary(content_type):
            return scalar_id(ScalarKind.FILE)
        case ir.Array(items=inner) if levels:
            if (found := file_of(types, inner, content_type, levels - 1)) != inner:
                return _copy(types, types[id_], ir.Array(items=found))
        case ir.Mapping_(values=inner) as shape if levels:
            if (found := file_of(types, inner, content_type, levels - 1)) != inner:
                return _copy(types, types[id_], replace(shape, values=found))
        case ir.Union(members=members, tags=()) as shape if levels:
            made = {one: file_of(types, one, content_type, levels - 1) for one in members}
            if any(old != new for old, new in made.items()):
                return _copy(types, types[id_], _replaced(shape, made))
        case ir.Nullable(type=inner) if levels:
            if (found := file_of(types, inner, content_type, levels - 1)) != inner:
                return _copy(types, types[id_], ir.Nullable(type=found))
        case _:
            pass
    return id_


def _copy(types: dict[TypeId, Type], type_: Type, shape: ir.Shape) -> TypeId:
    id_ = TypeId(ids.derived(type_.id, ids.FILE))
    types[id_] = replace(type_, id=id_, shape=shape, hint=None, component="", places=())
    return id_
