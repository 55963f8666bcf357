"""The corpus of real documents, and what one document gives."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import CORPUS, REPOSITORY

ONE = REPOSITORY / "tests" / "corpus" / "one.py"
SECONDS = 180
"""No document may take longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document of the corpus, as its index describes it."""

    path: str
    size: int
    version: str
    operations: int

    @property
    def package(self) -> str:
        """Return a name for the emitted package that no other entry has."""
        return "c_" + "".join(each if each.isalnum() else "_" for each in self.path).lower()


def entries() -> list[Entry]:
    """Read the index; empty where the corpus is not at hand."""
    index = CORPUS / "INDEX.tsv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Entry(
            path=row["path"],
            size=int(row["bytes"]),
            version=row["version"],
            operations=int(row["operations"]),
        )
        for row in rows
    ]


def run(entry: Entry, folder: Path, *, seconds: float = SECONDS) -> Mapping[str, Any]:
    """Run one document in a process of its own; return what it measured.

    ``stage`` is the last one passed (`nothing`, `load`, `generate`, `import`), ``fault`` what ended the run.
    """
    command = [sys.executable, str(ONE), str(CORPUS / entry.path), str(folder), entry.package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return {"stage": "nothing", "fault": f"took more than {seconds:.0f} s"}
    try:
        found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"stage": "nothing", "fault": (done.stderr or done.stdout)[-1500:]}
    return found
