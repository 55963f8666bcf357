"""Other versions of Python, and virtual environments made with them."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path

from places import BUILD, REPOSITORY

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
NO_INTERPRETERS = "fewer than two versions of Python were found (pyenv, PATH)"


def candidates() -> list[Path]:
    """Return interpreters that `pyenv root` and PATH name."""
    found: list[Path] = []
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False)
        if root.returncode == 0:
            found += sorted(Path(root.stdout.strip()).glob("versions/3.*/bin/python"))
    found += [Path(path) for each in VERSIONS if (path := shutil.which(f"python{each}"))]
    return found


def version_of(python: Path) -> str:
    """Return an interpreter's version as `3.N`, empty where it does not run."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


@cache
def interpreters() -> dict[str, Path]:
    """Return the interpreters found, one a version, in the versions' order."""
    found: dict[str, Path] = {}
    for python in candidates():
        found.setdefault(version_of(python), python)
    return {version: found[version] for version in VERSIONS if version in found}


def oldest_and_newest() -> tuple[str, ...]:
    """Return the two versions that are furthest apart; one or none where fewer were found."""
    versions = list(interpreters())
    return tuple(dict.fromkeys([versions[0], versions[-1]])) if versions else ()


def environment(version: str, *requirements: str) -> Path:
    """Return the Python of a virtual environment with requirements; it is kept in `build/`.

    Without requirements it holds the generator (editable) and httpx2. It is made again when
    pyproject.toml changes.
    """
    wanted = requirements or ("--editable", str(REPOSITORY), "httpx2>=2,<3")
    key = hashlib.sha256(
        b"\0".join([(REPOSITORY / "pyproject.toml").read_bytes(), *map(str.encode, wanted)])
    ).hexdigest()[:12]
    folder = BUILD / "environments" / f"{version}-{key}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    python = folder / "bin" / "python"
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".installed").exists():
            shutil.rmtree(folder, ignore_errors=True)
            run([interpreters()[version], "-m", "venv", folder])
            run([python, "-m", "pip", "install", "--quiet", *wanted])
            (folder / ".installed").touch()
    return python


def run(command: list[str | Path], *, cwd: Path = REPOSITORY) -> str:
    """Run a command that must succeed and return what it printed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}"
    return done.stdout
