"""The hatchling build hook builds real wheels."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from command import DOCUMENT

PROJECT = """\
[build-system]
requires = ["hatchling", "stubwright"]
build-backend = "hatchling.build"

[project]
name = "sample"
version = "1.2.3"

[tool.hatch.build.targets.wheel]
packages = ["src/sample", "src/shop"]

[tool.hatch.build.hooks.stubwright]

[tool.stubwright]
document = "shop.yaml"
output = "src"
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a project whose generated package is ignored by version control."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    (tmp_path / ".gitignore").write_text("/src/shop/\n")
    (tmp_path / "src" / "sample").mkdir(parents=True)
    (tmp_path / "src" / "sample" / "__init__.py").write_text("from shop import models as models\n")
    return tmp_path


def build(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Build with the hatchling of the environment, as an installer does."""
    return subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", *words],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )


def test_wheel(sample: Path) -> None:
    """A wheel contains the package, which is generated during the build and can be imported."""
    done = build(sample, "--wheel")
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (sample / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"sample/__init__.py", "shop/__init__.py", "shop/models.py", "shop/py.typed"} <= names
    done = subprocess.run(
        [sys.executable, "-c", "import sample; print(sample.models.Pet(name='Tom'))"],
        env={"PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Pet(name='Tom', age=None)\n"


def test_sdist(sample: Path) -> None:
    """An sdist contains the package as well, and a wheel can be built from it."""
    done = build(sample)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (sample / "dist").glob("*.whl")
    assert "shop/models.py" in zipfile.ZipFile(wheel).namelist()


def test_wrong_document(sample: Path) -> None:
    """A document that cannot be read ends the build with its message."""
    (sample / "shop.yaml").write_text("openapi: 9.9.9\n")
    done = build(sample, "--wheel")
    assert done.returncode != 0
    assert "shop.yaml:1:1: error[version-unknown]" in done.stdout + done.stderr
    assert not list(sample.glob("dist/*.whl"))


def test_without_configuration(sample: Path) -> None:
    """A hook without a configuration reports what is missing."""
    text = PROJECT.partition("[tool.stubwright]")[0]
    (sample / "pyproject.toml").write_text(text)
    done = build(sample, "--wheel")
    assert done.returncode != 0
    assert "error[config-not-found]" in done.stdout + done.stderr


def test_unknown_key(sample: Path) -> None:
    """A misspelt key of the hook is an error."""
    text = PROJECT.replace("hooks.stubwright]", "hooks.stubwright]\ntargt = 'a'")
    (sample / "pyproject.toml").write_text(text)
    done = build(sample, "--wheel")
    assert done.returncode != 0
    assert "did you mean 'target'?" in done.stdout + done.stderr
