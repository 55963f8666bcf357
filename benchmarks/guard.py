"""Hold what work costs against what was recorded: `make bench-guard`, or `python benchmarks/guard.py [--record] [--all]`.

Time is noisy on a shared machine, so this counts what repeats to the last digit: calls of functions where a package is generated,
checked or imported, bytecode instructions where values are read and written, lines that are emitted; and megabytes, which
repeat well enough. Each figure is compared as a ratio to the recorded one; a loss of more than a fifth fails. GitHub's document is measured where
the corpus is at hand (`STUBWRIGHT_CORPUS`).

Figures are kept per version of Python, in `recorded.json`; `--record` writes those of this version. A version without figures is
held against the nearest that has some, and may cost another fifth. `--all` does this with each Python that is found.
"""

# ruff: noqa: PLC0415 - what is measured is imported where it is measured

from __future__ import annotations

import argparse
import cProfile
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import codec

from stubwright.__main__ import main as stubwright
from stubwright.runtime._runtime.codec import decode, encode, encode_json

REPOSITORY = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("STUBWRIGHT_CORPUS") or REPOSITORY / "../shared/corpus")
GITHUB = CORPUS / "real/github_api.github.com.json"
RECORDED = Path(__file__).with_name("recorded.json")
MOST = 1.2  # of what was recorded
RECORDS = 50
DOCUMENTS = {
    "PostFlow": REPOSITORY / "spec/postflow.yaml",
    "petstore": REPOSITORY / "tests/cases/petstore/openapi-3-0/openapi.yaml",
}


def calls(action: Callable[[], object]) -> int:
    """Return how many functions an action calls."""
    profile = cProfile.Profile()
    profile.enable()
    action()
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def instructions(action: Callable[[], object]) -> int:
    """Return how many bytecode instructions an action runs."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(None)
    return count


def measure() -> dict[str, int]:
    """Return the figures of this version of Python."""
    found: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        words = ["generate", str(DOCUMENTS["PostFlow"]), "-o", folder, "-p", "made", "--quiet"]
        found["generate, first, with all imports"] = calls(lambda: stubwright(words))
    for name, document in DOCUMENTS.items():
        found |= _package(name, document)
    if GITHUB.is_file():
        found |= _package("GitHub", GITHUB)
        found["GitHub, megabytes"] = _megabytes(GITHUB)
    return found | _codec()


def _package(name: str, document: Path) -> dict[str, int]:
    """Return what a package costs: to generate, to check, to import, and its lines."""
    with tempfile.TemporaryDirectory() as folder, _inside(folder):
        where = [str(document), "-o", folder, "-p", "made", "--quiet"]
        stubwright(["generate", *where])  # once, for what is imported late
        generate = calls(lambda: stubwright(["generate", *where, "--force"]))
        check = calls(lambda: stubwright(["check", *where]))
        lines = sum(path.read_bytes().count(b"\n") for path in Path(folder).rglob("*.py"))
        program = "import cProfile; p = cProfile.Profile(); p.enable(); import made.models; made.models.__all__; p.disable()"
        program += "; print(sum(e.callcount for e in p.getstats()))"
        words = [sys.executable, "-c", program]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    return {
        f"generate {name}": generate,
        f"check {name}, nothing changed": check,
        f"import the models of {name}": int(done.stdout),
        f"{name}, lines": lines,
    }


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    """Work in a folder, so that no configuration of ours is found."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


#: Starts a command from a small process, and prints its kilobytes: Linux counts the size of the process that a command was
#: started from as the command's own.
_SMALL = "import resource as r, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(r.getrusage(r.RUSAGE_CHILDREN).ru_maxrss)"


def _megabytes(document: Path) -> int:
    """Return the most memory that generating takes."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "stubwright", "generate", str(document), "-o", folder, "-q"]
        small = [sys.executable, "-S", "-c", _SMALL, *words]
        done = subprocess.run(small, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return round(int(done.stdout) / 1024)


def _codec() -> dict[str, int]:
    payload = codec.PAYLOAD[:RECORDS]
    posts = decode(list[codec.Post], payload)
    encode_json(posts)
    instructions(lambda: None)  # Python 3.12.1 counts nothing in the first function that it traces
    return {
        "decode": instructions(lambda: decode(list[codec.Post], payload)),
        "encode to data": instructions(lambda: encode(posts)),
        "encode to text": instructions(lambda: encode_json(posts)),
    }


def losses(found: Mapping[str, int], recorded: Mapping[str, int], most: float = MOST) -> list[str]:
    """Return what costs more than it may, or was never recorded."""
    said = [f"{name}: nothing is recorded" for name in found if name not in recorded]
    for name, count in found.items():
        if name in recorded and count > recorded[name] * most:
            ratio = count / recorded[name]
            said.append(f"{name}: {count:,}, {ratio:.2f} of the {recorded[name]:,} recorded")
    return said


def nearest(version: str, recorded: Mapping[str, Mapping[str, int]]) -> str:
    """Return the version whose figures are to be taken: this one, or the nearest that has some."""
    minor = int(version.partition(".")[2])
    return min(recorded, key=lambda each: abs(int(each.partition(".")[2]) - minor))


def everywhere(words: list[str]) -> int:
    """Do the same with each Python that is found; return the worst exit code."""
    sys.path.insert(0, str(REPOSITORY / "tests" / "support"))
    from interpreters import environment, interpreters

    code = 0
    for version in interpreters():
        print(f"Python {version}", flush=True)
        command = [str(environment(version)), __file__, *words]
        code = max(code, subprocess.run(command, check=False).returncode)
    return code


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep the figures of this run")
    parser.add_argument("--all", action="store_true", help="with each Python that is found")
    said = parser.parse_args()
    if said.all:
        return everywhere(["--record"] if said.record else [])
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets decides a few calls
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    every: dict[str, dict[str, int]] = json.loads(RECORDED.read_text("utf-8"))
    found = measure()
    like = nearest(version, every)
    for name, count in found.items():
        ratio = count / every[like].get(name, count)
        print(f"{name:40} {count:12,}  {ratio:.2f} of what was recorded with {like}")
    if said.record:
        kept = {**every, version: {**every.get(version, {}), **found}}
        RECORDED.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", "utf-8")
        return 0
    faults = losses(found, every[like], MOST if like == version else MOST * MOST)
    for line in faults:
        print(line, file=sys.stderr)
    if faults:
        print("Make it cheaper; if it is worth the cost, run it with --record.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
