"""The hooks work with pre-commit, installed from a copy of this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import DOCUMENT
from places import REPOSITORY

CONFIGURATION = """\
repos:
  - repo: {url}
    rev: {rev}
    hooks:
      - id: {hook}
"""


class Repository:
    """A git repository with a separate identity."""

    def __init__(self, folder: Path, home: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com"}
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            **identity,
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "PRE_COMMIT_HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.run("git", "init", "--quiet", "--initial-branch=main")

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command, check its exit code, and return its output."""
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    def commit(self, message: str, *, code: int = 0) -> str:
        """Commit everything."""
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--message", message, code=code)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with the current files of this one, committed or not."""
    base = tmp_path_factory.mktemp("hooks")
    copy = Repository(base / "stubwright", base / "home")
    for name in (
        ".pre-commit-hooks.yaml",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "generator",
        "templates",
        "docs",
    ):
        source = REPOSITORY / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, copy.folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, copy.folder / name)
    copy.commit("All")
    return copy


@pytest.fixture
def project(hooks: Repository, tmp_path: Path) -> Repository:
    """Return a repository with a generated package and an installed check."""
    return prepare(hooks, tmp_path, "stubwright-check")


def prepare(hooks: Repository, folder: Path, hook: str) -> Repository:
    """Return a repository with a hook for its commits."""
    own = Repository(folder / "project", Path(hooks.environment["PRE_COMMIT_HOME"]))
    (own.folder / "shop.yaml").write_text(DOCUMENT)
    (own.folder / "stubwright.toml").write_text('document = "shop.yaml"\noutput = "src"\n')
    rev = hooks.run("git", "rev-parse", "HEAD").strip()
    text = CONFIGURATION.format(url=hooks.folder, rev=rev, hook=hook)
    (own.folder / ".pre-commit-config.yaml").write_text(text)
    own.run("stubwright", "generate")
    own.run("pre-commit", "install")
    assert "Passed" in own.commit("First")
    return own


def test_check(project: Repository) -> None:
    """A commit with only a changed document is rejected, with the fix in the message; after generating, it passes."""
    document = project.folder / "shop.yaml"
    document.write_text(DOCUMENT.replace("integer", "number"))
    said = project.commit("Change the age", code=1)
    assert "why:  the document changed: shop.yaml" in said
    assert "fix: stubwright generate" in said
    project.run("stubwright", "generate")
    assert "Passed" in project.commit("Change the age")
    (project.folder / "src" / "shop" / "models.py").unlink()
    assert "missing     src/shop/models.py" in project.commit("Lose a file", code=1)


def test_generate(hooks: Repository, tmp_path: Path) -> None:
    """The other hook generates: the commit is rejected once, and the new files can then be added."""
    own = prepare(hooks, tmp_path, "stubwright-generate")
    (own.folder / "shop.yaml").write_text(DOCUMENT.replace("integer", "number"))
    assert "files were modified by this hook" in own.commit("Change the age", code=1)
    assert "Passed" in own.commit("Change the age")
    assert "age: float" in (own.folder / "src" / "shop" / "models.py").read_text()
