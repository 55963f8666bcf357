"""The cases: what each is made of, and one run of the command line over it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import CASES, RUNTIME
from stubwright.__main__ import main

DOCUMENT = "openapi.yaml"
OPTIONS = "options.toml"
VALUES = "values.yaml"
MESSAGES = "stderr.txt"
NOTES = "notes.txt"
OPINION = "second-opinion.txt"
GOLDEN = ("expected", MESSAGES, NOTES, OPINION, VALUES)
SUMMARY = re.compile(r"^out(/\S+)?: \d+ files.*\n", re.MULTILINE)


_COPIED = frozenset(path.name for path in RUNTIME.glob("[!_]*.py"))


def is_copied(path: str) -> bool:
    """Tell whether a file, below the output folder, is one of the runtime's; a group may be called `errors` too."""
    _, *below = path.split("/")
    return below[:1] == ["_runtime"] or (len(below) == 1 and below[0] in _COPIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A folder `FEATURE/VARIANT` with a document, and options where the defaults do not serve."""

    name: str
    folder: Path

    @property
    def package(self) -> str:
        """Return the name of the emitted package, unless the options say another."""
        return self.name.replace("/", "_").replace("-", "_")

    @property
    def is_fatal(self) -> bool:
        """Tell whether nothing can be emitted."""
        return self.name.startswith("fatal/")

    def configuration(self) -> str:
        """Return the text of the configuration file the case runs with."""
        options = self.folder / OPTIONS
        own = options.read_text("utf-8") if options.exists() else ""
        lines = [f'document = "{DOCUMENT}"', 'output = "out"']
        if "package =" not in own:
            lines.append(f'package = "{self.package}"')
        return "\n".join([*lines, own.replace('package = ""\n', "")]) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one run gave. ``files`` are texts by their path below the output folder.

    ``stderr`` lacks the line that counts files. ``notes`` are the report's: what was approximated or has no effect.
    """

    code: int
    stderr: str
    notes: str
    output: Path
    files: Mapping[str, str]

    def emitted(self) -> Iterator[tuple[str, str]]:
        """Yield the files that are golden: all but the runtime, which has its own tests."""
        for path, text in self.files.items():
            if not is_copied(path):
                yield path, text

    def packages(self) -> list[Path]:
        """Return the folders of the emitted packages."""
        return sorted(path.parent for path in self.output.glob("*/__init__.py"))


def all_cases() -> tuple[Case, ...]:
    """Return all cases, sorted by name."""
    return tuple(
        Case(name=path.parent.relative_to(CASES).as_posix(), folder=path.parent)
        for path in sorted(CASES.glob(f"*/*/{DOCUMENT}"))
    )


def call(arguments: list[str], *, folder: Path) -> tuple[int, str, str]:
    """Run the command line in a folder; return the exit code, stdout and stderr."""
    out, talk, before = io.StringIO(), io.StringIO(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(talk):
            code = main(arguments)
    finally:
        os.chdir(before)
    return code, out.getvalue(), talk.getvalue()


def where(note: Mapping[str, Any]) -> str:
    """Return the place of a note, empty where it has none."""
    return f"{note['file']}:{note['line']}:{note['column']}: " if note["file"] else ""


def notes_of(report: Path) -> str:
    """Return the notes of a report, a line each."""
    if not report.exists():
        return ""
    found = json.loads(report.read_text("utf-8"))["diagnostics"]
    return "".join(
        f"{where(each)}{each['code']}: {each['message']}\n"
        for each in found
        if each["severity"] == "note"
    )


def run(case: Case, folder: Path) -> Outcome:
    """Copy a case into an empty folder, generate there, and read what was written."""
    shutil.copytree(case.folder, folder, ignore=shutil.ignore_patterns(*GOLDEN, OPTIONS))
    (folder / "stubwright.toml").write_text(case.configuration(), "utf-8")
    code, _, talk = call(["generate", "--report", "report.json"], folder=folder)
    output = folder / "out"
    return Outcome(
        code=code,
        stderr=SUMMARY.sub("", talk.replace(str(folder), ".")),
        notes=notes_of(folder / "report.json"),
        output=output,
        files={
            path.relative_to(output).as_posix(): path.read_bytes().decode("utf-8")
            for path in sorted(output.rglob("*"))
            if path.is_file()
        },
    )
