"""A clean `check` is answered from the lock, and only if the complete program would agree."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command import DOCUMENT, stubwright
from stubwright.cli.fast_check import check as quick
from stubwright.output.lock_text import parse, without_pins

ARGUMENTS = ["shop.yaml", "--output", "out", "--package", "shop"]

# What `python -c pass` has loaded is free; so are our own modules and the digest.
FREE = {"__future__", "_sha2", "_sha256"}


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a configured folder with its package; it is the current folder."""
    text = DOCUMENT.replace("{type: integer}", "{$ref: 'age.yaml'}")
    (tmp_path / "shop.yaml").write_text(text)
    (tmp_path / "age.yaml").write_text("type: integer\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\n\n[tool.stubwright]\ndocument = "shop.yaml"\noutput = "out"\n\n'
        '[tool.other]\nkey = "1"\n'
    )
    monkeypatch.chdir(tmp_path)
    assert stubwright("generate", cwd=tmp_path).code == 0
    return tmp_path


def test_answers_when_nothing_changed(configured: Path) -> None:
    """The answer is given in the folder, below it, and with the usual arguments."""
    for words in ([], ["-q"], ["shop.yaml"], ["--output", "out"], ["--config=pyproject.toml"]):
        assert quick(words) == 0, words
    assert quick(["shop.yaml", "-o", "out", "-p", "shop"]) == 0
    (configured / "out" / "notes.txt").write_text("")
    assert quick([]) == 0


def test_unrelated_edits_are_ignored(configured: Path) -> None:
    """Other tables of the pyproject.toml are ignored."""
    path = configured / "pyproject.toml"
    path.write_text(path.read_text().replace('key = "1"', 'key = "2"\nbetter = true'))
    assert quick([]) == 0


def append(name: str, text: str) -> Callable[[Path], object]:
    """Return a function that appends to a file."""
    return lambda folder: (folder / name).write_text((folder / name).read_text() + text)


CHANGES: dict[str, Callable[[Path], object]] = {
    "document": append("shop.yaml", "# x\n"),
    "referred": append("age.yaml", "# x\n"),
    "emitted": append("out/shop/models.py", "x = 1\n"),
    "lock": append("stubwright.lock", "nonsense\n"),
    "missing": lambda folder: (folder / "out/shop/models.py").unlink(),
    "no document": lambda folder: (folder / "shop.yaml").unlink(),
    "no lock": lambda folder: (folder / "stubwright.lock").unlink(),
    "foreign": lambda folder: (folder / "out/shop/new.py").write_text(""),
    "foreign below": lambda folder: (folder / "out/shop/_runtime/new.pyi").write_text(""),
    "link": lambda folder: (folder / "out/shop/new.py").symlink_to("models.py"),
    "option": lambda folder: edit(folder, 'output = "out"', 'output = "out"\nclient = "Store"'),
    "sub-table": lambda folder: edit(
        folder, "[tool.other]", "[tool.stubwright.names]\nPet = 'Animal'\n[tool.other]"
    ),
    "required": lambda folder: (
        edit(folder, "[tool.other]", "")
        or edit(folder, 'output = "out"', 'output = "out"\nrequired-version = ">9"')
    ),
}


def edit(folder: Path, before: str, after: str) -> None:
    """Change the configuration."""
    path = folder / "pyproject.toml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_complete_program_runs_if_something_changed(
    change: Callable[[Path], object], configured: Path
) -> None:
    """After any change, the complete program runs and reports it."""
    change(configured)
    assert quick([]) is None
    assert stubwright("check", cwd=configured).code in (1, 2)


@pytest.mark.parametrize(
    "words",
    [["--strict"], ["--refresh"], ["-"], ["other.yaml"], ["--target", "x"], ["-o"], ["a", "b"]],
)
def test_complete_program_runs_for_unusual_arguments(words: list[str], configured: Path) -> None:
    """Arguments that could change the answer are left to the complete program."""
    del configured
    assert quick(words) is None


def test_works_without_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a configuration, the lock in the output folder is used."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", *ARGUMENTS, cwd=tmp_path).code == 0
    assert quick(ARGUMENTS) == 0
    assert quick(["shop.yaml", "--output", "out"]) is None
    assert quick(["shop.yaml", "--output", "out", "--package", "store"]) is None
    assert quick(["shop.yaml", "--package", "shop"]) is None
    lock = tmp_path / "out" / "stubwright.lock"
    lock.write_text(lock.read_text().replace("generator ./shop ", "generator ./shop 9"))
    assert quick(ARGUMENTS) is None


def test_a_large_document_is_digested_in_pieces(configured: Path) -> None:
    """A document of more than a megabyte is digested independent of line endings; any other byte matters."""
    path = configured / "shop.yaml"
    path.write_text(path.read_text() + f"# {'x' * 78}\n" * 20_000)
    assert stubwright("generate", cwd=configured).code == 0
    assert quick([]) == 0
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert quick([]) == 0
    path.write_bytes(whole[:-2] + b"y\n")
    assert quick([]) is None


def test_pins_are_skipped_wherever_they_are(configured: Path) -> None:
    """Pins are skipped at once if they are contiguous, otherwise one by one, as after a merge."""
    path = configured / "stubwright.lock"
    data = path.read_bytes()
    assert b"\npin " in data
    assert b"pin " not in without_pins(data)
    assert parse(without_pins(data).decode()) == parse(data.decode(), without="pin")
    lines = data.splitlines(keepends=True)
    mixed = b"".join([next(line for line in lines if line.startswith(b"pin ")), *lines])
    assert parse(without_pins(mixed).decode(), without="pin") == parse(data.decode(), without="pin")
    scattered = data.replace(b"\nsource ", b"\npin a b c\nsource ") + b"pin a b d\n"
    assert without_pins(scattered) == scattered
    path.write_bytes(scattered)
    assert quick([]) == 0


def test_imports_nothing_that_takes_time(configured: Path) -> None:
    """Without changes, only modules of an empty program and those of Stubwright are imported."""
    program = (
        "import sys; before = set(sys.modules); from stubwright.__main__ import main; "
        "code = main(['check']); print(code, *sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=configured, capture_output=True, text=True, check=True
    )
    code, *loaded = done.stdout.split()
    assert code == "0"
    assert {name for name in loaded if not name.startswith("stubwright")} <= FREE
    assert [name for name in loaded if name.startswith("stubwright")] == [
        "stubwright",
        "stubwright.__main__",
        "stubwright.cli",
        "stubwright.cli.fast_check",
        "stubwright.output",
        "stubwright.output.lock_path",
        "stubwright.output.lock_text",
        "stubwright.version",
    ]


def test_generate_answers_when_nothing_changed(configured: Path) -> None:
    """Without changes, `generate` imports as little as `check` and prints the same as the complete program."""
    program = (
        "import sys; from stubwright.__main__ import main; code = main(['generate']); "
        "print(code, 'stubwright.generate' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=configured, capture_output=True, text=True, check=True)
    assert done.stdout == "0 False\n"
    whole = stubwright("generate", "--refresh", cwd=configured)
    assert (whole.code, whole.err) == (0, done.stderr)
