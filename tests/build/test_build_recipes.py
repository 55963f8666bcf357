"""The recipes of the guide for build backends build wheels with the right requirements."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from command import DOCUMENT
from places import REPOSITORY

RECIPES = dict(
    re.findall(
        r"<!-- recipe: (\S+) -->\n```toml\n(.*?)```",
        (REPOSITORY / "docs" / "hooks.md").read_text("utf-8"),
        re.DOTALL,
    )
)


def test_the_guide_has_recipes() -> None:
    """Each backend with hooks has a recipe."""
    assert RECIPES.keys() == {"hatchling", "setuptools", "pdm-backend"}


@pytest.mark.parametrize("backend", RECIPES)
def test_a_wheel_of_a_recipe(backend: str, tmp_path: Path) -> None:
    """The wheel is for every Python 3, requires httpx2, and contains the generated package even if version control
    ignores it.
    """
    (tmp_path / "pyproject.toml").write_text(RECIPES[backend])
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "shop.yaml").write_text(DOCUMENT)
    (tmp_path / ".gitignore").write_text("/src/shop/\n")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert wheel.name == "shop-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read("shop-1.0.dist-info/METADATA").decode()
    assert {"shop/__init__.py", "shop/endpoints/__init__.py", "shop/py.typed"} <= names
    assert "shop/_runtime/codec.py" in names
    (required,) = Parser().parsestr(metadata).get_all("Requires-Dist") or [""]
    assert required.startswith("httpx2")
    program = "import shop; print(shop.models.Pet(name='Tom'), shop.NotFoundError.__module__)"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "Pet(name='Tom', age=None) shop.errors\n"


@pytest.mark.parametrize("backend", RECIPES)
def test_a_wrong_document_ends_the_build(backend: str, tmp_path: Path) -> None:
    """The message is that of `stubwright generate`, with its position."""
    (tmp_path / "pyproject.toml").write_text(RECIPES[backend])
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "shop.yaml").write_text("openapi: 9.9.9\n")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "shop.yaml:1:1: error[version-unknown]" in done.stdout + done.stderr
