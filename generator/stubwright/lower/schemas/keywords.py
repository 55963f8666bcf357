"""The keywords of a schema, as the fields of ``Schema``, and their effect on its type.

All code that depends on keywords uses this table: which of them shape a type, what they contain, how ``allOf`` combines
them, and whether schemas that differ in one are different types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from operator import attrgetter
from typing import Final

from stubwright.base.records import dataclass
from stubwright.types.spec import Kind, Schema, SchemaId


class Holds(Enum):
    """Kind of a keyword's value: data, a reference, or inner schemas."""

    DATA = auto()
    REFERENCE = auto()
    DISCRIMINATOR = auto()
    SCHEMA = auto()
    SCHEMAS = auto()
    NAMED_SCHEMAS = auto()


class Join(Enum):
    """Rule for combining a keyword of several ``allOf`` parts; ``merge`` applies it.

    NOTHING: the keyword applies only to the schema that contains it.
    """

    NOTHING = auto()
    LAST = auto()
    ALL = auto()
    TYPES = auto()
    ENUM = auto()
    CONST = auto()
    NEVER = auto()
    CHECKS = auto()
    PROPERTIES = auto()
    POSITIONS = auto()
    EXTRA = auto()
    CHILD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One field of ``Schema``.

    ``keyword`` is its spelling in documents if it contains schemas, and ``words`` is a hint for their names (empty: the
    name of the property, or that of the enclosing schema). ``facet`` is its name among the keywords that shape a type,
    and ``suggests`` the JSON type that it suggests if none is stated. If ``told_apart``, schemas that differ in it
    become different types.
    """

    holds: Holds = Holds.DATA
    keyword: str = ""
    words: str = ""
    facet: str = ""
    suggests: Kind | None = None
    join: Join = Join.NOTHING
    told_apart: bool = True


_NOTE: Final = Keyword()
_UNSEEN: Final = Keyword(told_apart=False)

KEYWORDS: Final[Mapping[str, Keyword]] = {
    "id": _UNSEEN,
    "place": _UNSEEN,
    "boolean_schema": Keyword(facet="never", join=Join.NEVER),
    "ref": Keyword(holds=Holds.REFERENCE, facet="ref"),
    "types": Keyword(facet="types", join=Join.TYPES),
    "nullable": Keyword(facet="nullable"),
    "title": _NOTE,
    "description": _NOTE,
    "deprecated": _NOTE,
    "read_only": _NOTE,
    "write_only": _NOTE,
    "default": _NOTE,
    "examples": _UNSEEN,
    "enum": Keyword(facet="enum", join=Join.ENUM),
    "enum_names": Keyword(join=Join.LAST),
    "enum_descriptions": Keyword(join=Join.LAST),
    "const": Keyword(facet="const", join=Join.CONST),
    "format": Keyword(facet="format", join=Join.LAST),
    "content_encoding": Keyword(facet="encoding", join=Join.LAST),
    "content_media_type": Keyword(facet="encoding", join=Join.LAST),
    "all_of": Keyword(holds=Holds.SCHEMAS, keyword="allOf", facet="all_of"),
    "one_of": Keyword(holds=Holds.SCHEMAS, keyword="oneOf", facet="one_of"),
    "any_of": Keyword(holds=Holds.SCHEMAS, keyword="anyOf", facet="any_of"),
    "discriminator": Keyword(holds=Holds.DISCRIMINATOR, facet="discriminator", suggests="object"),
    "properties": Keyword(
        holds=Holds.NAMED_SCHEMAS,
        keyword="properties",
        facet="properties",
        suggests="object",
        join=Join.PROPERTIES,
    ),
    "required": Keyword(facet="required", suggests="object", join=Join.ALL),
    "additional_properties": Keyword(
        holds=Holds.SCHEMA,
        keyword="additionalProperties",
        words="value",
        facet="additional",
        suggests="object",
        join=Join.EXTRA,
    ),
    "pattern_properties": Keyword(
        holds=Holds.NAMED_SCHEMAS,
        keyword="patternProperties",
        words="value",
        facet="pattern_properties",
        suggests="object",
        join=Join.ALL,
    ),
    # Combined with additionalProperties, which has the same meaning here.
    "unevaluated_properties": Keyword(
        holds=Holds.SCHEMA,
        keyword="unevaluatedProperties",
        words="value",
        facet="additional",
        suggests="object",
    ),
    "property_names": Keyword(
        holds=Holds.SCHEMA,
        keyword="propertyNames",
        words="key",
        facet="property_names",
        suggests="object",
        join=Join.CHILD,
    ),
    "prefix_items": Keyword(
        holds=Holds.SCHEMAS,
        keyword="prefixItems",
        words="item",
        facet="prefix_items",
        suggests="array",
        join=Join.POSITIONS,
    ),
    "items": Keyword(
        holds=Holds.SCHEMA,
        keyword="items",
        words="item",
        facet="items",
        suggests="array",
        join=Join.CHILD,
    ),
    "unevaluated_items": Keyword(
        holds=Holds.SCHEMA,
        keyword="unevaluatedItems",
        words="item",
        facet="items",
        suggests="array",
        join=Join.CHILD,
    ),
    "checks": Keyword(join=Join.CHECKS),
    "xml": _NOTE,
    "extensions": _NOTE,
}

MEMBER_KEYWORDS: Final = frozenset({"allOf", "oneOf", "anyOf"})
"""Keywords whose schemas are identified by their content, since siblings change their positions."""

SHAPING: Final = {name: keyword for name, keyword in KEYWORDS.items() if keyword.facet}


def fields_that_hold(holds: Holds) -> Mapping[str, Keyword]:
    """Return the fields of ``Schema`` whose value is of one form."""
    return {name: keyword for name, keyword in KEYWORDS.items() if keyword.holds is holds}


_INNER: Final = {
    **fields_that_hold(Holds.NAMED_SCHEMAS),
    **fields_that_hold(Holds.SCHEMA),
    **fields_that_hold(Holds.SCHEMAS),
}
_VALUES: Final = attrgetter(*_INNER)


def inner_schemas(schema: Schema) -> Iterator[tuple[Keyword, str, SchemaId]]:
    """Yield the schemas directly inside another, each with its keyword and its name or position there."""
    values = _VALUES(schema)
    if not any(values):
        return
    for keyword, value in zip(_INNER.values(), values, strict=True):
        if not value:
            continue
        if keyword.holds is Holds.SCHEMA:
            yield keyword, "", value
        elif keyword.holds is Holds.SCHEMAS:
            for position, inner in enumerate(value):
                yield keyword, str(position), inner
        else:
            for name, inner in value:
                yield keyword, name, inner
