"""Types of an operation: the contents that are used, and the value of a success response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from stubwright.backends.dataclasses.annotations import Annotator, Use
from stubwright.backends.dataclasses.formatting.expressions import Expr, expr, subscript, union
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.types.ir import (
    Anything,
    Array,
    Constant,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Scalar,
    ScalarKind,
    Shape,
    Tuple,
    Type,
    TypeId,
    Union,
)
from stubwright.types.ir_operations import Codec, Content, Operation, Parameter, Response
from stubwright.types.ir_walk import parts

Groups: TypeAlias = tuple[tuple[Content, ...], ...]

_PLAIN_JSON = frozenset({"application/json", "text/json", "*/*", "application/*", ""})
_ANY_OCTETS = frozenset({"*/*", "application/*"})
_NAMED = frozenset({Codec.JSON, Codec.MERGE_PATCH, Codec.FORM, Codec.MULTIPART, Codec.XML})
_STREAMS = frozenset({Codec.EVENTS, Codec.JSON_LINES, Codec.PART_STREAM})
_JSON = frozenset({Codec.JSON, Codec.MERGE_PATCH})


def success(operation: Operation) -> tuple[Response, ...]:
    """Return the responses whose value a method returns: 2xx, or else the default."""
    good = tuple(one for one in operation.responses if one.status.startswith("2"))
    if good or redirects(operation):
        return good
    return tuple(one for one in operation.responses if one.status == "default")


def redirects(operation: Operation) -> bool:
    """Return whether the only success of an operation is a redirect, whose Location the method returns."""
    statuses = {one.status for one in operation.responses}
    leads = statuses & {"301", "302", "303", "307", "308", "3XX"}
    return bool(leads) and not any(one.startswith("2") for one in statuses)


def streamed(operation: Operation) -> Content | None:
    """Return the content that a method streams, if every body of a success is a stream."""
    contents = [one for response in success(operation) for one in used(response.contents)]
    streams = [one for one in contents if one.codec in _STREAMS]
    return streams[0] if streams and len(streams) == len(contents) else None


def is_streamed(content: Content) -> bool:
    """Return whether a content is a stream of values."""
    return content.codec in _STREAMS


def has_switch(operation: Operation, annotator: Annotator) -> bool:
    """Return whether the JSON body of an operation has a member that requests a stream."""
    types = annotator.api.types
    contents = operation.body.contents if operation.body else ()
    id_ = next((one.type for one in contents if one.codec is Codec.JSON), None)
    inner = _shape(types, _member(_shape(types, id_), "stream", types))
    return isinstance(inner, Scalar) and inner.kind is ScalarKind.BOOLEAN


def result(operation: Operation, annotator: Annotator, *, asynchronous: bool = False) -> Expr:
    """Return the type of a method's value; None if no success has a body."""
    if operation.method == "HEAD":
        return expr("None")
    if redirects(operation):
        return annotator.builtin("str")
    values = [
        content_type(content, annotator, asynchronous=asynchronous)
        for response in success(operation)
        for content in used(response.contents)
    ]
    empty = [expr("None")] if any(not one.contents for one in success(operation)) else []
    return union([*values, *empty]) if values else expr("None")


def content_type(content: Content, annotator: Annotator, *, asynchronous: bool = False) -> Expr:
    """Return the type of a content; for a stream, that of an item."""
    inner = annotator.of(content.type)
    if content.codec in _STREAMS:
        name = "AsyncStream" if asynchronous else "Stream"
        return subscript(name, [inner], name)
    return inner


def passed(content: Content, annotator: Annotator, *, asynchronous: bool = False) -> Expr:
    """Return the type of a request body."""
    inner = annotator.of(content.type, Use.PASSED)
    if content.codec in _STREAMS:
        names = ("Iterable", "AsyncIterable") if asynchronous else ("Iterable",)
        return union(subscript(name, [inner], name) for name in names)
    if content.codec is Codec.BYTES and inner.text == annotator.builtin("bytes").text:
        return annotator.imported("Content")
    if content.codec in _NAMED and holds_object(content.type, annotator):
        return union([inner, annotator.mapping(annotator.imported("Any"), Use.PASSED)])
    return inner


def any_passed(groups: Groups, annotator: Annotator, *, asynchronous: bool) -> Expr:
    """Return the type of a request body with several media types."""
    return union(passed(group[0], annotator, asynchronous=asynchronous) for group in groups)


def holds_null(groups: Groups, annotator: Annotator) -> bool:
    """Return whether None is a value of a body, so that an absent body needs another default."""
    value = any_passed(groups, annotator, asynchronous=False)
    return not {"None", "Any"}.isdisjoint(value.members)


def holds_object(id_: TypeId, annotator: Annotator) -> bool:
    """Return whether a type is a class or a union with one; a mapping of its fields is then accepted as well."""
    shape = _shape(annotator.api.types, id_)
    members = shape.members if isinstance(shape, Union) else (id_,)
    return any(isinstance(_shape(annotator.api.types, one), Object) for one in members)


def downloads(operation: Operation) -> bool:
    """Return whether a success of an operation is a file."""
    contents = (one for response in success(operation) for one in used(response.contents))
    return any(one.codec is Codec.BYTES for one in contents)


