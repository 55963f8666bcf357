"""Measure Stubwright beside its peers: `make bench`, or `python benchmarks/run.py [--only NAME]`.

Prints Markdown tables and writes them to build/benchmarks.md. All seconds are processor time, of a
process and its children, measured in one run: ratios hold between machines, seconds do not.
`--only NAME` takes one document; the large ones are looked for in the corpus (`STUBWRIGHT_CORPUS`).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import codec

REPOSITORY = Path(__file__).parent.parent
BUILD = REPOSITORY / "build" / "benchmarks"
PEER = BUILD / "openapi-python-client"
PEER_NEEDS = ("openapi-python-client", "python-dateutil", "httpx2>=2,<3")
CORPUS = Path(os.environ.get("STUBWRIGHT_CORPUS") or REPOSITORY / "../shared/corpus")
LIMIT = 400  # seconds that a run may take
SMALL = {
    "PostFlow": REPOSITORY / "spec/postflow.yaml",
    "petstore": REPOSITORY / "tests/cases/petstore/openapi-3-0/openapi.yaml",
}
LARGE = {
    "Stripe": CORPUS / "real/stripe_spec3_2023.yaml",
    "GitHub": CORPUS / "real/github_api.github.com.json",
}
IMPORT = """
import sys, time
sys.path.insert(0, sys.argv[1])
start = time.process_time()
exec(sys.argv[2])
print(time.process_time() - start)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A generator: the command that writes a package, and the Python that imports it."""

    name: str
    command: Callable[[Path, Path], Sequence[str | Path]]
    python: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a generator made of a document; ``fault`` says why it made nothing."""

    seconds: float = 0.0
    lines: int = 0
    fault: str = ""
    folder: Path = Path()


@dataclass(slots=True)
class Table:
    """A Markdown table."""

    title: str
    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join([f"## {self.title}\n", *(f"| {' | '.join(row)} |" for row in lines)])


def stubwright(document: Path, folder: Path) -> Sequence[str | Path]:
    """Return our command."""
    words = ["-m", "stubwright", "generate", document, "-o", folder, "-p", "made", "--quiet"]
    return [sys.executable, *words]


def openapi_python_client(document: Path, folder: Path) -> Sequence[str | Path]:
    """Return the command of openapi-python-client; it formats with the ruff that came with it."""
    words = ["generate", "--path", document, "--meta", "none", "--output-path", folder / "made"]
    return [PEER / "bin/openapi-python-client", *words]


def datamodel_code_generator(document: Path, folder: Path) -> Sequence[str | Path]:
    """Return the command of datamodel-code-generator, which emits models alone.

    It wants a folder where names of components have dots, and a file elsewhere.
    """
    target = folder / ("made" if document == LARGE["Stripe"] else "made.py")
    words = ["--input", document, "--output", target]
    words += ["--input-file-type", "openapi", "--output-model-type", "dataclasses.dataclass"]
    return [Path(sys.executable).with_name("datamodel-codegen"), *words]


def tools() -> list[Tool]:
    """Return ours and the peers; installs what is missing."""
    python = PEER / "bin/python"
    if not (PEER / ".installed").exists():
        say(f"installing {', '.join(PEER_NEEDS)}")
        venv.create(PEER, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEER_NEEDS], check=True)
        (PEER / ".installed").touch()
    here = Path(sys.executable)
    return [
        Tool(name="Stubwright", command=stubwright, python=here),
        Tool(name="openapi-python-client", command=openapi_python_client, python=python),
        Tool(name="datamodel-code-generator", command=datamodel_code_generator, python=here),
    ]


def say(text: str) -> None:
    """Show progress."""
    print(text, file=sys.stderr, flush=True)


def spend(command: Sequence[str | Path], folder: Path) -> tuple[float, str]:
    """Run a command; return the processor seconds of it and its children, and a fault."""
    path = f"{PEER / 'bin'}{os.pathsep}{os.environ['PATH']}"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            env={**os.environ, "PATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 0.0, f"more than {LIMIT} s"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
    return seconds, f"exit {done.returncode}: {' '.join(last)}" if done.returncode else ""


def make(tool: Tool, document: Path, times: int) -> Made:
    """Generate a package; the shortest of several runs counts."""
    folder = BUILD / "out" / document.stem / tool.name
    found: list[float] = []
    for _ in range(times):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        seconds, fault = spend(tool.command(document, folder), folder)
        if fault:
            return Made(fault=fault)
        found.append(seconds)
    lines = sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
    fault = "" if lines else "nothing is emitted"
    return Made(seconds=min(found), lines=lines, fault=fault, folder=folder)


def importing(tool: Tool, made: Made, statement: str) -> float | None:
    """Return the processor seconds of an import statement in a new process, without start-up."""
    command = [tool.python, "-I", "-c", IMPORT, made.folder, statement]
    found: list[float] = []
    for _ in range(6):  # the first writes the bytecode
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, check=False
        )
        if done.returncode:
            say(done.stderr.strip().splitlines()[-1])
            return None
        found.append(float(done.stdout))
    return min(found[1:])


