"""Overlays on the command line and in the configuration: their effect, and their facts in the lock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from command import DOCUMENT, stubwright
from stubwright.load import load
from stubwright.types.documents import Unreadable

RENAME = """\
overlay: 1.0.0
info: {title: Fixes, version: '1'}
actions:
  - target: $.components.schemas.Pet.properties
    update: {colour: {$ref: 'parts/colour.yaml'}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a document, a configuration that names an overlay, and what that refers to."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "colour.yaml").write_text("type: string\nenum: [red, green]\n")
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    (tmp_path / "fixes.yaml").write_text(RENAME)
    (tmp_path / "stubwright.toml").write_text(
        'document = "openapi.yaml"\noutput = "out"\noverlays = ["fixes.yaml"]\n'
    )
    return tmp_path


def test_a_configured_overlay_is_applied(shop: Path) -> None:
    """It is applied from any folder, and recorded in the lock and the dependency file."""
    assert stubwright("generate", "--depfile", "shop.d", cwd=shop).code == 0
    assert "colour: Colour | str | None" in (shop / "out/shop/models.py").read_text()
    assert "fixes.yaml" in (shop / "shop.d").read_text()
    assert "parts/colour.yaml" in (shop / "shop.d").read_text()
    for words in (["check"], ["check", "--refresh"]):
        assert stubwright(*words, cwd=shop / "parts").code == 0
    (shop / "fixes.yaml").write_text(RENAME.replace("colour:", "color:"))
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert "an overlay changed: fixes.yaml" in ran.err


def test_overlays_on_the_command_line(shop: Path) -> None:
    """`--overlay` may be repeated, takes precedence over the configuration, and is part of the reported fix."""
    (shop / "more.yaml").write_text(
        RENAME.replace("colour: {$ref: 'parts/colour.yaml'}", "colour: {maxLength: 3}")
    )
    words = ["openapi.yaml", "-o", "gen", "--overlay", "fixes.yaml", "--overlay", "more.yaml"]
    assert stubwright("generate", *words, cwd=shop).code == 0
    assert stubwright("check", *words, cwd=shop).code == 0
    assert stubwright("check", cwd=shop).code == 1, "the configured target was never generated"
    (shop / "more.yaml").write_text(RENAME)
    ran = stubwright("check", *words, cwd=shop)
    assert "--overlay fixes.yaml --overlay more.yaml" in ran.err
    swapped = [*words[:3], "--overlay", "more.yaml", "--overlay", "fixes.yaml"]
    assert "option overlay.0: ../fixes.yaml -> ../more.yaml" in (
        stubwright("check", *swapped, cwd=shop).err
    )


def test_an_action_without_a_target_writes_nothing(shop: Path) -> None:
    """An overlay that no longer matches leaves generated files unchanged and is reported by every command."""
    assert stubwright("generate", cwd=shop).code == 0
    before = (shop / "out/shop/models.py").read_bytes()
    (shop / "fixes.yaml").write_text(RENAME.replace("Pet", "Cat"))
    for command in ("generate", "check", "diff", "inspect"):
        ran = stubwright(command, cwd=shop)
        assert ran.code == 2
        assert "fixes.yaml:4:5: error[overlay-target-missing]" in ran.err
    assert (shop / "out/shop/models.py").read_bytes() == before


def test_invalid_overlays_are_errors(shop: Path) -> None:
    """A missing overlay, an unreadable file and an invalid setting end with exit code 2 and their names."""
    (shop / "broken.yaml").write_text("overlay: 1.0.0\nactions: [\n")
    for name, want in (
        ("nowhere.yaml", "nowhere.yaml does not exist"),
        ("broken.yaml", "broken.yaml:2:11: error[document-syntax]"),
        ("-", "--overlay is '-', neither a file nor a URL"),
    ):
        ran = stubwright("generate", "openapi.yaml", "--overlay", name, cwd=shop)
        assert (ran.code, want in ran.err) == (2, True), ran.err
    (shop / "stubwright.toml").write_text('document = "openapi.yaml"\noverlays = "fixes.yaml"\n')
    ran = stubwright("generate", cwd=shop)
    assert "'overlays' is 'fixes.yaml', not a list of strings" in ran.err


def test_references_are_followed_after_overlays(shop: Path) -> None:
    """What an overlay removes is not read; what it adds is."""
    (shop / "openapi.yaml").write_text(
        DOCUMENT.replace("age: {type: integer}", "age: {$ref: gone.yaml}")
    )
    (shop / "fixes.yaml").write_text(
        RENAME.replace("Pet.properties", "Pet.properties.age").replace("update: {colour: ", "update: ")[:-2] + "\n"
    )  # fmt: skip
    documents = load(str(shop / "openapi.yaml"), overlays=[str(shop / "fixes.yaml")], project=shop)
    assert {each.name for each in documents.by_uri.values()} == {
        "openapi.yaml",
        "fixes.yaml",
        "parts/colour.yaml",
    }
    assert documents.refused == {}


def test_a_merged_tree_that_is_too_deep_is_refused(tmp_path: Path) -> None:
    """Two valid documents can merge to a tree that exceeds the limit of depth."""
    deep = json.loads('{"a":' * 150 + "{}" + "}" * 150)
    (tmp_path / "openapi.json").write_text(json.dumps(deep))
    path = "$" + ".a" * 150
    overlay = {"overlay": "1.0.0", "actions": [{"target": path, "update": deep}]}
    (tmp_path / "fixes.json").write_text(json.dumps(overlay))
    with pytest.raises(Unreadable) as caught:
        load(str(tmp_path / "openapi.json"), overlays=[str(tmp_path / "fixes.json")])
    assert caught.value.diagnostics[0].code == "document-too-deep"


def test_jsonpath_is_loaded_on_demand() -> None:
    """Without an overlay, the JSONPath library is not imported."""
    code = "import sys, stubwright.cli.run; sys.exit('jsonpath' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
