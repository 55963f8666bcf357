"""The Discriminator Object (OpenAPI 3.1.1, section 4.8.25; 2.0 has a property's name instead)."""

from __future__ import annotations

from stubwright.base.place import Place
from stubwright.base.suggest import closest
from stubwright.parse.context import Context
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import DISCRIMINATOR
from stubwright.parse.reader import Reader, wrong_type
from stubwright.parse.version import Dialect
from stubwright.types.documents import Json
from stubwright.types.index import Unresolved
from stubwright.types.spec import Discriminator, Missing, SchemaId

_COMPONENTS = (("components", "schemas"), ("definitions",))


def read_discriminator(reader: Reader, dialect: Dialect) -> Discriminator | None:
    """Return the discriminator; mapping entries that do not name a schema are skipped."""
    found = _stated(reader, dialect)
    if found is not None and reader.place.document != reader.ctx.index.documents.root:
        _read_kinds(reader.ctx, reader.place)
    return found


def _read_kinds(ctx: Context, base: Place) -> None:
    """Read the schemas beside a base in another file that may extend it, since nothing else may refer to them."""
    for keys in _COMPONENTS:
        home = Place(base.document).child(*keys)
        if base.pointer.rpartition("/")[0] != home.pointer:
            continue
        for name, value in _components(ctx, base.document, keys).items():
            parts = value.get("allOf") if isinstance(value, dict) else None
            if isinstance(parts, list) and any(
                "$ref" in one for one in parts if isinstance(one, dict)
            ):
                ctx.schema(home.child(name), value)


def _stated(reader: Reader, dialect: Dialect) -> Discriminator | None:
    value = reader.get("discriminator")
    match value:
        case Missing():
            return None
        case str():
            if dialect is not Dialect.V20:
                hint = f"write 'discriminator: {{propertyName: {value}}}'"
                reader.wrong("discriminator", "an object", hint)
            return Discriminator(property=value)
        case dict():
            return _read(Reader(reader.ctx, reader.place.child("discriminator"), value))
        case _:
            reader.wrong("discriminator", "an object")
            return None


def _read(reader: Reader) -> Discriminator | None:
    reader.finish(DISCRIMINATOR)
    name = reader.name("propertyName")
    if not name:
        return None
    mapping: list[tuple[str, SchemaId]] = []
    for value, place, target in reader.entries("mapping"):
        found = _target(reader.ctx, place, target)
        if found is not None:
            mapping.append((value, found))
    default = None
    if "defaultMapping" in reader.value:
        place = reader.place.child("defaultMapping")
        default = _target(reader.ctx, place, reader.value["defaultMapping"])
    return Discriminator(property=name, mapping=tuple(mapping), default=default)


def _target(ctx: Context, place: Place, value: Json) -> SchemaId | None:
    """Return the schema that a mapping's value names: a component's name, else a reference."""
    if not isinstance(value, str):
        wrong_type(ctx, place, value, "a schema's name or reference", "a string")
        return None
    names: list[str] = []
    for uri in dict.fromkeys((place.document, ctx.index.documents.root)):
        for keys in _COMPONENTS:
            components = _components(ctx, uri, keys)
            names.extend(components)
            if value in components:
                return ctx.schema(Place(uri).child(*keys, value), components[value])
    found = ctx.refer(place, value) if _looks_like_reference(value) else None
    if found is None or isinstance(found, Unresolved):
        near = closest(value.rpartition("/")[2], tuple(names))
        hint = (
            f"did you mean '{near}'?"
            if near
            else "use the name of a component schema, or a reference to one"
        )
        message = f"{quoted(value)} does not name a schema; this entry is skipped"
        ctx.warn("discriminator-mapping-unresolved", place, message, hint)
        return None
    return found


def _looks_like_reference(value: str) -> bool:
    return any(sign in value for sign in "#/.")


def _components(ctx: Context, uri: str, keys: tuple[str, ...]) -> dict[str, Json]:
    document = ctx.index.documents.by_uri.get(uri)
    value: Json = document.tree if document else None
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
