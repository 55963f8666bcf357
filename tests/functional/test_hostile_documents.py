"""A hostile document puts no code into the output and no file outside of it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import call, is_copied

# Each payload tries to leave the literal, the comment, the template or the folder it stands in. What runs would
# create the file `canary` in the working folder.
RUN = "open('canary', 'w')"
PAYLOADS = {
    "quotes": f'""" + {RUN} + """',
    "single-quotes": f"''' + {RUN} + '''",
    "quote": f'" + {RUN} + "',
    "backslash": f'\\" + {RUN} #',
    "trailing-backslash": "ends with \\",
    "newline": f"x\n{RUN}\n",
    "carriage-return": f"x\r{RUN}\r",
    "indented": f"x\n    {RUN}\n",
    "separator": f"x\u2028{RUN}\u2029{RUN}\x85{RUN}\x0c{RUN}",
    "jinja": "{{ cycler.__init__.__globals__.os.system('touch canary') }}{% raw %}{#",
    "f-string": "{" + RUN + "} %(x)s ${x}",
    "null": f"\0{RUN}\0",
    "surrogate": f"\ud800{RUN}\udfff",
    "bidirectional": f"\u202e{RUN}\u2066",
    "path": "../../../canary",
    "absolute": "/tmp/../canary",
    "windows": "..\\..\\canary",
    "device": "con",
    "expression": f"int = {RUN}",
    "call": f"x: {RUN}",
    "bracket": f"]) or {RUN} or ([",
    "comment": f"# {RUN}\n# -*- coding: utf-7 -*-",
    "toml": f'"\n[tool.x]\ny = "{RUN}',
    "import": "__import__('os').system('touch canary')",
    "dunder": "__class__",
    "long": "a" * 5000,
}

ALLOWED = (
    ast.Import,
    ast.ImportFrom,
    ast.ClassDef,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Assign,
    ast.AnnAssign,
    ast.If,
)


def document(text: str) -> dict[str, Any]:
    """Return a document with a payload in every position."""
    schema = {
        "type": "object",
        "title": text,
        "description": text,
        "required": [text],
        "properties": {
            text: {"type": "string", "description": text, "pattern": text, "default": text},
            f"a{text}": {"enum": [text, "b"], "x-enum-varnames": [text, text]},
            f"b{text}": {"const": text},
            f"c{text}": {"type": "string", "format": text, "contentEncoding": text},
            f"d{text}": {"type": "object", "title": text, "properties": {text: {"type": text}}},
            f"e{text}": {"type": "array", "default": [text], "items": {"$ref": text}},
            f"f{text}": {
                "oneOf": [
                    {"$ref": f"#/components/schemas/{text}"},
                    {"title": text, "type": "object"},
                ],
                "discriminator": {"propertyName": text, "mapping": {text: text}},
            },
            f"g{text}": {"patternProperties": {text: {"type": "integer"}}, "x-any": text},
        },
    }
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{text}"}}, text: {}}
    operation = {
        "operationId": text,
        "tags": [text],
        "summary": text,
        "description": text,
        "deprecated": True,
        "parameters": [
            {"name": text, "in": "query", "description": text, "schema": {"enum": [text]}},
            {"name": text, "in": "header", "style": text, "schema": {"type": "string"}},
            {"name": text, "in": "cookie", "content": {text: {"schema": {"type": "string"}}}},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        ],
        "requestBody": {
            "description": text,
            "content": {
                **content,
                "multipart/form-data": {
                    "schema": schema,
                    "encoding": {text: {"contentType": text, "style": text}},
                },
            },
        },
        "responses": {
            "200": {"description": text, "content": content},
            "default": {"description": text, "content": {text: {"schema": schema}}},
            text: {"description": text},
        },
        "security": [{text: [text]}],
        "callbacks": {
            text: {text: {"post": {"requestBody": {"content": content}, "responses": {}}}}
        },
        "servers": [{"url": f"https://example.com/{text}"}],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text, "summary": text},
        "servers": [{"url": text, "variables": {text: {"default": text}}}],
        "tags": [{"name": text, "description": text}],
        "paths": {f"/{text}": {"get": operation}, f"/b/{{id}}/{text}": {"post": operation}},
        "webhooks": {text: {"post": {"operationId": text, "requestBody": {"content": content}}}},
        "security": [{text: []}],
        "components": {
            "schemas": {text: schema, "Plain": {"allOf": [schema, {"title": text}]}},
            "securitySchemes": {
                text: {"type": "http", "scheme": "bearer", "description": text},
                f"a{text}": {"type": "apiKey", "in": "header", "name": text},
            },
        },
    }  # fmt: skip


def nodes_at_the_top(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statements of a module except docstrings."""
    for node in tree.body:
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield node


def calls_of(tree: ast.Module) -> set[str]:
    """Return the names of everything that is called anywhere in a module."""
    return {
        ast.unparse(node.func).partition("(")[0].partition("[")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("project", [True, False], ids=["project", "package"])
def test_no_code_of_the_document_is_executed(name: str, project: bool, tmp_path: Path) -> None:
    """The output compiles, contains only expected statements, and importing it runs no code of the document."""
    work = tmp_path / "a" / "b" / "work"
    work.mkdir(parents=True)
    text = json.dumps(document(PAYLOADS[name]))
    (work / "openapi.json").write_text(text, "utf-8")
    arguments = ["generate", "openapi.json", "--output", "out"]
    arguments += ["--project"] if project else ["--package", "hostile"]
    code, _, talk = call(arguments, folder=work)
    assert code == 0, talk
    assert "Traceback" not in talk
    assert not {character for character in talk if ord(character) < 32} - {"\n", "\t"}

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    outside = [path for path in files if work / "out" not in path.parents]
    assert {path.name for path in outside} <= {"openapi.json", "stubwright.lock"}
    for path in files:
        if path.suffix == ".py" and not is_copied(path.relative_to(work / "out").as_posix()):
            tree = ast.parse(path.read_bytes())
            for node in nodes_at_the_top(tree):
                assert isinstance(node, ALLOWED), f"{path.name}: {ast.unparse(node)[:200]}"
            assert "open" not in calls_of(tree), path.name
            assert "__import__" not in calls_of(tree), path.name
            assert not {"{{", "{%"} & set(path.read_text("utf-8").split()) or name == "jinja"

    (package,) = [path.parent.name for path in (work / "out").glob("*/__init__.py")]
    program = f"import {package}, {package}.models, {package}.client, {package}.errors"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'out'); {program}"],
        cwd=work, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [path for path in tmp_path.rglob("canary") if path.is_file()] == []
    assert not Path("/tmp/canary").exists()
    assert not Path("canary").exists()
