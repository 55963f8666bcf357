"""Progress on a terminal, timings, and the time of `--help`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import DOCUMENT, process, stubwright, tree

STAGES = [
    "load", "index", "parse", "lower", "select", "name", "plan", "render", "compare", "write",
]  # fmt: skip
COMPACT = ("--package", "shop", "--layout", "compact")
LARGE = DOCUMENT + "".join(
    f"    P{n}: {{type: object, properties: {{{', '.join(f'a{k}: {{type: string, maxLength: {n + k}}}' for k in range(20))}}}}}\n"
    for n in range(800)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    return tmp_path


def test_timings(folder: Path) -> None:
    """The seconds of each stage are reported, also if nothing is written, and with --quiet."""
    for words in ([], ["--quiet"], []):
        ran = stubwright("generate", "shop.yaml", "--timings", *words, cwd=folder)
        lines = ran.err.splitlines()
        start = next(
            number
            for number, line in enumerate(lines)
            if line.startswith("shop: ") and line.endswith(" s")
        )
        rows = [line.split() for line in lines[start + 1 : start + 1 + len(STAGES)]]
        assert [row[0] for row in rows] == STAGES
        assert all(float(row[1]) >= 0 and row[2] == "s" and row[4] == "%" for row in rows)
    ran = stubwright("generate", "shop.yaml", "--timings", "--format", "json", cwd=folder)
    (target,) = json.loads(ran.out)["targets"]
    assert list(target["timings"]) == STAGES
    assert sum(target["timings"].values()) > 0
    ran = stubwright("generate", "shop.yaml", "--refresh", "--format", "json", cwd=folder)
    assert "timings" not in json.loads(ran.out)["targets"][0]


def test_timings_of_processes(folder: Path) -> None:
    """The time spent in other processes is measured there."""
    text = "".join(f'[targets.{x}]\ndocument="shop.yaml"\npackage="{x}"\n' for x in ("a", "b"))
    (folder / "stubwright.toml").write_text(text)
    ran = process("generate", "-j2", "--timings", "--format", "json", cwd=folder)
    assert [list(one["timings"]) for one in json.loads(ran.out)["targets"]] == [STAGES, STAGES]


def on_terminal(folder: Path, *words: str) -> str:
    """Run a command line on a pseudo-terminal; return its output."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "stubwright", *words],
        cwd=folder,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    ):
        os.close(follower)
        shown = b""
        try:
            while chunk := os.read(leader, 4096):
                shown += chunk
        except OSError:  # the other end is closed
            pass
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


def test_progress(folder: Path) -> None:
    """A slow document shows its stages in one line, which is removed at the end."""
    (folder / "large.yaml").write_text(LARGE)
    shown = on_terminal(folder, "generate", "large.yaml", *COMPACT)
    stages = [part.partition(": ")[2] for part in shown.split("\r\x1b[K")[1:-1]]
    assert stages
    assert stages == STAGES[-len(stages) - 1 : -1]
    assert shown.rpartition("\r\x1b[K")[2] == "shop: 33 files, 33 written\n"
    (folder / "large.yaml").write_text(LARGE.replace("age:", "years:"))
    assert on_terminal(folder, "generate", "large.yaml", *COMPACT, "--quiet") == ""
    ran = process("generate", "large.yaml", *COMPACT, "--refresh", cwd=folder)
    assert ran.err == "shop: 33 files, unchanged\n"


def test_progress_of_many(folder: Path) -> None:
    """With several targets, the number of finished ones is shown."""
    (folder / "large.yaml").write_text(LARGE)
    text = "".join(f'[targets.{x}]\ndocument="large.yaml"\npackage="{x}"\n' for x in ("a", "b"))
    (folder / "stubwright.toml").write_text(f'layout = "compact"\n{text}')
    shown = on_terminal(folder, "generate", "-j2")
    assert "[1/2] " in shown
    plain = [part for part in shown.split("\r\x1b[K") if part and "done" not in part]
    assert "".join(plain) == "a: 33 files, 33 written\nb: 33 files, 33 written\n"


@pytest.mark.parametrize("words", [["--help"], ["generate", "--help"], ["verify", "-h"]])
def test_help_loads_nothing(words: list[str], tmp_path: Path) -> None:
    """`--help` loads neither the generator nor its dependencies."""
    heavy = "{'yaml', 'jinja2', 'stubwright.generate', 'stubwright.load', 'stubwright.report', 'urllib.request', 'black'}"
    code = (
        f"import sys; from stubwright.__main__ import main; main({words!r});"
        f"sys.exit(str(sorted({heavy} & set(sys.modules)) or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stderr.strip(), "usage: stubwright" in done.stdout) == ("", True)


def test_a_new_package_appears_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new package appears at once: an interrupted run leaves no part of it."""
    replace = Path.replace

    def killed(path: Path, other: Path) -> Path:
        if other.name == "shop":
            assert len(list(path.rglob("*.py"))) > 20
            assert not other.exists()
            raise KeyboardInterrupt
        return replace(path, other)

    with monkeypatch.context() as context:
        context.setattr(Path, "replace", killed)
        assert stubwright("generate", "shop.yaml", "--output", "out", cwd=folder).code == 130
    assert {name for name in tree(folder) if name.startswith("out")} == set()
    assert stubwright("generate", "shop.yaml", "--output", "out", cwd=folder).code == 0
    assert stubwright("check", "shop.yaml", "--output", "out", "--refresh", cwd=folder).code == 0
