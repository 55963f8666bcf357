"""The OpenAPI Object (OpenAPI 3.2.0, section 4.1) and the Swagger Object of 2.0."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import shorten
from stubwright.base.place import Place
from stubwright.base.suggest import closest
from stubwright.parse.context import Context
from stubwright.parse.message_words import kind_of, quoted
from stubwright.parse.objects import COMPONENTS, INFO, ROOT, ROOT_20, TAG
from stubwright.parse.paths import read_paths, read_webhooks
from stubwright.parse.reader import Reader, misplaced_object
from stubwright.parse.reference import without_loops
from stubwright.parse.repeats import ReferenceInside, report_everywhere, with_first_places
from stubwright.parse.schema import drain
from stubwright.parse.security import parse_schemes, read_security
from stubwright.parse.server import root_servers, servers_20
from stubwright.parse.version import Dialect, dialect_of, version_of
from stubwright.parse.xml import with_component_names
from stubwright.types.documents import Json
from stubwright.types.index import Index
from stubwright.types.spec import RelativePlace, Schema, SchemaId, SecurityScheme, Spec, Tag

_NAME = re.compile(r"[A-Za-z0-9._-]+\Z")
_OTHERS = {
    "asyncapi": "an AsyncAPI document",
    "overlay": "an overlay, which changes another document",
    "arazzo": "an Arazzo document",
    "swaggerVersion": "Swagger 1",
    "$schema": "a JSON Schema",
}


def parse(index: Index, *, examples: bool = False) -> Spec:
    """Return the documents as one dialect, with all diagnostics; ``examples`` of media types are included on request.

    If the version is not known, the result is an empty ``Spec`` whose diagnostics contain an error.
    """
    place = Place(index.documents.root)
    tree = index.documents.by_uri[place.document].tree
    stated = version_of(tree)
    if not isinstance(tree, dict) or stated is None:
        return _empty(_no_version(place, tree))
    key, value = stated
    dialect = dialect_of(key, value)
    if dialect is None:
        return _empty(_unknown_version(place.child(key), key, value))
    once = not (index.bases or index.anchors)
    ctx = Context(index, dialect, once=once, examples=examples)
    try:
        return _spec(Reader(ctx, place, tree), dialect, key)
    except ReferenceInside:
        ctx = Context(index, dialect, examples=examples)
        return _spec(Reader(ctx, place, tree), dialect, key)


def _spec(root: Reader, dialect: Dialect, version: str) -> Spec:
    ctx, old = root.ctx, dialect is Dialect.V20
    if not isinstance(root.value[version], str):
        message = f"the version is a number; it is read as {dialect.words}"
        ctx.warn("wrong-type", root.place.child(version), message, "put the version in quotes")
    root.finish(ROOT_20 if old else ROOT)
    parts = root if old else root.object("components") or Reader(ctx, root.place, {})
    if not old and parts is not root:
        parts.finish(COMPONENTS)
    schemes = _schemes(parts, "securityDefinitions" if old else "securitySchemes")
    components = _components(parts, "definitions" if old else "schemas", old)
    drain(ctx)
    info = _info(root)
    security = read_security(root) or ()
    paths = read_paths(root)
    webhooks = () if old else read_webhooks(root)
    drain(ctx)
    _note_empty(root, dialect)
    schemas, repeats = _settled(ctx)
    if dialect >= Dialect.V32:
        schemas = with_component_names(schemas, components)
    return Spec(
        title=info.text("title"),
        uri=root.place.document,
        version=info.text("version"),
        description=info.text("description"),
        servers=servers_20(root) if old else root_servers(root),
        security=security,
        security_schemes=schemes,
        tags=_tags(root),
        operations=paths.operations,
        webhooks=webhooks,
        components=components,
        schemas=schemas,
        repeats=repeats,
        declared=paths.declared,
        extensions=root.extensions(),
        diagnostics=ctx.diagnostics,
    )


def _settled(
    ctx: Context,
) -> tuple[Mapping[SchemaId, Schema], Mapping[SchemaId, tuple[RelativePlace, ...]]]:
    """Return the schemas without loops, and the places of those that are repeated."""
    schemas = without_loops(ctx, ctx.schemas)
    if ctx.repeats is None:
        return schemas, {}
    report_everywhere(schemas, ctx.repeats, ctx.report)
    return with_first_places(schemas, ctx.repeats)


def _info(root: Reader) -> Reader:
    info = root.object("info") or Reader(root.ctx, root.place.child("info"), {})
    info.finish(INFO)
    for key in ("title", "version"):
        if key not in info.value:
            place = info.place if "info" in root.value else root.place
            root.ctx.warn("key-missing", place, f"'info' has no '{key}'", f"add '{key}'")
    return info


def _schemes(parts: Reader, key: str) -> tuple[SecurityScheme, ...]:
    entries = tuple(parts.entries(key))
    parts.ctx.schemes = frozenset(name for name, _, _ in entries)
    schemes = parse_schemes(parts, entries)
    parts.ctx.schemes = frozenset(scheme.name for scheme in schemes)
    return schemes


def _components(parts: Reader, key: str, old: bool) -> tuple[tuple[str, SchemaId], ...]:
    found: list[tuple[str, SchemaId]] = []
    for name, place, value in parts.entries(key):
        if not old and not _NAME.match(name):
            message = f"{quoted(name)} contains characters that are not allowed in a component name"
            hint = "use letters, digits, '.', '-' and '_'"
            parts.ctx.note("component-name-wrong", place, message, hint)
        found.append((name, parts.ctx.schema(place, value)))
    return tuple(found)


def _tags(root: Reader) -> tuple[Tag, ...]:
    found: dict[str, Tag] = {}
    for place, value in root.items("tags"):
        reader = misplaced_object(root.ctx, place, value, "a tag")
        if reader is None:
            continue
        reader.finish(TAG)
        name = reader.name("name")
        if name:
            found.setdefault(name, Tag(name=name, description=reader.text("description")))
    return tuple(found.values())


def _note_empty(root: Reader, dialect: Dialect) -> None:
    needed = ("paths",) if dialect <= Dialect.V30 else ("paths", "components", "webhooks")
    if not any(key in root.value for key in needed):
        message = f"this document has no '{needed[0]}', so there are no operations"
        root.ctx.warn("key-missing", root.place, message, f"add '{needed[0]}'")


def _empty(fault: Diagnostic) -> Spec:
    return Spec(title="", version="", diagnostics=(fault,))


def _no_version(place: Place, tree: Json) -> Diagnostic:
    hint = "begin the document with a line such as 'openapi: 3.1.0'"
    what = f"an OpenAPI document is an object, but this is {kind_of(tree)}"
    if isinstance(tree, dict):
        what = "the version is missing: there is no 'openapi' (or 'swagger') field at the top of this document"
        other = next((key for key in _OTHERS if key in tree), None)
        near = next((key for key in tree if closest(key, ("openapi", "swagger"))), None)
        if other is not None:
            place, what = place.child(other), f"this is {_OTHERS[other]}, not OpenAPI"
            hint = "use a Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2 document"
        elif near is not None:
            place = place.child(near)
            hint = f"did you mean '{closest(near, ('openapi', 'swagger'))}' by '{shorten(near)}'?"
    elif isinstance(tree, str) and tree.lstrip().startswith("<"):
        hint = "this looks like a web page or XML; use the document itself, in YAML or JSON"
    return Diagnostic(
        code="version-missing", severity=Severity.ERROR, message=what, place=place, hint=hint
    )


def _unknown_version(place: Place, key: str, value: Json) -> Diagnostic:
    return Diagnostic(
        code="version-unknown",
        severity=Severity.ERROR,
        message=f"{quoted(value)} is not a supported '{key}' version",
        place=place,
        hint="'openapi' may be 3.0, 3.1 or 3.2 (with any patch number), 'swagger' only '2.0'",
    )
