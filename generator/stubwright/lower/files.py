"""Files: binary parts of multipart forms, which may carry a name (OpenAPI 3.1.1, section 4.8.14.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stubwright.lower.rewrite import references
from stubwright.lower.scalars import is_binary, scalar_id
from stubwright.types import ir
from stubwright.types.ir import Hint, ScalarKind, Type, TypeId
from stubwright.types.spec import MediaType

FORM = "!multipart"
FILE = "!file"


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
        for part in parts_of(types, id_):
            form = form_of(made, types[part], media, used)
            if form is not None:
                made[form.id] = form
                if part == id_:
                    renamed[id_] = form.id
    return made, renamed


def parts_of(types: Mapping[TypeId, Type], id_: TypeId) -> tuple[TypeId, ...]:
    """Return the objects that a form's type is: itself with its bases, or what it makes nullable."""
    found: dict[TypeId, None] = {}
    at: TypeId | None = id_
    while at is not None and at in types and at not in found:
        match types[at].shape:
            case ir.Object(base=base):
                found[at] = None
                at = base
            case ir.Nullable(type=value):
                at = value
            case _:
                break
    return tuple(found)


def form_of(
    types: dict[TypeId, Type], type_: Type, media: MediaType, used: set[TypeId]
) -> Type | None:
    """Return an object whose binary properties are files; None where it has none."""
    shape = type_.shape
    assert isinstance(shape, ir.Object)
    stated = {one.property: one.content_type for one in media.encodings if one.content_type}
    properties = tuple(
        replace(one, type=file_of(types, one.type, stated.get(one.name, "")))
        for one in shape.properties
    )
    if properties == shape.properties:
        return None
    shape = replace(shape, properties=properties)
    if type_.id not in used:
        return replace(type_, shape=shape)
    hint = type_.hint
    if hint is not None:
        hint = Hint(rank=hint.rank, words=f"{hint.words} form", parent=hint.parent)
    return replace(type_, id=TypeId(type_.id + FORM), shape=shape, hint=hint, component="")


def file_of(types: dict[TypeId, Type], id_: TypeId, content_type: str) -> TypeId:
    """Return a file's id for a binary scalar, an array or nullable of it; else the same id."""
    match types[id_].shape:
        case ir.Scalar(kind=ScalarKind.BINARY):
            return scalar_id(ScalarKind.FILE)
        case ir.Anything() if content_type and is_binary(content_type):
            return scalar_id(ScalarKind.FILE)
        case ir.Array(items=inner):
            if (found := file_of(types, inner, content_type)) != inner:
                return copy(types, types[id_], ir.Array(items=found))
        case ir.Nullable(type=inner):
            if (found := file_of(types, inner, content_type)) != inner:
                return copy(types, types[id_], ir.Nullable(type=found))
        case _:
            pass
    return id_


def copy(types: dict[TypeId, Type], type_: Type, shape: ir.Shape) -> TypeId:
    id_ = TypeId(type_.id + FILE)
    types[id_] = replace(type_, id=id_, shape=shape, hint=None, component="")
    return id_