def first_model(tool: Tool, made: Made) -> str:
    """Return the statement that imports one model: the first that the package exports."""
    if not (made.folder / "made/models").exists():
        return "import made"
    text = "import made.models as m; print(next(n for n in dir(m) if n[0].isupper()))"
    command = [str(tool.python), "-c", text]
    done = subprocess.run(command, cwd=made.folder, capture_output=True, text=True, check=False)
    return f"from made.models import {done.stdout.strip() or 'nothing'}"


def generation(documents: dict[str, Path], each: Sequence[Tool]) -> tuple[Table, Table]:
    """Return the tables of generating and of importing."""
    generating = Table("Generating", ("Document", "Tool", "Seconds", "Ratio", "Lines"))
    loading = Table("Importing", ("Document", "Package of", "One model, ms", "Ratio"))
    for name, document in documents.items():
        ours, ours_import = 0.0, 0.0
        for tool in each:
            say(f"{name}: {tool.name}")
            made = make(tool, document, 3 if name in SMALL else 1)
            if made.fault:
                say(f"  {made.fault}")
                generating.rows.append((name, tool.name, "refuses the document", "", ""))
                continue
            ours = ours or made.seconds
            figures = (f"{made.seconds:.2f}", f"{made.seconds / ours:.1f}", f"{made.lines:,}")
            generating.rows.append((name, tool.name, *figures))
            seconds = importing(tool, made, first_model(tool, made))
            if seconds is None:
                loading.rows.append((name, tool.name, "does not import", ""))
                continue
            ours_import = ours_import or seconds
            ratio = f"{seconds / ours_import:.1f}"
            loading.rows.append((name, tool.name, f"{seconds * 1e3:.1f}", ratio))
    return generating, loading


def decoding() -> Table:
    """Return the table of the codec."""
    say("codec")
    table = Table("Decoding and encoding", ("Work on 2,000 records", "ms", "Ratio to by hand"))
    for name, seconds, unit in codec.measure():
        table.rows.append((name, f"{seconds * 1e3:.1f}", f"{seconds / unit:.2f}"))
    return table


def checking(documents: dict[str, Path]) -> Table:
    """Return the table of a clean `check` beside an empty program."""
    table = Table("Checking", ("Package", "Files", "ms", "Ratio to `python -c pass`"))
    for name, document in documents.items():
        say(f"check {name}")
        folder = BUILD / "check" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(document, folder / document.name)
        text = f'[tool.stubwright]\ndocument = "{document.name}"\noutput = "src"\n'
        (folder / "pyproject.toml").write_text(text, "utf-8")
        program = [sys.executable, "-m", "stubwright"]
        _, fault = spend([*program, "generate", "--quiet"], folder)
        if fault:
            table.rows.append((name, "", fault[:80], ""))
            continue
        ours, empty = alternate([*program, "check"], [sys.executable, "-c", "pass"], folder)
        files = sum(path.is_file() for path in (folder / "src").rglob("*.py"))
        ratio = f"{ours / empty:.2f}"
        table.rows.append((name, f"{files:,}", f"{ours * 1e3:.1f}", ratio))
    return table


def alternate(
    first: Sequence[str | Path], second: Sequence[str | Path], folder: Path
) -> tuple[float, float]:
    """Run two commands in turns; return the median seconds of each."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(31):
        for seconds, command in zip(found, (first, second), strict=True):
            spent, fault = spend(command, folder)
            assert not fault, fault
            seconds.append(spent)
    return sorted(found[0])[15], sorted(found[1])[15]


def versions(python: Path) -> str:
    """Return what was measured."""
    words = [python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    found: dict[str, str] = {}
    for each in (sys.executable, python):
        words[0] = Path(each)
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=True)
        found.update({one["name"]: one["version"] for one in json.loads(done.stdout)})
    names = ("stubwright", "openapi-python-client", "datamodel-code-generator")
    return ", ".join(f"{name} {found[name]}" for name in names)


def main() -> None:
    """Measure everything, print and keep the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=[*SMALL, *LARGE], help="one document")
    only = arguments.parse_args().only
    every = {**SMALL, **{name: path for name, path in LARGE.items() if path.is_file()}}
    documents = {name: path for name, path in every.items() if only in (None, name)}
    BUILD.mkdir(parents=True, exist_ok=True)
    each = tools()
    generating, loading = generation(documents, each)
    tables = [generating, loading, decoding(), checking(documents)]
    head = f"{date.today()}, Python {sys.version.split()[0]}, {versions(each[1].python)}"
    text = "\n\n".join([head, *map(str, tables)]) + "\n"
    (BUILD.parent / "benchmarks.md").write_text(text, "utf-8")
    with contextlib.suppress(BrokenPipeError):
        print(text)


if __name__ == "__main__":
    main()
