"""The same inputs produce the same bytes, whatever the hash seed, the version of Python and the folder are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases import DOCUMENT, all_cases, run
from interpreters import NO_INTERPRETERS, environment, interpreters, oldest_and_newest
from places import REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

# One worker, so that the fixture is made once.
pytestmark = pytest.mark.xdist_group("determinism")

PROGRAM = """
import hashlib, pathlib, sys
sys.path.insert(0, sys.argv[1])
import cases
for case in cases.all_cases():
    outcome = cases.run(case, pathlib.Path(sys.argv[2]) / case.package)
    digest = hashlib.sha256(repr(sorted(outcome.files.items())).encode("utf-8", "replace"))
    print(case.name, outcome.code, digest.hexdigest(), hashlib.sha256(outcome.stderr.encode()).hexdigest())
"""


def digests(python: Path | str, seed: str, folder: Path) -> list[str]:
    """Generate every case with an interpreter and a hash seed; return a line for each."""
    command = [str(python), "-c", PROGRAM, str(REPOSITORY / "tests" / "support"), str(folder)]
    environ = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the lines of the current Python with one hash seed."""
    return digests(sys.executable, "1", tmp_path_factory.mktemp("wanted"))


def test_hash_seed_does_not_matter(wanted: list[str], tmp_path: Path) -> None:
    """Another hash seed and another folder produce the same bytes, including lock and messages."""
    assert digests(sys.executable, "4242", tmp_path) == wanted


@pytest.mark.parametrize("version", oldest_and_newest() or [""])
def test_version_of_python_does_not_matter(version: str, wanted: list[str], tmp_path: Path) -> None:
    """The oldest and the newest available Python write the same bytes."""
    if len(interpreters()) < 2:
        pytest.skip(NO_INTERPRETERS)
    assert digests(environment(version), "7", tmp_path) == wanted


def test_the_lock_changes_nothing() -> None:
    """Pinned names produce the same bytes as new names, so a second run writes nothing."""
    for case in (one for one in all_cases() if not one.is_fatal):
        documents = load(str(case.folder / DOCUMENT))
        first = generate(documents, Options(), {})
        second = generate(documents, Options(), first.pins)
        assert (second.files, second.pins) == (first.files, first.pins), case.name


def machine_words() -> Iterator[bytes]:
    """Yield words that would identify the machine."""
    yield str(REPOSITORY).encode()
    yield str(Path.home()).encode() + b"/"
    yield b"/tmp/"


def test_output_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    """No generated file and no lock contains an absolute path."""
    for case in all_cases()[:20]:
        run(case, tmp_path / case.package)
        for path in (tmp_path / case.package).rglob("*"):
            if path.is_file() and path.name not in {"openapi.yaml", "stubwright.toml"}:
                content = path.read_bytes()
                assert not [word for word in machine_words() if word in content], path
