"""The tables in docs/documents.md agree with the parse stage and with the actual behaviour."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from places import REPOSITORY
from stubwright.base.place import Place
from stubwright.generate import generate
from stubwright.load import load
from stubwright.lower.operations.bodies import request_codec, response_codec
from stubwright.parse import objects
from stubwright.parse.keywords import CHECKS, IGNORED, SCHEMA
from stubwright.types.options import Options
from stubwright.types.result import Result
from stubwright.types.spec import MediaType

PAGE = REPOSITORY / "docs" / "documents.md"
FOUND = yaml.safe_load((Path(__file__).parent / "samples.yaml").read_text("utf-8"))
SAMPLES: dict[str, dict[str, Any]] = FOUND["schemas"]
WRONG: dict[str, Any] = FOUND["wrong"]
ROW = re.compile(r"^\| (.*?) \| (.*?) \|", re.MULTILINE)
WORD = re.compile(r"`([^`]+)`")
EFFECTS = ("type, checked", "type", "docstring", "reference", "none", "ignored")
KIND = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
OTHERS = {"Cat": KIND, "Dog": KIND, "Node": {"$dynamicAnchor": "node", "type": "object"}}
PROGRAM = """
import json, sys
from shop import DecodeError, Thing, decode
for name, value in json.load(sys.stdin).items():
    try:
        decode(Thing, {name: value})
    except DecodeError:
        print(name)
"""


def section(title: str) -> str:
    """Return the text of a section of the page."""
    return PAGE.read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]


def effects() -> dict[str, str]:
    """Return the effect of each keyword of a schema according to the page."""
    rows = [row for row in ROW.findall(section("Schemas: every keyword")) if row[1] in EFFECTS]
    return {keyword: effect for words, effect in rows for keyword in WORD.findall(words)}


def emit(properties: dict[str, Any], folder: Path) -> Result:
    """Generate a model `Thing` with these properties, which is sent and received."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    answer = {"200": {"description": "A thing.", "content": content}}
    thing = {"type": "object", "properties": properties}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example"}],
        "paths": {"/": {"post": {"requestBody": {"content": content}, "responses": answer}}},
        "components": {"schemas": {**OTHERS, "Thing": thing}},
    }
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    return generate(load(str(folder / "openapi.json")), Options(package="shop"), {})


def undocumented(text: str) -> str:
    """Return a module's tree without its docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            plain = [
                each
                for each in node.body
                if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
            ]
            node.body = plain or [ast.Pass()]
    return ast.dump(tree)


def test_every_keyword_has_a_row() -> None:
    """The page contains all keywords of the parse stage, and marks those that are ignored."""
    found = effects()
    assert found.keys() == {*SCHEMA.read, *SCHEMA.known}
    assert {name for name, effect in found.items() if effect == "ignored"} == IGNORED
    assert {found[name] for name in CHECKS} == {"docstring"}
    assert found.keys() == SAMPLES.keys()


@pytest.mark.parametrize("keyword", SAMPLES)
def test_a_keyword_does_what_its_row_says(keyword: str, tmp_path: Path) -> None:
    """A keyword changes the type or the docstring, or has no effect, according to its row."""
    sample = SAMPLES[keyword]
    plain = {name: value for name, value in sample.items() if name != keyword}
    first, second = (emit({"x": each}, tmp_path) for each in (sample, plain))
    has, lacks = first.files["shop/models.py"], second.files["shop/models.py"]
    effect = effects()[keyword].partition(",")[0]
    if effect == "type":
        assert undocumented(has) != undocumented(lacks)
    elif effect == "docstring":
        assert undocumented(has) == undocumented(lacks)
        assert has != lacks
    elif effect in ("none", "ignored"):
        assert has == lacks
    notes = {each.message for each in first.diagnostics if each.code == "keyword-ignored"}
    assert any(f"'{keyword}'" in each for each in notes) == (effect == "ignored")


def test_values_are_refused_as_the_page_says(tmp_path: Path) -> None:
    """A value that violates a keyword is refused if and only if the page says so."""
    for path, text in emit(SAMPLES, tmp_path).files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        input=json.dumps(WRONG),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    checked = {name for name, effect in effects().items() if effect == "type, checked"}
    assert set(done.stdout.split()) == checked


def test_media_types_behave_as_the_page_says() -> None:
    """Each media type of the table is encoded and decoded according to its row."""
    rows = re.findall(r"^\| (`.*?) \| (.*?) \| (.*?) \|$", section("Media types"), re.MULTILINE)
    found = {(name, sent, read) for names, sent, read in rows for name in WORD.findall(names)}
    assert found
    for name, sent, read in found:
        media = MediaType(place=Place(""), name=name)
        assert request_codec({}, media).value.replace("-", " ") == sent, name
        assert response_codec({}, media).value.replace("-", " ") == read, name


def knowledge() -> dict[tuple[str, str], tuple[set[str], set[str], set[str]]]:
    """Return the keys of each object of the specifications that are used, skipped and ignored."""
    found: dict[tuple[str, str], tuple[set[str], set[str], set[str]]] = {}
    for name, keys in vars(objects).items():
        if isinstance(keys, objects.Keys):
            used = set(keys.read) - keys.ignored
            version = "2.0" if name.endswith("_20") else "3"
            found[keys.title, version] = (used, set(keys.known) - used, set(keys.ignored))
    return found


@pytest.mark.golden
def test_objects_are_described(request: pytest.FixtureRequest) -> None:
    """The table of other objects equals the data of the parse stage; `--snapshot-update` writes it."""

    def words(found: set[str]) -> str:
        return " ".join(f"`{each}`" for each in sorted(found)) or "–"

    lines = [
        f"| {title}{' (2.0)' if version == '2.0' else ''} | {words(used)} | {words(passed)} | {words(ignored)} |\n"
        for (title, version), (used, passed, ignored) in sorted(knowledge().items())
    ]
    text = PAGE.read_text("utf-8")
    head, rule, rest = text.partition("| --- | --- | --- | --- |\n")
    old = "".join(re.findall(r"^\|.*\n", rest.partition("\n\n")[0] + "\n", re.MULTILINE))
    if old != "".join(lines) and request.config.option.update_snapshots:
        PAGE.write_text(head + rule + "".join(lines) + rest.removeprefix(old), "utf-8")
        return
    assert old == "".join(lines)
