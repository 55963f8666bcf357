"""The package's name, from the document's title."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options


@pytest.mark.parametrize(
    ("title", "package"),
    [
        ("Pet shop", "pet_shop"),
        ("Straßen & Café API", "straen_cafe_api"),
        ("宠物商店 API", "api"),
        ("宠物商店", "api"),
        ("Магазин 24", "api_24"),
        ("Pets — вход", "pets"),
        ("API 宠", "api"),
    ],
)
def test_a_package_has_an_ascii_name(tmp_path: Path, title: str, package: str) -> None:
    """Names of projects are ASCII, so that pip installs the package with any title."""
    path = tmp_path / "openapi.json"
    document = {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": {}}
    path.write_text(json.dumps(document))
    files = generate(load(str(path)), Options(project=True), {}).files
    assert f"{package}/__init__.py" in files
    assert f'name = "{package.replace("_", "-")}"' in files["pyproject.toml"]
