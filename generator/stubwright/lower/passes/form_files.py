"""Files: binary parts of multipart forms, which may carry a name (OpenAPI 3.1.1, section 4.8.14.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stubwright.base import ids
from stubwright.lower.schemas.scalars import is_binary, scalar_id
from stubwright.types import ir
from stubwright.types.ir import Hint, ScalarKind, Type, TypeId
from stubwright.types.ir_walk import references
from stubwright.types.spec import MediaType


def with_files(
    types: dict[TypeId, Type],
    forms: Iterable[tuple[TypeId, MediaType]],
    others: Iterable[TypeId],
) -> tuple[dict[TypeId, Type], dict[TypeId, TypeId]]:
    """Make files of the binary properties of forms; a form that has other uses gets a type of its own.

    Return the types and what each form's id has become.
    """
    made = dict(types)
    used = set(others)
    for type_ in types.values():
        used.update(references(type_.shape))
    renamed: dict[TypeId, TypeId] = {}
    for id_, media in forms:
        form = _form_of(made, types[id_], media, used)
        if form is not None:
            made[form.id] = form
            renamed[id_] = form.id
    return made, renamed


def _form_of(
    types: dict[TypeId, Type], type_: Type, media: MediaType, used: set[TypeId]
) -> Type | None:
    """Return an object whose binary properties are files; None where it has none.

    Where a base has some, the form has all properties itself.
    """
    if not isinstance(type_.shape, ir.Object):
        return None
    stated = {one.property: one.content_type for one in media.encodings if one.content_type}
    levels = [type_.shape, *_bases(types, type_.shape)]
    found = [
        tuple(
            replace(one, type=file_of(types, one.type, stated.get(one.name, "")))
            for one in level.properties
        )
        for level in levels
    ]
    if all(new == level.properties for new, level in zip(found, levels, strict=True)):
        return None
    shape = replace(type_.shape, properties=found[0])
    if found[1:] != [level.properties for level in levels[1:]]:
        properties = tuple(one for level in reversed(found) for one in level)
        shape = replace(type_.shape, properties=properties, base=None)
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
    """Return a file's id for a binary scalar, an array or nullable of it; else the same id.

    ``levels`` are left to look into: an array may contain itself.
    """
    match types[id_].shape:
        case ir.Scalar(kind=ScalarKind.BINARY):
            return scalar_id(ScalarKind.FILE)
        case ir.Anything() if content_type and is_binary(content_type):
            return scalar_id(ScalarKind.FILE)
        case ir.Array(items=inner) if levels:
            if (found := file_of(types, inner, content_type, levels - 1)) != inner:
                return _copy(types, types[id_], ir.Array(items=found))
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
