"""Users' code is checked with generated packages by both type checkers: correct code passes, wrong code does not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "users_code.py"
WRONG = {
    number
    for number, line in enumerate(PROGRAM.read_text("utf-8").splitlines(), 1)
    if line.endswith("# wrong")
}


@pytest.fixture(scope="module")
def folder(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the program and the packages it imports."""
    found = tmp_path_factory.mktemp("users")
    for name in re.findall(r"^import (\w+) as", PROGRAM.read_text("utf-8"), re.MULTILINE):
        if (packages / name).is_dir():
            shutil.copytree(packages / name, found / name)
    shutil.copy(PROGRAM, found / "users_code.py")
    return found


def test_mypy_reports_the_wrong_lines(folder: Path, tmp_path: Path) -> None:
    """Mypy reports the wrong lines and no others."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "users_code.py"]
    command += ["--cache-dir", str(tmp_path), "--enable-error-code", "unused-awaitable"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = {int(line) for line in re.findall(r"^users_code.py:(\d+): error", done.stdout, re.M)}
    assert found == WRONG, done.stdout


def test_pyright_reports_the_wrong_lines(folder: Path) -> None:
    """Pyright reports the wrong lines and no others."""
    settings = {
        "typeCheckingMode": "strict",
        "include": ["users_code.py"],
        "reportUnusedExpression": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    faults = json.loads(done.stdout)["generalDiagnostics"]
    found = {fault["range"]["start"]["line"] + 1 for fault in faults}
    assert found == WRONG, done.stdout
