"""Where fields of a text without depth belong: what a sample shows, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.fields import Entry
from stubwright.transcribe.reading.nesting import nest_flat

FIELDS = ("kind", "rows-", "id", "name", "total")


def nested(sample: object, fields: Sequence[str] = FIELDS, *, folds: bool = True) -> Shape:
    """Nest fields of the text; ``-`` behind a name says that its fields follow, ``?`` that they may."""
    root = Shape()
    entries: list[Entry] = []
    for line, name in enumerate(fields, 1):
        opens = name.endswith(("-", "?"))
        shape = Shape(found=Fact(value=name.strip("-?"), lines=(line, line), rule="test"))
        kind = "object" if opens else "string"
        shape.facts["type"] = Fact(value=kind, lines=(line, line), rule="test")
        mark = "-" if name.endswith("-") else ""
        entries.append(
            Entry(name=name.strip("-?"), shape=shape, depth=0, line=line, holds=opens, mark=mark)
        )
    nest_flat(root, entries, sample, folds=folds)
    return root


def statuses(shape: Shape) -> dict[str, Any]:
    return {name: one.found.status for name, one in shape.properties.items() if one.found}


def lost(root: Shape) -> list[object]:
    return [one.value for one in root.unplaced]


def test_what_a_whole_sample_lacks_is_in_the_level_that_it_folds() -> None:
    root = nested({"kind": "a", "rows": [{}], "total": 3})
    # The sample's rows are folded, so they may have a total too.
    assert statuses(root) == {"kind": "stated", "rows": "stated", "total": "inferred"}
    # The others cannot have a name that is not in the sample.
    assert statuses(root.properties["rows"]) == {"id": "stated", "name": "inferred"}
    assert root.properties["rows"].properties["name"].facts["type"].status == "inferred"
    assert lost(root) == []


def test_a_sample_without_fields_that_are_known_excludes_nothing() -> None:
    root = nested({"rows": [{}], "total": 3})
    assert "name" not in root.properties["rows"].properties
    assert lost(root) == ["name"]


def test_a_sample_of_other_fields_excludes_nothing() -> None:
    root = nested({"kind": "a", "rows": [{}], "status": "OK"})
    assert lost(root) == ["name", "total"]


def test_a_name_that_a_level_has_is_that_of_the_other() -> None:
    root = nested(None, ("id", "owner-", "name", "id"))
    assert statuses(root.properties["owner"]) == {"name": "stated", "id": "inferred"}
    assert lost(root) == []


def test_the_fields_of_what_is_inferred_are_inferred() -> None:
    root = nested(
        {"kind": "a", "rows": [{}], "total": 3}, ("kind", "rows-", "id", "owner-", "name", "total")
    )
    rows = root.properties["rows"]
    assert statuses(rows) == {"id": "stated", "owner": "inferred"}
    assert statuses(rows.properties["owner"]) == {"name": "inferred"}
    assert lost(root) == []


def test_the_only_field_of_a_name_is_where_a_sample_shows_it() -> None:
    # Nothing shows whether the rows are open.
    root = nested({"kind": "a", "rows": [{}], "total": 3}, ("kind", "rows?", "total"))
    assert statuses(root) == {"kind": "stated", "rows": "stated", "total": "inferred"}
    again = nested({"kind": "a", "rows": [{}], "total": 3}, ("kind", "rows?", "total", "total"))
    assert "total" not in again.properties
