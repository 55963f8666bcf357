"""Find equal inline schemas, before types are made of them.

Components are not shared, since their names show that they are intended to be different. Schemas that differ in
anything that users see (descriptions, defaults, read and write access) are not shared either. Examples may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final, TypeAlias

from stubwright.base.place import Place
from stubwright.base.records import MISSING, dataclass, fields, replace
from stubwright.lower.schemas.keywords import KEYWORDS, Holds, inner_schemas
from stubwright.types.spec import MISSING as NOT_STATED
from stubwright.types.spec import Schema, SchemaId

Redirect: TypeAlias = Callable[[SchemaId], SchemaId]

_NO_EXTENSIONS: Final[Mapping[str, object]] = {}
_DEFAULTS: Final[Mapping[str, object]] = {
    item.name: _NO_EXTENSIONS if item.default is MISSING else item.default
    for item in fields(Schema)
    if KEYWORDS[item.name].told_apart
}

_LEADING: Final = {
    name: keyword.holds for name, keyword in KEYWORDS.items() if keyword.holds is not Holds.DATA
}
_VALUES: Final = attrgetter(*_DEFAULTS)
_RARE_NAMES: Final = ("checks", "enum", "extensions", *_LEADING)
_RARE: Final = attrgetter(*_RARE_NAMES)
_COMMON: Final = attrgetter(*sorted(_DEFAULTS.keys() - {*_RARE_NAMES, "default", "const"}))
"""The fields that may contain other schemas or JSON, and all others; most schemas differ only in the latter."""

_LED_TO: Final = attrgetter(*_LEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualSchemas:
    """Classes of equal schemas.

    ``first_of`` maps each schema with equals to the one whose place sorts first, ``equals_of`` maps that one to all
    of them, in order. In ``schemas``, references lead to the first one.
    """

    schemas: dict[SchemaId, Schema]
    first_of: Mapping[SchemaId, SchemaId]
    equals_of: Mapping[SchemaId, tuple[SchemaId, ...]]


def find_equal(
    schemas: Mapping[SchemaId, Schema], inline: Iterable[SchemaId], root: str
) -> EqualSchemas:
    """Find equal schemas among ``inline``; ``root`` is the URI of the root document."""
    numbers = _numbers(schemas)
    groups: dict[int, list[SchemaId]] = {}
    for sid in dict.fromkeys(inline):
        if sid in schemas and _may_have_a_name(schemas[sid]):
            groups.setdefault(numbers[sid], []).append(sid)
    sorted_groups = (
        tuple(sorted(group, key=lambda sid: sort_key(schemas[sid].place, root)))
        for group in groups.values()
        if len(group) > 1
    )
    equals_of = {group[0]: group for group in sorted_groups}
    first_of = {sid: first for first, group in equals_of.items() for sid in group}
    if not first_of:
        return EqualSchemas(schemas=dict(schemas), first_of={}, equals_of={})

    def redirect(sid: SchemaId) -> SchemaId:
        return first_of.get(sid, sid)

    redirected = {sid: _redirected(schemas[redirect(sid)], redirect) for sid in schemas}
    return EqualSchemas(schemas=redirected, first_of=first_of, equals_of=equals_of)


def sort_key(place: Place, root: str) -> tuple[bool, int, str, str]:
    """Return the sort key of a place: places of the root document come first, then by length and text."""
    return place.document != root, len(place.pointer), place.pointer, place.document


def _may_have_a_name(schema: Schema) -> bool:
    """Return whether a schema may become a type with a name: an object, an enumeration, a union."""
    composed = schema.all_of or schema.one_of or schema.any_of
    return bool(composed or schema.enum or schema.properties or schema.required)


def _numbers(schemas: Mapping[SchemaId, Schema]) -> dict[SchemaId, int]:
    """Return a number for each schema, the same for equal ones; inner schemas are numbered first."""
    known: dict[object, int] = {}
    numbers: dict[SchemaId, int] = {}
    for start in schemas:
        stack = [(start, False)]
        while stack:
            sid, leaving = stack.pop()
            if sid in numbers:
                continue
            if leaving:
                numbers[sid] = known.setdefault(_value_of(schemas[sid], numbers), len(known))
                continue
            stack.append((sid, True))
            for _, _, child in inner_schemas(schemas[sid]):
                if child in schemas and child not in numbers:
                    stack.append((child, False))
    return numbers


def _value_of(schema: Schema, numbers: Mapping[SchemaId, int]) -> object:
    """Return the content of a schema as one value; inner schemas are replaced by their numbers, references by their targets."""
    if not any(_RARE(schema)) and schema.default is schema.const is NOT_STATED:
        return _COMMON(schema)
    pairs: list[object] = []
    for (name, default), value in zip(_DEFAULTS.items(), _VALUES(schema), strict=True):
        if value is default or (value == default and type(value) is type(default)):
            continue
        match KEYWORDS[name].holds:
            case Holds.SCHEMA:
                value = numbers.get(value, value)
            case Holds.SCHEMAS:
                value = tuple(numbers.get(child, child) for child in value)
            case Holds.NAMED_SCHEMAS:
                value = tuple((key, numbers.get(child, child)) for key, child in value)
            case Holds.DATA | Holds.REFERENCE | Holds.DISCRIMINATOR:
                value = _as_text(value)
        pairs.append((name, value))
    return tuple(pairs)


def _as_text(value: object) -> str:
    # ``repr`` distinguishes 1, 1.0 and True, which are equal in Python.
    return value if isinstance(value, str) else repr(value)


def _redirected(schema: Schema, redirect: Redirect) -> Schema:
    """Return a schema whose inner schemas and references are replaced by the first of their equals."""
    changed: dict[str, Any] = {}
    for (name, holds), value in zip(_LEADING.items(), _LED_TO(schema), strict=True):
        if value and (new := _redirect(value, holds, redirect)) != value:
            changed[name] = new
    return replace(schema, **changed) if changed else schema


def _redirect(value: Any, holds: Holds, redirect: Redirect) -> Any:
    match holds:
        case Holds.SCHEMA | Holds.REFERENCE:
            return redirect(value)
        case Holds.SCHEMAS:
            return tuple(map(redirect, value))
        case Holds.NAMED_SCHEMAS:
            return tuple((name, redirect(child)) for name, child in value)
        case Holds.DISCRIMINATOR:
            mapping = tuple((text, redirect(child)) for text, child in value.mapping)
            default = None if value.default is None else redirect(value.default)
            return replace(value, mapping=mapping, default=default)
        case Holds.DATA:
            return value
