"""A workspace of a hundred targets, the corpus's real documents: `make workspace`, writes build/workspace.md.

Generates and checks them on one processor and on all, each in turn, and compares the bytes. `--targets N` takes fewer; `--largest BYTES`
leaves out documents that are larger.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from processes import Spent, spend

REPOSITORY = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("STUBWRIGHT_CORPUS") or REPOSITORY / "../shared/corpus")
FOLDER = REPOSITORY / "build" / "workspace"
PROGRAM = [sys.executable, "-m", "stubwright"]
ENDED = (0, 1, 2)
"""A document that is refused ends with 2, and the others are written all the same."""


def documents(targets: int, largest: int) -> list[Path]:
    """Return whole documents, not their parts: those of the field first, then what APIs.guru collects."""
    index = CORPUS / "INDEX.tsv"
    rows = (
        csv.DictReader(index.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        if index.is_file()
        else ()
    )
    listed = sorted(row["path"] for row in rows if int(row["bytes"]) <= largest)
    found = [
        name for folder in ("real/", "apis_guru/") for name in listed if name.startswith(folder)
    ]
    return [CORPUS / name for name in found[:targets]]


def configure(folder: Path, paths: Sequence[Path]) -> None:
    """Write a configuration with a target for each document."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = ['output = "src"']
    for number, path in enumerate(paths):
        name = re.sub(r"\W+", "_", path.stem.lower()).strip("_") or "api"
        name = f"t{number:03}_{name}"[:40]
        lines += [
            f"[targets.{name}]",
            f'document = "{path.resolve().as_posix()}"',
            f'package = "{name}"',
        ]
    (folder / "stubwright.toml").write_text("\n".join(lines) + "\n", "utf-8")


def measured(paths: Sequence[Path], jobs: int) -> list[tuple[str, Spent, Spent]]:
    """Return what each command costs with one process and with several."""
    one, many = FOLDER / "one", FOLDER / "many"
    for folder in (one, many):
        configure(folder, paths)
    rows: list[tuple[str, Spent, Spent]] = []
    for name, words in (
        ("generate", ["generate", "--quiet"]),
        ("check, all read again", ["check", "--quiet", "--refresh"]),
        ("check, nothing changed", ["check", "--quiet"]),
    ):
        alone = spend([*PROGRAM, *words], one, codes=ENDED, limit=3600)
        both = spend([*PROGRAM, *words, "--jobs", str(jobs)], many, codes=ENDED, limit=3600)
        for spent in (alone, both):
            assert not spent.fault, spent.fault
        rows.append((name, alone, both))
        print(f"{name}: {alone.wall:.1f} s, {both.wall:.1f} s", file=sys.stderr)
    return rows


def table(rows: Sequence[tuple[str, Spent, Spent]], jobs: int) -> list[str]:
    """Return the rows as a table in Markdown."""
    lines = [
        f"| Command | 1 process, s | {jobs} processes, s | Ratio | Processor time, ratio | MB, largest process |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, alone, both in rows:
        cells = [name, f"{alone.wall:.1f}", f"{both.wall:.1f}", f"{both.wall / alone.wall:.2f}"]
        cells += [f"{both.seconds / alone.seconds:.2f}", f"{both.megabytes:.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> int:
    """Measure, print and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=100)
    parser.add_argument("--largest", type=int, default=20_000_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    said = parser.parse_args()
    paths = documents(said.targets, said.largest)
    if not paths:
        print(f"the corpus is not here: {CORPUS} (STUBWRIGHT_CORPUS)", file=sys.stderr)
        return 2
    rows = measured(paths, said.jobs)
    locks = [(FOLDER / each / "stubwright.lock").read_bytes() for each in ("one", "many")]
    same = "the same" if locks[0] == locks[1] else "NOT THE SAME"
    written = sum(1 for each in (FOLDER / "one" / "src").iterdir() if each.is_dir())
    head = (
        f"{written} of {len(paths)} targets written, {said.jobs} processes; the bytes are {same}."
    )
    text = "\n".join([head, "", *table(rows, said.jobs)]) + "\n"
    (REPOSITORY / "build" / "workspace.md").write_text(text, "utf-8")
    print(text)
    return 0 if same == "the same" and written > len(paths) * 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
