"""The dependency file works with Ninja, and with Make if it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import DOCUMENT

COMMAND = f"{sys.executable} -m stubwright generate shop.yaml --output out"

NINJA = f"""\
rule stubwright
  command = {COMMAND} --depfile $out.d
  depfile = $out.d
  deps = gcc
  restat = 1

build out/stubwright.lock: stubwright shop.yaml
"""

MAKE = f"""\
out/stubwright.lock: shop.yaml
\t{COMMAND} --depfile $@.d --quiet
\t@touch $@
-include out/stubwright.lock.d
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document that refers to a file whose name needs escaping."""
    text = DOCUMENT.replace("{type: integer}", "{$ref: 'the age$.yaml'}")
    (tmp_path / "shop.yaml").write_text(text)
    (tmp_path / "the age$.yaml").write_text("type: integer\n")
    (tmp_path / "build.ninja").write_text(NINJA)
    (tmp_path / "Makefile").write_text(MAKE)
    return tmp_path


def run(folder: Path, *words: str) -> str:
    """Run a build engine and return its output."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ninja(folder: Path) -> None:
    """Without changes, nothing runs; a change of the document or of a referenced file runs the command again."""
    ninja = str(Path(sys.executable).parent / "ninja")
    assert "[1/1]" in run(folder, ninja)
    assert (folder / "out" / "shop" / "models.py").is_file()
    assert "no work to do" in run(folder, ninja)
    for name in ("shop.yaml", "the age$.yaml"):
        (folder / name).touch()
        assert "[1/1]" in run(folder, ninja), name
        assert "no work to do" in run(folder, ninja), name
    (folder / "the age$.yaml").write_text("type: string\n")
    assert "[1/1]" in run(folder, ninja)
    assert "age: str | None" in (folder / "out" / "shop" / "models.py").read_text()
    assert "no work to do" in run(folder, ninja)


def test_make(folder: Path) -> None:
    """Make reads the same file."""
    make = shutil.which("make")
    assert make, "make is needed"
    assert "stubwright" in run(folder, make)
    assert "up to date" in run(folder, make)
    (folder / "the age$.yaml").touch()
    assert "stubwright" in run(folder, make)


def test_configuration_is_a_dependency(tmp_path: Path) -> None:
    """A configuration file is listed, and the lock beside it is the target."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    (tmp_path / "stubwright.toml").write_text('document = "shop.yaml"\noutput = "out"\n')
    words = [sys.executable, "-m", "stubwright", "generate", "--depfile", "d"]
    run(tmp_path, *words)
    assert (
        tmp_path / "d"
    ).read_text() == "stubwright.lock: \\\n  shop.yaml \\\n  stubwright.toml\n"
    run(tmp_path, *words, "--depfile-target", "out/stamp")
    assert (tmp_path / "d").read_text().startswith("out/stamp: ")