def paged_item(operation: Operation, annotator: Annotator) -> Expr:
    """Return the type of the items of an operation's pages; Any if it is not known."""
    types = annotator.api.types
    contents = [one for response in success(operation) for one in used(response.contents)]
    ids = [one.type for one in contents if one.codec in (Codec.JSON, Codec.XML)][:1]
    path = operation.pagination.items if operation.pagination else ""
    for name in [] if path == "$" else path.split("."):
        shapes = [shape for id_ in ids for shape in _alternatives(types, id_)]
        ids = [found for one in shapes if (found := _member(one, name, types)) is not None]
    lists = [shape for id_ in ids for shape in _alternatives(types, id_)]
    items = [annotator.of(one.items) for one in lists if isinstance(one, Array)]
    return union(items) if items and len(items) == len(lists) else expr("Any", "Any")


def _alternatives(types: Mapping[TypeId, Type], id_: TypeId) -> list[Shape]:
    """Return the shapes of a type: those of its members if it is a union."""
    shape = _shape(types, id_)
    if isinstance(shape, Union):
        return [one for member in shape.members for one in _alternatives(types, member)]
    return [] if shape is None else [shape]


def _shape(types: Mapping[TypeId, Type], id_: TypeId | None) -> Shape | None:
    shape = None if id_ is None else types[id_].shape
    return types[shape.type].shape if isinstance(shape, Nullable) else shape


def _member(shape: Shape | None, name: str, types: Mapping[TypeId, Type]) -> TypeId | None:
    """Return the type of a member of an object or of its bases."""
    while isinstance(shape, Object):
        for one in shape.properties:
            if one.name == name:
                return one.type
        shape = _shape(types, shape.base)
    return None


def used(contents: Iterable[Content]) -> tuple[Content, ...]:
    """Return the contents of a response that are requested, JSON first.

    If there is JSON, XML and contents that describe the same value are omitted: a string is less useful than a model.
    """
    listed = tuple(contents)
    if len(listed) < 2:
        return listed
    if any(one.codec is Codec.JSON for one in listed):
        listed = tuple(one for one in listed if not one.structured and not _is_xml(one.media_type))
    return tuple(sorted(listed, key=json_first))


def json_first(content: Content) -> int:
    """Return a sort key: JSON first, then media types with the suffix ``+json``; others keep their order."""
    essence = _essence(content.media_type)
    if content.codec not in _JSON:
        return 2
    return 0 if essence in _PLAIN_JSON else 1


def is_plain_json(content: Content) -> bool:
    """Return whether the only media type of a content is plain JSON, which needs no declaration."""
    return content.codec is Codec.JSON and json_first(content) == 0


def alike(contents: Iterable[Content], annotator: Annotator) -> Groups:
    """Group the contents that have the same type, each media type once."""
    groups: dict[str, dict[str, Content]] = {}
    for content in sorted(contents, key=json_first):
        group = groups.setdefault(passed(content, annotator).text, {})
        group.setdefault(_alike(sendable(content)), content)
    return tuple(tuple(group.values()) for group in groups.values())


def sendable(content: Content) -> str:
    """Return a media type or a range that can be sent; for a range that includes JSON or forms, the type that its codec writes."""
    return content.media_type if is_range(content) else _default_kind(content)


def _default_kind(content: Content) -> str:
    if "*" not in content.media_type:
        return content.media_type
    defaults = {
        Codec.JSON: "application/json",
        Codec.TEXT: "text/plain",
        Codec.MULTIPART: "multipart/form-data",
    }
    return defaults.get(content.codec, "application/octet-stream")


def chosen_kind(content: Content) -> str:
    """Return the media type that is sent by default; empty if the caller must choose it."""
    range_ = _essence(content.media_type)
    needs_type = content.codec in {Codec.BYTES, Codec.TEXT} and "*" in range_
    return "" if needs_type and range_ not in _ANY_OCTETS | {"text/*"} else _default_kind(content)


def is_range(content: Content) -> bool:
    """Return whether the caller may choose the media type of a body."""
    return "*" in content.media_type and content.codec in {Codec.BYTES, Codec.TEXT}


def _is_xml(media_type: str) -> bool:
    return _essence(media_type).endswith(("/xml", "+xml"))


def _alike(media_type: str) -> str:
    """Return a key that is equal for media types that differ only in spelling or charset."""
    essence, *parameters = media_type.lower().replace(" ", "").split(";")
    essence = "application/json" if essence == "text/json" else essence
    return ";".join([essence, *(one for one in parameters if not one.startswith("charset="))])


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def is_single(id_: TypeId, annotator: Annotator) -> bool:
    """Return whether no value of a type is an array or an object, so that ``explode`` has no effect."""
    match annotator.api.types[id_].shape:
        case Scalar() | Constant() | Enumeration():
            return True
        case Nullable(type=inner):
            return is_single(inner, annotator)
        case Union(members=members):
            return all(is_single(one, annotator) for one in members)
        case Anything() | Array() | Tuple() | Mapping_() | Object():
            return False


def marked_type(item: Parameter, annotator: Annotator) -> Expr | None:
    """Return the type of a parameter whose value does not determine its encoding; a class determines it."""
    held = annotator.of(item.type)
    if _is_tagged(item.type, annotator):
        return expr(string(held.text), *(held.uses & {"m"}))
    return held if "Annotated" in held.uses and "m" not in held.uses else None


def _is_tagged(id_: TypeId, annotator: Annotator) -> bool:
    """Return whether a value contains members of a tagged union outside classes."""
    seen: set[TypeId] = set()
    stack = [id_]
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        shape = annotator.api.types[at].shape
        if isinstance(shape, Union) and shape.tags:
            return True
        stack += parts(shape)
    return False
