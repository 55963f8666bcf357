"""The configuration that `stubwright init` writes."""

from __future__ import annotations

import json
from pathlib import Path

_PLACES = ("", "spec", "api", "docs", "openapi", "schema")
_SUFFIXES = (".yaml", ".yml", ".json")


def document_in(folder: Path) -> str:
    """Return the first file that looks like an OpenAPI document, or the usual file name."""
    for place in _PLACES:
        inside = folder / place
        if not inside.is_dir():
            continue
        for path in sorted(inside.iterdir()):
            if path.suffix in _SUFFIXES and path.is_file() and _is_document(path):
                return path.relative_to(folder).as_posix()
    return "openapi.yaml"


def starter(document: str, *, inside: bool) -> str:
    """Return a table for a document; ``inside`` a pyproject.toml, it has a header."""
    head = "[tool.stubwright]\n" if inside else ""
    # JSON strings are valid in TOML, except for control characters that JSON does not escape.
    return f"""\
{head}document = {json.dumps(document)}
output = "generated"
# package = "name"            # default: the document's title
# project = true              # also write a pyproject.toml and a README
# required-version = ">=0.1"  # refuse other versions of stubwright
"""


def _is_document(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return any(word in head for word in (b"openapi:", b'"openapi"', b"swagger:", b'"swagger"'))
