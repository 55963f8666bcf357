"""Rename rules, and names that other items had."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stubwright.base.diagnostics import Severity
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options, Rename
from stubwright.types.result import Result

ITEM = {"type": "object", "properties": {"x": {"type": "integer"}}}
SCHEMAS = {
    "InternalPet": {"type": "object", "properties": {"owner": ITEM}},
    "Shop": {"type": "object", "properties": {"pet": {"$ref": "#/components/schemas/InternalPet"}}},
}
OPERATIONS = {
    ("/a", "api_list_pets"): "Pets v1",
    ("/b", "api_import"): "Pets v1",
    ("/c", "api_count"): "Pets v2",
    ("/d", "find"): "pets",
}


def run(
    folder: Path,
    *rules: Rename,
    pins: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Result:
    """Generate from a document with schemas and operations."""
    answer = {"200": {"description": ""}}
    paths = {
        path: {"get": {"operationId": id_, "tags": [tag], "responses": answer}}
        for (path, id_), tag in OPERATIONS.items()
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    return generate(load(str(path)), Options(names=names or {}, rename=rules), pins or {})


def models(pattern: str, replacement: str) -> Rename:
    """Return a rule for models."""
    return Rename(kind="models", pattern=pattern, replacement=replacement)


def operations(pattern: str, replacement: str) -> Rename:
    """Return a rule for operations."""
    return Rename(kind="operations", pattern=pattern, replacement=replacement)


def groups(pattern: str, replacement: str) -> Rename:
    """Return a rule for groups."""
    return Rename(kind="groups", pattern=pattern, replacement=replacement)


def classes(result: Result) -> set[str]:
    """Return the names of the models."""
    return {name for key, name in result.pins.items() if "/schemas/" in key and " " not in key}


def test_a_rule_renames_what_was_pinned(tmp_path: Path) -> None:
    """A new rule takes precedence over the lock, and its result is stable."""
    before = run(tmp_path)
    assert classes(before) == {"InternalPet", "InternalPetOwner", "Shop"}
    rule = models("^Internal", "")
    after = run(tmp_path, rule, pins=before.pins)
    assert classes(after) == {"Pet", "PetOwner", "Shop"}
    assert after.diagnostics == ()
    again = run(tmp_path, rule, pins=after.pins)
    assert (again.files, again.pins) == (after.files, after.pins)
    assert "InternalPet" not in "".join(after.files.values())


def test_rules_follow_each_other(tmp_path: Path) -> None:
    """Each rule is applied to the result of the previous one, with groups in the replacement."""
    result = run(tmp_path, models("^Internal(.*)$", r"My\1"), models("^MyPet$", "Cat"))
    assert classes(result) == {"Cat", "MyPetOwner", "Shop"}


def test_operations_are_renamed_and_keywords_avoided(tmp_path: Path) -> None:
    """A method whose name would be a keyword gets an underscore."""
    text = run(tmp_path, operations("^api_", "")).files["t/endpoints/pets_v1.py"]
    assert "def list_pets(" in text
    assert "def import_(" in text


def test_groups_with_the_same_name_are_merged(tmp_path: Path) -> None:
    """Groups that get the same name become one group."""
    files = run(tmp_path, groups(r"_v\d$", "")).files
    assert [path for path in files if path.startswith("t/endpoints/")] == [
        "t/endpoints/__init__.py",
        "t/endpoints/pets.py",
    ]
    assert all(
        f"def {one}(" in files["t/endpoints/pets.py"]
        for one in ("api_list_pets", "api_count", "find")
    )


def test_rules_do_not_apply_to_chosen_names(tmp_path: Path) -> None:
    """Rules do not apply to names in [names]."""
    result = run(tmp_path, models("^Internal", ""), names={"InternalPet": "InternalBeast"})
    assert classes(result) == {
        "InternalBeast",
        "InternalBeastOwner".replace("Internal", ""),
        "Shop",
    }


def test_a_rule_without_a_match_is_an_error(tmp_path: Path) -> None:
    """Nothing is generated, and the message has the position of the rule."""
    rule = Rename(kind="groups", pattern="^x", replacement="", file="file:///c.toml", line=7)
    result = run(tmp_path, rule)
    (fault,) = result.diagnostics
    assert (fault.code, fault.severity, fault.line) == ("rename-unused", Severity.ERROR, 7)
    assert fault.place is not None
    assert fault.place.document == "file:///c.toml"
    assert result.files == {}


def test_a_result_that_is_not_an_identifier_is_an_error(tmp_path: Path) -> None:
    """The result is empty or begins with a digit."""
    result = run(tmp_path, models("^Shop$", ""), models("^Internal", "1"))
    assert {one.code for one in result.diagnostics} == {"rename-invalid"}
    assert result.files == {}


def test_two_models_cannot_have_the_same_name(tmp_path: Path) -> None:
    """The second model keeps its own name, with a warning."""
    result = run(tmp_path, models("^(InternalPet|Shop)$", "Thing"))
    assert "Thing" in classes(result)
    assert [one.code for one in result.diagnostics] == ["name-taken"]
    assert "cannot be called 'Thing', which is the name of" in result.diagnostics[0].message


def test_a_chosen_name_that_another_place_has_pinned(tmp_path: Path) -> None:
    """The chosen name is used, and the item that lost its name is reported."""
    before = run(tmp_path)
    result = run(tmp_path, pins=before.pins, names={"InternalPet": "Shop"})
    assert result.pins["#/components/schemas/InternalPet"] == "Shop"
    assert result.pins["#/components/schemas/Shop"] == "ShopObject"
    (told,) = result.diagnostics
    assert told.code == "name-taken"
    assert told.severity is Severity.WARNING
    assert "'Shop' is now the name of" in told.message
    assert "'ShopObject'" in told.message


def test_a_chosen_method_name_that_another_has_pinned(tmp_path: Path) -> None:
    """The same for methods of a group."""
    before = run(tmp_path)
    result = run(tmp_path, pins=before.pins, names={"api_list_pets": "api_import"})
    assert result.pins["get /a"] == "api_import"
    assert result.pins["get /b"] == "api_import_"
    assert [one.code for one in result.diagnostics] == ["name-taken"]


def test_a_chosen_name_that_the_field_has_anyway(tmp_path: Path) -> None:
    """A chosen name that equals the default is not reported."""
    result = run(tmp_path, names={"Shop.pet": "pet"})
    assert not [one for one in result.diagnostics if one.code == "name-taken"]
