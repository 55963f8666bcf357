"""``enum``, ``default``, ``examples`` and the checks of a schema (JSON Schema 2020-12, sections 6 and 9)."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.base.records import dataclass
from stubwright.parse.keywords import CHECKS, NUMBERS
from stubwright.parse.message_words import kind_of, quoted
from stubwright.parse.reader import Reader
from stubwright.parse.version import Dialect
from stubwright.types.documents import Json
from stubwright.types.spec import MISSING, Kind, Missing

_NUMBERS = frozenset(NUMBERS)
_CHECKS = frozenset(CHECKS)
_EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names")
_DESCRIPTIONS = ("x-enum-descriptions", "x-enumDescriptions")
_OF_VALUES: dict[tuple[str, ...], str] = {_NAMES: "name", _DESCRIPTIONS: "description"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """The values of an enumeration; names and descriptions are parallel to them, or empty."""

    values: tuple[Json, ...] | None = None
    names: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()


NO_ENUM = Enum()


def fits(value: Json, kinds: Iterable[Kind]) -> bool:
    """Return whether a value has one of the types; no types allow any value."""
    match value:
        case None:
            own: tuple[Kind, ...] = ("null",)
        case bool():
            own = ("boolean",)
        case int():
            own = ("integer", "number")
        case float():
            own = ("integer", "number") if value.is_integer() else ("number",)
        case str():
            own = ("string",)
        case list():
            own = ("array",)
        case dict():
            own = ("object",)
    stated = tuple(kinds)
    return not stated or any(kind in stated for kind in own)


def same(left: Json, right: Json) -> bool:
    """Return whether two JSON values are equal; true is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def read_enum(reader: Reader, kinds: tuple[Kind, ...], nullable: bool) -> Enum:
    """Return the listed values that the stated types allow, and null if ``nullable`` is true."""
    stated = reader.get("enum")
    if isinstance(stated, Missing):
        return NO_ENUM
    if not isinstance(stated, list):
        reader.wrong("enum", "a list")
        return NO_ENUM
    kept = [
        position for position, value in enumerate(stated) if value is None or fits(value, kinds)
    ]
    _report_enum(reader, stated, kept, kinds)
    only_null = all(stated[position] is None for position in kept)
    if not kept or (only_null and kinds and "null" not in kinds):
        return NO_ENUM
    values = [stated[position] for position in kept]
    names = _parallel(reader, _NAMES, stated, kept)
    descriptions = _parallel(reader, _DESCRIPTIONS, stated, kept)
    if nullable and None not in values:
        values.append(None)
        names, descriptions = (_padded(texts) for texts in (names, descriptions))
    return Enum(values=tuple(values), names=names, descriptions=descriptions)


def _report_enum(
    reader: Reader, stated: list[Json], kept: list[int], kinds: tuple[Kind, ...]
) -> None:
    place = reader.place.child("enum")
    if not stated:
        hint = "list the values, or remove 'enum'"
        reader.ctx.warn("enum-empty", place, "'enum' has no values and is ignored", hint)
    for position in sorted(set(range(len(stated))) - set(kept)):
        message = f"{quoted(stated[position])} is not of type {' or '.join(kinds)}; it is skipped"
        hint = "write it as that type, or change 'type'"
        reader.ctx.warn("enum-wrong-type", place.child(position), message, hint)


def _padded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return (*texts, "") if texts else ()


def _parallel(
    reader: Reader, keys: tuple[str, ...], stated: list[Json], kept: list[int]
) -> tuple[str, ...]:
    """Return the strings for the kept values from a list beside ``enum`` or a map by value."""
    for key in keys:
        texts = reader.get(key)
        if isinstance(texts, dict):
            texts = [texts.get(str(value), "") for value in stated]
        if not isinstance(texts, list) or len(texts) != len(stated):
            continue
        if all(isinstance(text, str) for text in texts):
            return tuple(str(texts[position]) for position in kept)
    return _of_values(reader, _OF_VALUES[keys], stated, kept)


def _of_values(reader: Reader, key: str, stated: list[Json], kept: list[int]) -> tuple[str, ...]:
    """Return the strings that AutoRest's ``x-ms-enum`` has for the kept values."""
    extension = reader.get("x-ms-enum")
    listed = extension.get("values") if isinstance(extension, dict) else None
    found: dict[Json, str] = {}
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(value := each.get("value"), str | int):
            text = each.get(key)
            found[value] = text if isinstance(text, str) else ""
    values = [stated[position] for position in kept]
    texts = [found.get(v, "") if isinstance(v, str | int) else "" for v in values]
    return tuple(texts) if any(texts) else ()


def read_default(reader: Reader, kinds: tuple[Kind, ...], enum: Enum, free: bool) -> Json | Missing:
    """Return the default if the schema's own types and values allow it.

    ``free`` allows null in addition to the types.
    """
    value = reader.get("default")
    if isinstance(value, Missing) or (free and value is None):
        return value
    if not fits(value, kinds):
        expected = " or ".join(kinds)
        message = f"the default should be of type {expected}, but is {kind_of(value)}"
    elif enum.values is not None and not any(same(value, listed) for listed in enum.values):
        message = f"the default {quoted(value)} is not among the values of 'enum'"
    else:
        return value
    hint = "correct the default or remove it; it is ignored"
    reader.ctx.warn("default-wrong-type", reader.place.child("default"), message, hint)
    return MISSING


def read_examples(reader: Reader) -> tuple[Json, ...]:
    """Return ``example`` and ``examples``; nothing generated depends on them, so they are not checked."""
    value = reader.value
    single = (value["example"],) if "example" in value else ()
    several = value.get("examples")
    return (*single, *several) if isinstance(several, list) else single


def read_checks(reader: Reader, dialect: Dialect) -> tuple[tuple[str, Json], ...]:
    """Return the keywords that constrain a value without shaping it, sorted.

    With the boolean ``exclusiveMinimum`` of 3.0, ``minimum`` becomes the exclusive limit.
    """
    value = reader.value
    if _CHECKS.isdisjoint(value):
        return ()
    found: dict[str, Json] = {}
    for key in CHECKS:
        if key in value and _limits(reader, key, value[key]):
            found[key] = value[key]
    for exclusive, limit in _EXCLUSIVE.items():
        stated = value.get(exclusive)
        if isinstance(stated, bool):
            if dialect >= Dialect.V31:
                message = f"a boolean '{exclusive}' belongs to OpenAPI 3.0; it is read as in 3.0"
                reader.ctx.note("keyword-version", reader.place.child(exclusive), message)
            if stated and limit in found:
                found[exclusive] = found.pop(limit)
    return tuple(sorted(found.items()))


def _limits(reader: Reader, key: str, value: Json) -> bool:
    if key == "pattern":
        fine, expected = isinstance(value, str), "a string"
    elif key == "uniqueItems":
        fine, expected = isinstance(value, bool), "true or false"
    else:
        fine, expected = isinstance(value, int | float) and not isinstance(value, bool), "a number"
        if isinstance(value, bool) and key in _EXCLUSIVE:
            return False
    if not fine:
        reader.wrong(key, expected)
    return fine
