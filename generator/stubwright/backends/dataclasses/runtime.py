"""Selection of the runtime modules that a package needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stubwright.backends.dataclasses.results import is_plain_json, used
from stubwright.backends.dataclasses.runtime_manifest import IMPORTS
from stubwright.types.ir import (
    Anything,
    Array,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from stubwright.types.ir_operations import Api, Codec, Content

#: Scalars that the codec converts without its module ``codec_extended``.
_AS_JSON = frozenset({ScalarKind.STRING, ScalarKind.INTEGER, ScalarKind.NUMBER, ScalarKind.BOOLEAN})
_COMMON = frozenset(
    {
        *_AS_JSON,
        ScalarKind.NULL,
        ScalarKind.DATE_TIME,
        ScalarKind.DATE,
    }
)
_DECIMAL_NUMBER = Scalar(kind=ScalarKind.DECIMAL_NUMBER)
_MULTIPART = frozenset({Codec.MULTIPART, Codec.PARTS})
#: Bodies that may be sent in chunks.
_IN_PIECES = frozenset(
    {
        Codec.BYTES,
        Codec.EVENTS,
        Codec.JSON_LINES,
        Codec.MULTIPART,
        Codec.PARTS,
        Codec.PART_STREAM,
    }
)


def runtime_modules(api: Api, named: Iterable[str]) -> tuple[str, ...]:
    """Return the runtime modules of a package, sorted: those in ``named``, those that ``api`` needs, and their imports.

    The less common parts of the codec, among others, are imported by name at run time if the document needs them.
    """
    found = {*named, "errors", "_runtime.__init__", "_runtime.lenient", "_runtime.mismatches"}
    found |= {"http", "_runtime.inflate"} if api.operations else set[str]()
    if not all(map(_is_common, api.types.values())):
        found.add("_runtime.codec_extended")
    if any(type_.shape == _DECIMAL_NUMBER for type_ in api.types.values()):
        found.add("_runtime.exact_numbers")
    found |= set(_for_bodies(api))
    found |= set(_for_responses(api, sends_xml="_runtime.xml_writing" in found))
    return tuple(sorted(_with_needs(found)))


def _for_bodies(api: Api) -> Iterator[str]:
    bodies = [operation.body for operation in api.operations if operation.body]
    if bodies:
        yield "_runtime.bodies"
    if any(_is_in_pieces(api, content) for body in bodies for content in body.contents):
        yield "_runtime.uploads"
    parts = (part for body in bodies for content in body.contents for part in content.encodings)
    if any(part.xml is not None for part in parts):
        yield "_runtime.xml_writing"


def _for_responses(api: Api, *, sends_xml: bool) -> Iterator[str]:
    """Yield the modules for responses; if XML is sent, one may be XML if the caller requests it."""
    responses = [response for operation in api.operations for response in operation.responses]
    contents = [used(response.contents) for response in responses]
    if any(len(each) > 1 or not all(map(is_plain_json, each)) for each in contents):
        yield "_runtime.media_types"
    possible = [response.contents for response in responses] if sends_xml else contents
    if any(content.codec is Codec.XML for each in possible for content in each):
        yield "_runtime.xml_reading"
    if any(_has_text_form(api, content) for each in contents for content in each):
        yield "_runtime.plain_text"
    if any(content.codec in _MULTIPART for each in contents for content in each):
        yield "_runtime.multipart"
    if any(response.headers is not None for response in responses):
        yield "_runtime.response_headers"


def _is_in_pieces(api: Api, content: Content) -> bool:
    """Return whether a body may be sent in chunks; binary strings are bytes under any media type."""
    shape = api.types[content.type].shape
    inner = api.types[shape.type].shape if isinstance(shape, Nullable) else shape
    members = inner.members if isinstance(inner, Union) else ()
    shapes = (inner, *(api.types[one].shape for one in members))
    return content.codec in _IN_PIECES or Scalar(kind=ScalarKind.BINARY) in shapes


def _has_text_form(api: Api, content: Content) -> bool:
    """Return whether text has a type whose values JSON writes as strings, such as a date."""
    shape = api.types[content.type].shape
    inner = api.types[shape.type].shape if isinstance(shape, Nullable) else shape
    plain = isinstance(inner, Scalar) and inner.kind in _AS_JSON
    return content.codec is Codec.TEXT and not plain


def _with_needs(modules: Iterable[str]) -> set[str]:
    """Add the modules that modules import, directly or indirectly."""
    needed: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module not in needed:
            needed.add(module)
            waiting += IMPORTS[module]
    return needed


def _is_common(one: Type) -> bool:
    match one.shape:
        case Scalar(kind=kind):
            return kind in _COMMON
        case Array() | Mapping_() | Nullable():
            return one.hint is None  # a recursive type is an alias, which is a string
        case Anything() | Enumeration() | Object():
            return True
        case _:
            return False
