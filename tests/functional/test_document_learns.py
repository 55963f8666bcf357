"""A client calls a server that differs from its document; the document is then corrected."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from server import serving
from stubwright.cli.run import run

SCHEMAS = """
    Project:
      type: object
      required: [id, avatar, state, owner, due, size]
      properties:
        id: {type: integer}
        avatar: {type: string, description: Where the picture is.}
        state: {type: string}
        owner: {$ref: "#/components/schemas/Owner"}
        due: {type: string, format: date}
        size: {type: integer}
        labels: {type: object, additionalProperties: {type: string}}
    Owner:
      allOf:
        - {$ref: "#/components/schemas/Named"}
        - {type: object, required: [mail], properties: {mail: {type: string}}}
    Named: {type: object, required: [name], properties: {name: {type: string}}}
"""
PATHS = """
  /projects/{projectId}:
    get:
      operationId: getProjects
      tags: [projects]
      parameters: [{name: projectId, in: path, required: true, schema: {type: string}}]
      responses: {"200": {$ref: "#/components/responses/Projects"}}
components:
  responses:
    Projects:
      description: All.
      content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Project"}}}}
  schemas:"""
ANSWER = [
    {
        "id": 1,
        "avatar": None,
        "owner": {"name": None, "mail": 7},
        "due": "soon",
        "size": "big",
        "labels": {"a": None},
    },
    {"id": 2, "avatar": "a", "state": "s", "owner": None, "due": "2024-01-02", "size": 3},
]


def package_of(folder: Path, name: str, *words: str) -> Any:
    """Generate a package and import it."""
    assert run(["generate", "-q", "--output", str(folder), "--package", name, *words]) == 0
    for each in [one for one in sys.modules if one.partition(".")[0] == name]:
        del sys.modules[each]
    return importlib.import_module(name)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_document_learns(
    version: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Recorded mismatches become an overlay; with it, a strict client accepts the same response."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    document = (
        f"openapi: {version}\ninfo: {{title: Learning, version: '1'}}\npaths:{PATHS}{SCHEMAS}"
    )
    (tmp_path / "openapi.yaml").write_text(document)
    name = f"learning_{version[2]}"
    with serving() as server:
        server.answer(ANSWER)
        package = package_of(tmp_path, name, "openapi.yaml")
        to_file = importlib.import_module(f"{name}.mismatches").to_file
        with package.Learning(base_url=server.url, on_mismatch=to_file("met.jsonl")) as client:
            first, _ = client.projects.get_projects("1")
            with pytest.raises(package.DecodeError):
                client.projects.get_projects("1", strict=True)
        assert (first.avatar, first.owner.mail, first.size) == (None, 7, "big")
        capsys.readouterr()

        assert run(["overlay", "met.jsonl", "openapi.yaml"]) == 0
        text, said = capsys.readouterr()
        assert "actions for openapi.yaml" in said
        assert "not corrected" not in said
        (tmp_path / "met.overlay.yaml").write_text(text)
        actions = yaml.safe_load(text)["actions"]
        assert {
            "target": "$.components.schemas.Project.required[?@ == 'state']",
            "remove": True,
        } in actions
        allowed = {"nullable": True} if version == "3.0.3" else {"type": ["string", "null"]}
        avatar = "$.components.schemas.Project.properties.avatar"
        assert {"target": avatar, "update": allowed} in actions

        learned = package_of(
            tmp_path, name, "openapi.yaml", "--overlay", "met.overlay.yaml", "--strict"
        )
        with learned.Learning(base_url=server.url, strict=True) as again:
            first, second = again.projects.get_projects("1")
        assert (first.avatar, first.owner.name, first.owner.mail, first.state) == (
            None,
            None,
            7,
            None,
        )
        assert (first.due, first.size, second.owner) == ("soon", "big", None)


def test_what_only_a_person_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mismatch without a place in the document is listed with the reason."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi.yaml").write_text(
        f"openapi: 3.1.0\ninfo: {{title: L, version: '1'}}\npaths:{PATHS}{SCHEMAS}"
    )
    lines = [
        ("GET /gone", "$.a", "null"),
        ("GET /projects/{id}", "$", "text"),
        ("GET /projects/{id}", "$[*].other", "null"),
        ("GET /projects/{id}", "$[*].size", "none of them"),
    ]
    (tmp_path / "met.jsonl").write_text(
        "".join(
            json.dumps({"operation": a, "status": 200, "path": b, "expected": "x", "got": c}) + "\n"
            for a, b, c in lines
        )
    )
    assert run(["overlay", "met.jsonl", "openapi.yaml"]) == 0
    text, said = capsys.readouterr()
    assert text == ""
    assert [line.rpartition(": ")[2] for line in said.splitlines() if "not corrected" in line] == [
        "the document has no such path",
        "the whole response differs from the documented one",
        "the schema describes no such value",
        "the intended meaning is not clear",
    ]


@pytest.mark.parametrize("content", ["[]", "{}", "no", '{"operation": 1}'])
def test_other_files_are_refused(
    content: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file with other lines is an error, with the number of the line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: L, version: '1'}\npaths: {}"
    )
    (tmp_path / "met.jsonl").write_text(content)
    assert run(["overlay", "met.jsonl", "openapi.yaml"]) == 2
    assert "met.jsonl:1: this is not a mismatch" in capsys.readouterr().err
    assert run(["overlay", "none.jsonl", "openapi.yaml"]) == 2
    assert "mismatches-invalid" in capsys.readouterr().err
