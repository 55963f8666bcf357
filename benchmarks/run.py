"""Measure Stubwright beside its peers: `make bench`, or `python benchmarks/run.py [--only NAME] [--rounds N]`.

All seconds are processor time, of a process and its children, the tools running in turn in one run: ratios hold between
machines, seconds do not. Writes the tables into docs/benchmarks.md, the chart docs/benchmarks.svg, and the ratios
benchmarks/ratios.json. `--only NAME` takes one document and writes build/benchmarks.md alone; the large ones are looked for in the
corpus (`STUBWRIGHT_CORPUS`). A tool that takes longer than 20 s runs once.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from codec_table import CODECS, codecs
from peers import BUILD, REPOSITORY, Tool, install, tools, versions
from plot import chart
from processes import Spent, in_turn, spend
from tables import Table, say

CORPUS = Path(os.environ.get("STUBWRIGHT_CORPUS") or REPOSITORY / "../shared/corpus")
SMALL = {
    "PostFlow": REPOSITORY / "spec/postflow.yaml",
    "petstore": REPOSITORY / "tests/cases/petstore/openapi-3-0/openapi.yaml",
}
LARGE = {
    "Stripe": CORPUS / "real/stripe_spec3_2023.yaml",
    "GitHub": CORPUS / "real/github_api.github.com.json",
}
SLOW = 20.0  # seconds
GUIDE = REPOSITORY / "docs" / "benchmarks.md"
CHART = REPOSITORY / "docs" / "benchmarks.svg"
RATIOS = Path(__file__).with_name("ratios.json")
IMPORT = """
import sys, time
sys.path.insert(0, sys.argv[1])
start = time.process_time()
exec(sys.argv[2])
print(time.process_time() - start)
"""


@dataclass(slots=True, kw_only=True)
class Made:
    """What a generator made of a document, in several runs."""

    tool: Tool
    folder: Path
    runs: list[Spent] = field(default_factory=list[Spent])
    lines: int = 0
    fault: str = ""

    @property
    def seconds(self) -> float:
        """Return the median."""
        return statistics.median(run.seconds for run in self.runs)


def generate(name: str, document: Path, rounds: int) -> list[Made]:
    """Let all tools generate, in turn."""
    found = [Made(tool=tool, folder=BUILD / "out" / name / tool.name) for tool in tools()]
    for number in range(rounds):
        for made in found:
            if made.fault or (number and made.seconds > SLOW):
                continue
            shutil.rmtree(made.folder, ignore_errors=True)
            made.folder.mkdir(parents=True)
            spent = spend(made.tool.command(document, made.folder), made.folder)
            say(f"{name}: {made.tool.name}: {spent.seconds:.2f} s {spent.fault}")
            made.runs.append(spent)
            made.fault = spent.fault
    for made in found:
        files = [each for end in ("py", "ts") for each in made.folder.rglob(f"*.{end}")]
        made.lines = sum(path.read_bytes().count(b"\n") for path in files)
        made.fault = made.fault or ("" if made.lines else "nothing is emitted")
    return found


def generating(found: Mapping[str, Sequence[Made]]) -> Table:
    """Return the table of generating."""
    table = Table("Generating", ("Document", "Tool", "Ratio", "Seconds", "MB", "Lines"))
    for name, each in found.items():
        for made in each:
            if made.fault:
                table.rows.append((name, made.tool.name, "refuses the document", "", "", ""))
                continue
            ratio = made.seconds / each[0].seconds
            memory = max(run.megabytes for run in made.runs)
            figures = (f"{ratio:.2f}", f"{made.seconds:.2f}", f"{memory:.0f}", f"{made.lines:,}")
            table.rows.append((name, made.tool.name, *figures))
    return table


def importing(found: Mapping[str, Sequence[Made]]) -> Table:
    """Return the table of importing one model, in a new process, without its start."""
    table = Table("Importing", ("Document", "Package of", "Ratio", "One model, ms"))
    for name, each in found.items():
        ours = 0.0
        for made in each:
            if made.fault or made.tool.python is None or "without" in made.tool.name:
                continue
            seconds = import_seconds(made.tool.python, made.folder, first_model(made))
            if seconds is None:
                table.rows.append((name, made.tool.name, "does not import", ""))
                continue
            ours = ours or seconds
            ratio = f"{seconds / ours:.1f}"
            table.rows.append((name, made.tool.name, ratio, f"{seconds * 1e3:.1f}"))
    return table


def import_seconds(python: Path, folder: Path, statement: str) -> float | None:
    """Return the processor seconds of a statement in a new process; None where it fails."""
    command = [python, "-I", "-c", IMPORT, folder, statement]
    found: list[float] = []
    for _ in range(6):  # the first writes the bytecode
        words = [str(word) for word in command]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            say(done.stderr.strip().splitlines()[-1])
            return None
        found.append(float(done.stdout))
    return min(found[1:])


def first_model(made: Made) -> str:
    """Return the statement that imports one model: the first that the package exports."""
    if not (made.folder / "made/models").exists():
        return "import made"
    text = "import made.models as m; print(next(n for n in dir(m) if n[0].isupper()))"
    words = [str(made.tool.python), "-c", text]
    done = subprocess.run(words, cwd=made.folder, capture_output=True, text=True, check=False)
    return f"from made.models import {done.stdout.strip() or 'nothing'}"


def starting(documents: Mapping[str, Path]) -> tuple[Table, dict[str, float]]:
    """Return the table of what does not generate, beside an empty program, and its ratios."""
    table = Table("Starting and checking", ("Command", "Files", "Ratio to `python -c pass`", "ms"))
    ratios: dict[str, float] = {}
    program, empty = [sys.executable, "-m", "stubwright"], [sys.executable, "-c", "pass"]
    jobs: list[tuple[str, str, list[str], Path]] = [
        ("`--version`", "", [*program, "--version"], BUILD),
        ("`--help`", "", [*program, "--help"], BUILD),
        ("`generate --help`", "", [*program, "generate", "--help"], BUILD),
    ]
    for name, document in documents.items():
        folder = workspace(name, document)
        spend([*program, "generate", "--quiet"], folder)
        files = f"{sum(1 for _ in (folder / 'src').rglob('*.py')):,}"
        jobs.append((f"`check`, {name}", files, [*program, "check"], folder))
        unchanged = [*program, "generate", "--quiet"]
        jobs.append((f"`generate`, nothing changed, {name}", files, unchanged, folder))
    for what, files, command, folder in jobs:
        say(what)
        seconds, unit = in_turn([command, empty], folder, 21)
        ratios[what.replace("`", "")] = seconds / unit
        table.rows.append((what, files, f"{seconds / unit:.1f}", f"{seconds * 1e3:.0f}"))
    return table, ratios


def workspace(name: str, document: Path) -> Path:
    """Return a folder with a configuration for a document."""
    folder = BUILD / "check" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(document, folder / document.name)
    text = f'document = "{document.name}"\noutput = "src"\npackage = "made"\n'
    (folder / "stubwright.toml").write_text(text, "utf-8")
    return folder


def machine() -> str:
    """Name the machine and what was measured."""
    try:
        models = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        models = []
    cpu = models[0] if models else platform.machine()
    return (
        f"Measured on {date.today()} with Python {platform.python_version()} on {platform.system()}, "
        f"{os.cpu_count()} processors ({cpu}): {versions()}."
    )


def write(head: str, tables: Sequence[Table]) -> None:
    """Put the tables between their marks in the guide."""
    text = GUIDE.read_text("utf-8")
    front, _, rest = text.partition("<!-- measured -->\n")
    back = rest.partition("<!-- end -->\n")[2]
    body = "\n\n".join([head, "![Ratios](benchmarks.svg)", *map(str, tables)])
    GUIDE.write_text(f"{front}<!-- measured -->\n{body}\n\n<!-- end -->\n{back}", "utf-8")


def main() -> None:
    """Measure everything, and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=[*SMALL, *LARGE], help="one document")
    parser.add_argument("--rounds", type=int, default=3)
    said = parser.parse_args()
    every = {**SMALL, **{name: path for name, path in LARGE.items() if path.is_file()}}
    documents = {name: path for name, path in every.items() if said.only in (None, name)}
    install()
    found = {name: generate(name, path.resolve(), said.rounds) for name, path in documents.items()}
    coding, codec_ratios = codecs()
    start, start_ratios = starting(documents)
    tables = [generating(found), importing(found), coding, start]
    head = machine()
    text = "\n\n".join([head, *map(str, tables)]) + "\n"
    (BUILD.parent / "benchmarks.md").write_text(text, "utf-8")
    print(text)
    if said.only is None and found.keys() >= LARGE.keys():
        write(head, tables)
        keep(found, codec_ratios, start_ratios)


def keep(
    found: Mapping[str, Sequence[Made]],
    codec_ratios: Mapping[str, Mapping[str, float]],
    start_ratios: Mapping[str, float],
) -> None:
    """Write the chart and the ratios."""
    groups: dict[str, list[tuple[str, float]]] = {}
    ratios: dict[str, dict[str, float]] = {
        "start": {k: round(v, 2) for k, v in start_ratios.items()}
    }
    for name, each in found.items():
        whole = [made for made in each if not made.fault]
        bars = [(made.tool.name, made.seconds / each[0].seconds) for made in whole]
        groups[f"Generate {name}"] = bars
        ratios[f"generate {name}"] = {tool: round(ratio, 3) for tool, ratio in bars}
    for what in ("decode", "encode"):
        one = {name: codec_ratios[key][what] for key, name in CODECS.items() if key != "json"}
        unit = one["Stubwright"]
        groups[f"{what.title()} 1,000 records"] = [(n, ratio / unit) for n, ratio in one.items()]
        ratios[what] = {name: round(ratio / unit, 3) for name, ratio in one.items()}
    CHART.write_text(
        chart("Processor time beside Stubwright's (logarithmic; more is slower)", groups)
    )
    RATIOS.write_text(json.dumps(ratios, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
