"""Hold what work costs against what was recorded: `make bench-guard`, or `python benchmarks/guard.py [--record]`.

Time is noisy on a shared machine, so this counts: calls of functions where a package is generated or imported, bytecode
instructions where values are read and written. Both repeat to the last digit. A loss of more than a fifth fails.
Figures are kept per version of Python, in `recorded.json`; `--record` writes those of this version.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import codec

from stubwright.__main__ import main as stubwright
from stubwright.runtime._runtime.codec import decode, encode, encode_json

REPOSITORY = Path(__file__).parent.parent
RECORDED = Path(__file__).with_name("recorded.json")
MOST = 1.2  # of what was recorded
RECORDS = 50
DOCUMENTS = {
    "generate PostFlow": REPOSITORY / "spec/postflow.yaml",
    "generate petstore": REPOSITORY / "tests/cases/petstore/openapi-3-0/openapi.yaml",
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
    for name, document in DOCUMENTS.items():
        with tempfile.TemporaryDirectory() as folder:
            words = ["generate", str(document), "-o", folder, "-p", "made", "--quiet"]
            if found == {}:
                found["generate, first, with all imports"] = calls(
                    lambda words=words: stubwright(words)
                )
            found[name] = calls(lambda words=[*words, "--force"]: stubwright(words))
    payload = codec.PAYLOAD[:RECORDS]
    posts = decode(list[codec.Post], payload)
    encode_json(posts)
    found["decode"] = instructions(lambda: decode(list[codec.Post], payload))
    found["encode to data"] = instructions(lambda: encode(posts))
    found["encode to text"] = instructions(lambda: encode_json(posts))
    return found


def losses(found: Mapping[str, int], recorded: Mapping[str, int]) -> list[str]:
    """Return what costs more than it may, or was never recorded."""
    said = [f"{name}: nothing is recorded" for name in found if name not in recorded]
    for name, count in found.items():
        if name in recorded and count > recorded[name] * MOST:
            ratio = count / recorded[name]
            said.append(f"{name}: {count:,}, {ratio:.2f} of the {recorded[name]:,} recorded")
    return said


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep the figures of this run")
    record = parser.parse_args().record
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets decides a few calls
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    every = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
    found = measure()
    for name, count in found.items():
        ratio = count / every.get(version, {}).get(name, count)
        print(f"{name:36} {count:12,}  {ratio:.2f} of what was recorded")
    if record:
        RECORDED.write_text(json.dumps({**every, version: found}, indent=2) + "\n", "utf-8")
        return 0
    said = losses(found, every.get(version, {}))
    for line in said:
        print(line, file=sys.stderr)
    if said:
        print("Make it cheaper; if it is worth the cost, run it with --record.", file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
