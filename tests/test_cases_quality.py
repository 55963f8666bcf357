"""The generated code of all cases together: formatted, imported, type-checked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import black
import pytest

from interpreters import NO_INTERPRETERS, environment, interpreters, oldest_and_newest
from places import BUILD, REPOSITORY

MODE = black.Mode()


def unformatted(path: Path) -> str:
    """Return why black would change a file, empty where it would not."""
    text = path.read_text("utf-8")
    try:
        black.format_file_contents(text, fast=True, mode=MODE)
    except black.NothingChanged:
        return ""
    except black.InvalidInput as error:
        return f"{path}: {error}"
    return f"{path}: would be reformatted"


def test_black_changes_nothing(packages: Path) -> None:
    """Every generated file has the format of black; the runtime is checked once."""
    files = [path for path in sorted(packages.rglob("*.py")) if "_runtime" not in path.parts]
    files += sorted((REPOSITORY / "generator/stubwright/runtime").rglob("*.py"))
    reasons = [reason for path in files if (reason := unformatted(path))]
    assert reasons == [], "\n".join(reasons)


def pyright(folder: Path, *, exclude: list[str]) -> str:
    """Return what strict pyright says of a folder, empty where that is nothing."""
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.10", "exclude": exclude}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--warnings"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout[-4000:] + done.stderr[-2000:]


#: Linters' rules that emitted code keeps: those of flake8 with isort's, and what ruff checks by default.
#: A name that a linter finds ambiguous (`l`) is the document's.
RULES = (["--select", "E,F,I", "--ignore", "E501,E741"], [])


@pytest.mark.parametrize("chosen", RULES, ids=["flake8-isort", "defaults"])
def test_ruff_finds_nothing(packages: Path, chosen: list[str]) -> None:
    """A linter in a user's repository reports nothing in a package."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", *chosen, "."]
    done = subprocess.run(command, cwd=packages, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_mypy_finds_nothing(packages: Path) -> None:
    """One strict mypy process checks all packages."""
    cache = BUILD / "mypy-cases"
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10"]
    command += ["--config-file", "", "--cache-dir", str(cache), "."]
    done = subprocess.run(command, cwd=packages, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_pyright_finds_nothing(packages: Path) -> None:
    """One strict pyright process checks all packages; the runtime is the same in all, and checked separately."""
    assert pyright(packages, exclude=["**/_runtime"]) == ""


def test_pyright_finds_nothing_in_the_runtime(packages: Path, tmp_path: Path) -> None:
    """Strict pyright checks a whole package, including the runtime."""
    shutil.copytree(packages / "body_several_media_types", tmp_path / "package")
    assert pyright(tmp_path, exclude=[]) == ""


def probe(python: Path | str, packages: Path) -> str:
    """Return what fails where an interpreter imports all packages and builds all codecs."""
    command = [python, "-I", REPOSITORY / "tests/support/probe.py", packages]
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_packages_can_be_imported(packages: Path) -> None:
    """Every module can be imported and every codec built on the running Python."""
    assert probe(sys.executable, packages) == ""


@pytest.mark.parametrize("version", oldest_and_newest() or [""])
def test_packages_can_be_imported_by_other_versions(version: str, packages: Path) -> None:
    """The same on the oldest and the newest available Python, with httpx2 and the other transports."""
    if len(interpreters()) < 2:
        pytest.skip(NO_INTERPRETERS)
    assert (
        probe(environment(version, "httpx2>=2,<3", "aiohttp", "httpx", "requests"), packages) == ""
    )
