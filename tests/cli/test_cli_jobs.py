"""Several targets: the results do not depend on the number of processes, and targets fail independently."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from command import DOCUMENT, INTERRUPTED, process, stubwright, tree
from misbehaving import MisbehavingReporter, misbehave
from stubwright.cli.arguments import parse_arguments
from stubwright.cli.check import check
from stubwright.cli.fast_check import check as quick
from stubwright.cli.generate import generate
from stubwright.cli.job import prepare
from stubwright.cli.reporters.text_reporter import TextReporter
from stubwright.types.documents import Documents
from stubwright.types.options import Options
from stubwright.types.result import Result
from stubwright.workflow import generate_target

NAMES = ("shop", "depot", "garage", "attic")


def workspace(folder: Path, *names: str) -> Path:
    """Create a folder with a target for each name; those called `broken` have no document."""
    text = ""
    for name in names:
        text += f'[targets.{name}]\ndocument = "{name}.yaml"\npackage = "{name}"\n'
        if name != "broken":
            (folder / f"{name}.yaml").write_text(DOCUMENT.replace("age:", f"age_{name}:"))
    (folder / "stubwright.toml").write_text(f'output = "src"\n{text}')
    return folder


def test_output_is_the_same_with_processes(tmp_path: Path) -> None:
    """Bytes, lock and messages are the same, in the order of the configuration."""
    found = []
    for number, words in enumerate(([], ["--jobs", "2"], ["-j", "auto"])):
        folder = tmp_path / str(number)
        folder.mkdir()
        workspace(folder, "shop", "broken", "depot", "garage")
        ran = process("generate", *words, cwd=folder)
        assert ran.code == 2
        found.append((tree(folder), ran.err.replace(str(folder), "")))
        checked = process("check", *words, cwd=folder)
        assert (checked.code, checked.err.count("document-missing")) == (2, 1)
    assert found[0] == found[1] == found[2]
    lines = found[0][1].splitlines()
    assert [line for line in lines if "files" in line or line.startswith("error")] == [
        "src/shop: 33 files, 33 written",
        "error[document-missing]: broken.yaml does not exist",
        "src/depot: 33 files, 33 written",
        "src/garage: 33 files, 33 written",
    ]


def test_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check --jobs` reports the drift of each target, and answers from the lock if there is none."""
    workspace(tmp_path, *NAMES)
    monkeypatch.chdir(tmp_path)
    assert process("generate", "-j2", "--quiet", cwd=tmp_path).code == 0
    assert process("check", "-j", "2", cwd=tmp_path).err == "clean: 132 files as generated\n"
    assert [quick(["-j", "2"]), quick(["-j2"]), quick(["--jobs=auto"])] == [0, 0, 0]
    assert [quick(["-j", "0"]), quick(["-jx"]), quick(["--jobs=-1"])] == [None, None, None]
    assert process("check", "-j2", "--refresh", cwd=tmp_path).code == 0
    for name in ("depot", "attic"):
        (tmp_path / f"{name}.yaml").write_text(DOCUMENT.replace("age:", "weight:"))
    ran = process("check", "--jobs", "2", "--format", "json", cwd=tmp_path)
    told = json.loads(ran.out)
    assert (ran.code, told["exit"]) == (1, 1)
    assert [(one["target"], one["clean"]) for one in told["targets"]] == [
        ("shop", True),
        ("depot", False),
        ("garage", True),
        ("attic", False),
    ]
    arguments = parse_arguments(["check"], tmp_path)
    generated: list[str] = []

    def counted(
        documents: Documents, options: Options, pins: Mapping[str, str], **more: Any
    ) -> Result:
        generated.append(options.package or "")
        return misbehave(documents, options, pins, **more)

    monkeypatch.setattr(generate_target, "generate", counted)
    assert check(prepare(arguments, TextReporter())) == 1
    assert generated == ["depot", "attic"]


@pytest.mark.parametrize(
    ("jobs", "name", "code", "said"),
    [
        ("1", "buggy", 3, "internal error: RuntimeError"),
        ("2", "buggy", 3, "internal error: RuntimeError"),
        ("2", "killed", 2, "error[process-killed]"),
    ],
)
def test_the_worst_exit_code_is_returned(
    jobs: str,
    name: str,
    code: int,
    said: str,
    *,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bug in one target, or the end of its process, does not affect the others."""
    workspace(tmp_path, "shop", name, "broken", "depot")
    monkeypatch.chdir(tmp_path)
    arguments = parse_arguments(["generate", "--jobs", jobs], tmp_path)
    monkeypatch.setattr(generate_target, "generate", misbehave)
    assert generate(prepare(arguments, MisbehavingReporter())) == code
    told = capsys.readouterr().err
    assert said in told
    assert "document-missing" in told
    assert {path.name for path in (tmp_path / "src").iterdir()} == {"shop", "depot"}
    assert stubwright("check", "--target", "depot", cwd=tmp_path).code == 0


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_wrong_number(wrong: str, tmp_path: Path) -> None:
    """The number of processes is a positive integer or `auto`."""
    ran = stubwright("generate", f"--jobs={wrong}", cwd=tmp_path)
    assert (ran.code, "neither a positive integer nor 'auto'" in ran.err) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupt_ends_all_processes(tmp_path: Path) -> None:
    """An interrupt ends with exit code 130 and ends all processes."""
    workspace(tmp_path, *(f"name{number}" for number in range(12)))
    large = "".join(
        f"    P{n}: {{type: object, properties: {{a{n}: {{type: string}}}}}}\n" for n in range(9000)
    )
    for path in tmp_path.glob("*.yaml"):
        path.write_text(DOCUMENT + large)
    words = [*INTERRUPTED, "generate", "-j2"]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        time.sleep(2)
        assert running.poll() is None
        os.killpg(running.pid, signal.SIGINT)
        said = running.communicate(timeout=30)[1].decode()
    assert (running.returncode, said) == (130, "interrupted\n")
    deadline = time.monotonic() + 10
    while left := alive(running.pid):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def alive(group: int) -> list[str]:
    """Return the running processes of a group."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    )
    lines = (line.split(None, 2) for line in listed.stdout.splitlines())
    return [" ".join(line) for line in lines if line[0] == str(group) and line[1][0] != "Z"]
