"""Names are stable while a document grows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options
from stubwright.types.result import Result


def run(
    folder: Path,
    schemas: Mapping[str, Any],
    pins: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Result:
    """Generate from components alone."""
    path = folder / "openapi.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": schemas},
    }
    path.write_text(json.dumps(document))
    return generate(load(str(path)), Options(names=names or {}), pins or {})


OWNER = {"type": "object", "properties": {"a-b": {"type": "string"}}}
PET = {"type": "object", "properties": {"owner": OWNER}}


def test_an_added_schema_renames_nothing(tmp_path: Path) -> None:
    """A component with the name of a pinned inline schema gets another name."""
    before = run(tmp_path, {"Pet": PET})
    grown = {"PetOwner": {"type": "object", "properties": {"x": {"type": "integer"}}}, "Pet": PET}
    after = run(tmp_path, grown, before.pins)
    kept = {key: name for key, name in after.pins.items() if key in before.pins}
    assert kept == dict(before.pins)
    assert after.pins["#/components/schemas/PetOwner"] == "PetOwnerObject"
    assert run(tmp_path, grown).pins["#/components/schemas/PetOwner"] == "PetOwner"


def test_an_added_property_renames_nothing(tmp_path: Path) -> None:
    """A property with the name of a pinned field gets another name."""
    before = run(tmp_path, {"Owner": OWNER})
    properties = {"a_b": {"type": "string"}, **OWNER["properties"]}  # type: ignore[dict-item]
    after = run(tmp_path, {"Owner": {"type": "object", "properties": properties}}, before.pins)
    models = after.files["t/models.py"]
    assert '= {"a_b_": "a_b", "a_b": "a-b"}' in models


def test_an_added_keyword_renames_nothing(tmp_path: Path) -> None:
    """A property that is a keyword does not take the pinned name of another."""
    properties = {"class": {"type": "string"}, "class_": {"type": "string"}}
    models = run(tmp_path, {"Pet": {"type": "object", "properties": properties}}).files
    assert '= {"class_2": "class"}' in models["t/models.py"]


def test_pins_do_not_contain_the_path_of_the_document(tmp_path: Path) -> None:
    """A moved document keeps its names: pins do not contain its path."""
    assert not any(str(tmp_path) in key for key in run(tmp_path, {"Pet": PET}).pins)


def test_chosen_names_take_precedence_over_pins(tmp_path: Path) -> None:
    """Chosen names take precedence over pins; unused and invalid ones are reported."""
    pins = run(tmp_path, {"Pet": PET}).pins
    names = {
        "Pet": "Animal",
        "Pet.owner": "keeper",
        "Pett": "X",
        "/components/schemas/Pet/properties/owner": "no way",
    }
    result = run(tmp_path, {"Pet": PET}, pins, names)
    assert "class Animal:" in result.files["t/models.py"]
    assert "    keeper: PetOwner | None = None" in result.files["t/models.py"]
    assert [one.code for one in result.diagnostics] == ["name-invalid", "name-unused"]


def test_keys_may_be_copied_from_the_lock(tmp_path: Path) -> None:
    """The key of a `pin` line can be copied into the configuration."""
    pinned = run(tmp_path, {"Pet": PET}).pins
    for key in [each for each in pinned if each.startswith("#")]:
        found = run(tmp_path, {"Pet": PET}, names={key: "chosen"})
        assert found.pins[key] == "chosen"
        assert found.diagnostics == ()


def test_the_layout_is_pinned(tmp_path: Path) -> None:
    """A package that grows past the threshold keeps its layout."""
    many = {
        f"S{i}": {"type": "object", "properties": {"a": {"type": "string"}}} for i in range(101)
    }
    assert run(tmp_path, many).pins["layout"] == "split"
    assert run(tmp_path, many, run(tmp_path, {"Pet": PET}).pins).pins["layout"] == "compact"


SPACED = {
    "Pet": {"type": "object", "properties": {"a b-c": {"type": "string"}}},
    "Pet a": {
        "type": "object",
        "properties": {"b-c": {"type": "string"}, "50%": {"type": "string"}},
    },
}


def test_names_with_spaces_have_separate_pins(tmp_path: Path) -> None:
    """A schema `Pet` with `a b-c` and a schema `Pet a` with `b-c` have one pin each."""
    before = run(tmp_path, SPACED)
    assert before.pins["#/components/schemas/Pet a%20b-c"] == "a_b_c"
    assert before.pins["#/components/schemas/Pet%20a b-c"] == "b_c"
    after = run(tmp_path, SPACED, before.pins)
    assert (after.files, after.pins) == (before.files, before.pins)


def test_pins_of_an_older_lock_are_kept(tmp_path: Path) -> None:
    """Locks of format 1 have keys without escapes, and roles after `!`; their names are kept."""
    inner = {"type": ["object", "null"], "properties": {"a-b": {"type": "string"}}}
    schemas = {"My Pet": {"type": "object", "properties": {"own er": inner}}}
    former = {
        "format": "1",
        "#/components/schemas/My Pet own er": "owner_of_pet",
        "#/components/schemas/My Pet/properties/own er!value": "Keeper",
        "#/components/schemas/My Pet/properties/own er!value a-b": "ab",
    }
    result = run(tmp_path, schemas, former)
    assert result.pins["#/components/schemas/My%20Pet own%20er"] == "owner_of_pet"
    key = "#/components/schemas/My%20Pet/properties/own%20er~!value"
    assert (result.pins[key], result.pins[f"{key} a-b"]) == ("Keeper", "ab")
    assert "format" not in result.pins
    again = run(tmp_path, schemas, result.pins)
    assert (again.files, again.pins) == (result.files, result.pins)


USER = {"type": "object", "properties": {"login": {"type": "string"}}}
CHANGED = {"type": "object", "properties": {"login": {"type": "integer"}}}
OWNERS = {name: {"type": "object", "properties": {"user": USER}} for name in ("A", "BB", "CC")}


def places(result: Result) -> dict[str, str]:
    """Return the pinned names of the users, by the component that holds them."""
    return {key.split("/")[3]: name for key, name in result.pins.items() if key.endswith("/user")}


@pytest.mark.parametrize("gone", ["A", "BB", "CC"])
def test_a_changed_place_of_a_shared_type_renames_no_other(tmp_path: Path, gone: str) -> None:
    """If a place of a shared type changes, even the one that gave the name, the others keep the name."""
    before = run(tmp_path, OWNERS)
    assert set(places(before).values()) == {"User"}
    changed = {**OWNERS, gone: {"type": "object", "properties": {"user": CHANGED}}}
    after = run(tmp_path, changed, before.pins)
    assert places(after) == {**places(before), gone: f"{gone}User"}
    back = run(tmp_path, OWNERS, after.pins)
    assert places(back) == places(before)


def test_a_name_chosen_at_one_place_applies_to_the_shared_type(tmp_path: Path) -> None:
    """The name applies to all of its places."""
    key = "#/components/schemas/BB/properties/user"
    assert set(places(run(tmp_path, OWNERS, names={key: "Person"})).values()) == {"Person"}


def test_an_equal_composition_renames_nothing(tmp_path: Path) -> None:
    """A second component with the same parts, before the first, shares its types and takes no name."""
    parts = {
        name: {"type": "object", "properties": {"a": {"type": "object", "properties": {key: {}}}}}
        for name, key in (("P", "x"), ("Q", "y"))
    }
    both = {"allOf": [{"$ref": "#/components/schemas/P"}, {"$ref": "#/components/schemas/Q"}]}
    before = run(tmp_path, {**parts, "First": both})
    after = run(tmp_path, {**parts, "Before": both, "First": both}, before.pins)
    assert {key: after.pins.get(key) for key in before.pins} == dict(before.pins)
    names = {name for key, name in after.pins.items() if "~!all" in key}
    assert len(names) == 1


def test_fields_of_a_shared_type_are_named_at_its_own_place(tmp_path: Path) -> None:
    """Names that other places pinned have no effect on the fields."""
    holders = {name: {"type": "object", "properties": {"p": OWNER}} for name in ("A", "BB", "CC")}
    pins = {
        "#/components/schemas/A/properties/p": "Solo",
        "#/components/schemas/A/properties/p a-b": "one",
        "#/components/schemas/BB/properties/p": "Duo",
        "#/components/schemas/BB/properties/p a-b": "two",
        "#/components/schemas/CC/properties/p": "Duo",
        "#/components/schemas/CC/properties/p a-b": "two",
    }
    models = run(tmp_path, holders, pins).files["t/models.py"]
    assert "class Duo:" in models
    assert '= {"two": "a-b"}' in models


def test_inline_classes_are_in_the_module_of_their_parent(tmp_path: Path) -> None:
    """The split layout has one module per component, which contains its inner classes."""
    many = {f"S{i}": {"type": "object", "properties": {"a": {"type": "string"}}} for i in range(99)}
    files = run(tmp_path, {**many, "Pet": PET, "Name": {"type": "string", "enum": ["x"]}}).files
    assert "class PetOwner:" in files["t/models/pet.py"]
    assert "t/models/pet_owner.py" not in files


def test_long_names_that_clash_are_shortened_elsewhere(tmp_path: Path) -> None:
    """If both halves are the same, three quarters of the second name come from its end."""
    front, end = "Aaaaaaaaaa" + "Bbbbbbbbbb" + "Cccccccccc" + "Dddddddddd", "Klmnopqrst" * 4
    names = [f"{front}{middle}{end}" for middle in ("Uvwxyzabcd", "Uvwxyzabce")]
    schemas = {name: {"type": "object", "properties": {"a": {"type": "string"}}} for name in names}
    pins = run(tmp_path, schemas).pins
    assert [pins[f"#/components/schemas/{name}"] for name in names] == [
        front + end,
        f"AaaaaaaaaaBbbbbbbbbbDdddddddddUvwxyzabce{end}",
    ]


def test_fields_of_a_base_are_named_before_those_of_its_children(tmp_path: Path) -> None:
    """A child's field never takes the name of a field of its base."""
    text = {"type": "string"}
    child = {
        "allOf": [{"$ref": "#/components/schemas/Base"}],
        "type": "object",
        "properties": {"a_b": text},
    }
    base = {"type": "object", "required": ["a-b"], "properties": {"a-b": text}}
    models = run(tmp_path, {"Child": child, "Base": base}).files["t/models.py"]
    assert "class Child(Base):" in models
    assert '= {"a_b_": "a_b"}' in models
