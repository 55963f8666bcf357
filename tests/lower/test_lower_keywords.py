"""The table of keywords covers every field of a schema."""

from __future__ import annotations

from dataclasses import fields

import pytest

from stubwright.base.place import Place
from stubwright.lower.schemas.equal_schemas import find_equal
from stubwright.lower.schemas.keywords import KEYWORDS, Holds, Join, inner_schemas
from stubwright.lower.schemas.shaping_keywords import facets
from stubwright.types.spec import Discriminator, Schema, SchemaId

VALUES: dict[Holds, object] = {
    Holds.REFERENCE: SchemaId("inner"),
    Holds.DISCRIMINATOR: Discriminator(property="kind"),
    Holds.SCHEMA: SchemaId("inner"),
    Holds.SCHEMAS: (SchemaId("inner"),),
    Holds.NAMED_SCHEMAS: (("a", SchemaId("inner")),),
}
INNER = Schema(id=SchemaId("inner"), place=Place("u", "/inner"), types=("string",))


def with_field(name: str, id_: str = "a") -> Schema:
    """Return a schema that states one keyword."""
    data = {"boolean_schema": False, "extensions": {"x-a": 1}, "checks": (("minLength", 1),)}
    texts = {"title", "description", "format", "content_encoding", "content_media_type"}
    value = VALUES.get(KEYWORDS[name].holds, data.get(name, "x" if name in texts else ("string",)))
    place = Place("u", f"/{id_}")
    return Schema(**{"id": SchemaId(id_), "place": place, "required": ("a",), name: value})  # type: ignore[arg-type]


def test_every_field_has_a_row() -> None:
    """Every keyword that is read has a row, since it would be ignored silently otherwise."""
    assert list(KEYWORDS) == [item.name for item in fields(Schema)]


@pytest.mark.parametrize("name", sorted(KEYWORDS.keys() - {"id", "place"}))
def test_rows_agree_with_the_behaviour(name: str) -> None:
    """A keyword shapes a type, contains schemas and distinguishes schemas exactly as its row states."""
    schema, keyword = with_field(name), KEYWORDS[name]
    schemas = {"a": schema, "b": with_field("id", "b"), "inner": INNER}
    if name != "required":
        plain = facets(schemas[SchemaId("b")], schemas)  # type: ignore[index]
        assert facets(schema, schemas) - plain == ({keyword.facet} - {""})  # type: ignore[arg-type]
    held = keyword.holds in (Holds.SCHEMA, Holds.SCHEMAS, Holds.NAMED_SCHEMAS)
    assert [inner for *_, inner in inner_schemas(schema)] == (["inner"] if held else [])
    if keyword.holds in (Holds.SCHEMA, Holds.SCHEMAS, Holds.NAMED_SCHEMAS):
        assert keyword.keyword
    found = find_equal(schemas, (SchemaId("a"), SchemaId("b")), "u")  # type: ignore[arg-type]
    assert (not found.first_of) == keyword.told_apart


def test_every_join_is_used() -> None:
    """Every way of joining is used by a keyword."""
    assert {keyword.join for keyword in KEYWORDS.values()} == set(Join)
