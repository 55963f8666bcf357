"""A document may use every public name of the package: the result type-checks strictly and can be imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from places import BUILD, REPOSITORY
from stubwright.backends.dataclasses.imports import RUNTIME
from stubwright.backends.dataclasses.reserved import PUBLIC_ERRORS, RESERVED
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

#: Titles whose classes could meet those of the runtime, and others that give no name at all.
TITLES = sorted(
    {
        *(name.removesuffix("Error") for name in PUBLIC_ERRORS),
        *(name for name, home in RUNTIME.items() if home in {"http", "values", "_runtime.client"}),
        *("API", "Async Client", "Errors", "Models", "Stream", "File", "", "123", "日本"),
    }
)
NAMES = sorted(
    {
        *RUNTIME,
        *PUBLIC_ERRORS,
        *(RESERVED.arguments | RESERVED.groups | RESERVED.constants),
        *(
            "Any",
            "Callable",
            "Decimal",
            "UUID",
            "dataclass",
            "field",
            "dt",
            "m",
            "e",
            "options",
            "str",
        ),
    }
)
TEXT = {"type": "string"}
PET = {"$ref": "#/components/schemas/Pet"}
PET_JSON = {"application/json": {"schema": PET}}


def document(title: str, names: list[str]) -> dict[str, Any]:
    """Return a document that uses names at each place where a document has names."""
    every = dict.fromkeys(names, TEXT)
    model = {
        "type": "object",
        "required": names[:1],
        "properties": {**every, "at": {"type": "string", "format": "date-time"}, "pet": PET},
        "additionalProperties": {"type": "integer"},
    }
    pet = {"type": "object", "properties": {"f": {"type": "string", "format": "binary"}}}
    bearer = {"type": "http", "scheme": "bearer"}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": "https://x.example"}] if title else [],
        "paths": {f"/p{at}/{{{name}}}": methods(name, names) for at, name in enumerate(names)},
        "components": {
            "schemas": {**dict.fromkeys(names, model), "Pet": pet},
            "securitySchemes": {"b": bearer, "k": {"type": "apiKey", "in": "header", "name": "X"}},
        },
        "security": [{"b": []}, {"k": []}],
    }


def methods(name: str, names: list[str]) -> dict[str, Any]:
    """Return two operations, one of which streams."""
    path = {"name": name, "in": "path", "required": True, "schema": TEXT}
    query = [{"name": one, "in": "query", "schema": TEXT} for one in names]
    events = {"text/event-stream": {"schema": PET}}
    return {
        "post": {
            "operationId": name,
            "tags": [name],
            "parameters": [path, *query],
            "requestBody": {"content": {**PET_JSON, "multipart/form-data": {"schema": PET}}},
            "responses": {"200": {"description": "A pet.", "content": PET_JSON}},
        },
        "get": {
            "operationId": f"get{name}",
            "tags": [name],
            "parameters": [path],
            "responses": {"200": {"description": "Events.", "content": events}},
        },
    }


def emit(folder: Path, package: str, title: str, names: list[str]) -> None:
    """Write one package."""
    (folder / "document.json").write_text(json.dumps(document(title, names)), "utf-8")
    documents = load(str(folder / "document.json"), project=folder)
    result = generate(documents, Options(package=package), {})
    assert result.files, result.diagnostics
    for path, text in result.files.items():
        file = folder / "out" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def test_a_document_may_use_every_public_name(tmp_path: Path) -> None:
    """As title, tag, operationId, parameter, component and property."""
    emit(tmp_path, "every_name", "Every name", NAMES)
    for number, title in enumerate(TITLES):
        emit(tmp_path, f"title_{number}", title, ["pets"])
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "."]
    command += ["--cache-dir", str(BUILD / "mypy-names"), "--python-version", "3.10"]
    out = tmp_path / "out"
    done = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    probe = [sys.executable, "-I", str(REPOSITORY / "tests/support/probe.py"), str(out)]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
