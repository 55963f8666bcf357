"""Hold the packages that `make corpus ARGS=--keep` left in build/corpus; writes build/quality.json.

Every package imports on the oldest and the newest Python at hand; the same bytes come from both, with other hash
seeds (documents up to `--largest`, 30,000,000 bytes); strict mypy finds nothing, strict pyright neither (packages up to 100,000
lines). Options: `--only TEXT`, `--skip imports,bytes,mypy,pyright`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from corpus import CORPUS, entries
from interpreters import environment, oldest_and_newest
from places import BUILD, REPOSITORY

PACKAGES = BUILD / "corpus"
BATCH = 100_000  # lines
DIGESTS = """
import hashlib, sys
from stubwright.base.diagnostics import FatalError
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options
for path in sys.stdin.read().split("\\n"):
    try:
        result = generate(load(path), Options(package="package"), {})
    except FatalError:
        continue
    text = repr((sorted(result.files.items()), sorted(result.pins.items()), result.diagnostics, result.report))
    print(path, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), flush=True)
"""


def kept(only: str) -> dict[Path, int]:
    """Return the packages that were kept, with their lines."""
    folders = [PACKAGES / each.package for each in entries() if only in each.path]
    return {
        folder: sum(
            path.read_bytes().count(b"\n")
            for path in folder.rglob("*.py")
            if "_runtime" not in path.parts
        )
        for folder in folders
        if folder.is_dir()
    }


def batches(packages: dict[Path, int], most: int) -> Iterator[list[Path]]:
    """Yield packages that together have about as many lines as a batch may."""
    batch: list[Path] = []
    total = 0
    for folder, lines in packages.items():
        if lines > most:
            continue
        if batch and total + lines > BATCH:
            yield batch
            batch, total = [], 0
        batch.append(folder)
        total += lines
    if batch:
        yield batch


def words(command: list[str], *, given: str | None = None, seed: str = "0") -> list[str]:
    """Run a command among the packages; return the lines that it printed."""
    environ = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        command, cwd=PACKAGES, input=given, env=environ, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).splitlines()


def imports(packages: dict[Path, int]) -> Iterator[str]:
    """Import every module and build every codec, on the oldest and the newest Python."""
    for version in oldest_and_newest():
        python = str(environment(version, "httpx2>=2,<3"))
        for folder in packages:
            found = words([python, "-I", str(REPOSITORY / "tests/support/probe.py"), str(folder)])
            yield from (f"{version}: {line}" for line in found)


def same_bytes(only: str, largest: int) -> Iterator[str]:
    """Generate with the oldest and the newest Python and other hash seeds; yield what differs."""
    chosen = [each for each in entries() if only in each.path and each.size <= largest]
    given = "\n".join(str(CORPUS / each.path) for each in chosen)
    runs = [
        set(words([str(environment(version)), "-c", DIGESTS], given=given, seed=seed))
        for version, seed in zip(oldest_and_newest(), ("1", "4242"), strict=True)
    ]
    print(f"bytes compared: {len(runs[0])} documents", flush=True)
    yield from sorted(runs[0] ^ runs[1])


def mypy(packages: dict[Path, int]) -> Iterator[str]:
    """Run strict mypy, one process a batch."""
    for batch in batches(packages, sys.maxsize):
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ""]
        command += ["--python-version", "3.10", "--no-error-summary"]
        command += ["--cache-dir", str(BUILD / "mypy-corpus")]
        yield from words([*command, *(str(path) for folder in batch for path in folder.iterdir())])
        print(f"mypy: {batch[-1].name}", flush=True)


def pyright(packages: dict[Path, int]) -> Iterator[str]:
    """Run strict pyright, one process a batch; the runtime is the same in all, and checked elsewhere."""
    for batch in batches(packages, BATCH):
        settings = {
            "typeCheckingMode": "strict",
            "pythonVersion": "3.10",
            "include": [folder.name for folder in batch],
            "extraPaths": [folder.name for folder in batch],
            "exclude": ["**/_runtime"],
        }
        (PACKAGES / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
        command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--warnings"]
        found = words(command)
        yield from found if not found or not found[-1].startswith("0 errors, 0 warn") else ()
        print(f"pyright: {batch[-1].name}", flush=True)


def main() -> int:
    """Run every check that is not skipped; return 1 where one found something."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--largest", type=int, default=30_000_000)
    parser.add_argument("--skip", default="")
    chosen = parser.parse_args()
    packages = kept(chosen.only)
    print(f"{len(packages)} packages, {sum(packages.values())} lines", flush=True)
    checks = {
        "imports": lambda: imports(packages),
        "bytes": lambda: same_bytes(chosen.only, chosen.largest),
        "mypy": lambda: mypy(packages),
        "pyright": lambda: pyright(packages),
    }
    found: dict[str, list[str]] = {}
    for name, check in checks.items():
        if name not in chosen.skip.split(","):
            found[name] = list(check())
            print(f"{name}: {len(found[name])} findings", *found[name][:20], sep="\n", flush=True)
    (BUILD / "quality.json").write_text(json.dumps(found, indent=1), "utf-8")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
