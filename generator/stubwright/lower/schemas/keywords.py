"""The keywords of a schema, as the fields of ``Schema``: what each one means for the types that are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from stubwright.types.spec import Schema, SchemaId


class Holds(Enum):
    """What a keyword's value is: data, a reference, or inner schemas."""

    DATA = "data"
    REFERENCE = "the id of a schema"
    DISCRIMINATOR = "a discriminator, which names schemas"
    SCHEMA = "a schema"
    SCHEMAS = "a list of schemas"
    NAMED_SCHEMAS = "pairs of a name and a schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One field of ``Schema``.

    ``told_apart``: whether two schemas that differ in it are different, so that they become two types.
    """

    holds: Holds = Holds.DATA
    told_apart: bool = True


_DATA: Final = Keyword()
_UNSEEN: Final = Keyword(told_apart=False)
_SCHEMA: Final = Keyword(holds=Holds.SCHEMA)
_SCHEMAS: Final = Keyword(holds=Holds.SCHEMAS)
_NAMED_SCHEMAS: Final = Keyword(holds=Holds.NAMED_SCHEMAS)

KEYWORDS: Final[Mapping[str, Keyword]] = {
    "id": _UNSEEN,
    "place": _UNSEEN,
    "verdict": _DATA,
    "ref": Keyword(holds=Holds.REFERENCE),
    "types": _DATA,
    "nullable": _DATA,
    "title": _DATA,
    "description": _DATA,
    "deprecated": _DATA,
    "read_only": _DATA,
    "write_only": _DATA,
    "default": _DATA,
    "examples": _UNSEEN,
    "enum": _DATA,
    "enum_names": _DATA,
    "enum_descriptions": _DATA,
    "const": _DATA,
    "format": _DATA,
    "content_encoding": _DATA,
    "content_media_type": _DATA,
    "content_schema": _SCHEMA,
    "all_of": _SCHEMAS,
    "one_of": _SCHEMAS,
    "any_of": _SCHEMAS,
    "discriminator": Keyword(holds=Holds.DISCRIMINATOR),
    "properties": _NAMED_SCHEMAS,
    "required": _DATA,
    "additional_properties": _SCHEMA,
    "pattern_properties": _NAMED_SCHEMAS,
    "unevaluated_properties": _SCHEMA,
    "prefix_items": _SCHEMAS,
    "items": _SCHEMA,
    "unevaluated_items": _SCHEMA,
    "checks": _DATA,
    "extensions": _DATA,
}


def fields_that_hold(holds: Holds) -> tuple[str, ...]:
    """Return the fields of ``Schema`` whose value is of one form."""
    return tuple(name for name, keyword in KEYWORDS.items() if keyword.holds is holds)


_SINGLE: Final = fields_that_hold(Holds.SCHEMA)
_LISTS: Final = fields_that_hold(Holds.SCHEMAS)
_PAIRS: Final = fields_that_hold(Holds.NAMED_SCHEMAS)


def inner_schemas(schema: Schema) -> Iterator[SchemaId]:
    """Yield the schemas that are directly in another; references lead elsewhere."""
    for name in _SINGLE:
        if (inner := getattr(schema, name)) is not None:
            yield inner
    for name in _LISTS:
        yield from getattr(schema, name)
    for name in _PAIRS:
        yield from (inner for _, inner in getattr(schema, name))
