"""10,000 calls over each transport, against a server of which some answers fail at first: `make load`.

Options: `--calls N`, `--only NAME` of a transport. Prints a table in Markdown; each row is a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/support"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests/functional"))

from load import run
from ways import ASYNC, SYNC

HEAD = """\
| Transport | At the same time | Calls a second | Requests | Lost | Wrong | Memory after 1,000 | 5,000 | 10,000 calls |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def row(name: str, calls: int) -> str:
    """Return the row of a transport."""
    way = next(each for each in (*SYNC, *ASYNC) if each.name == name)
    kind, together = ("tasks", 200) if way.asynchronous else ("threads", 16)
    found = run(way, calls, together)
    tenth, half, whole = (f"{found.memory[at] / 1e6:.1f} MB" for at in (0, 4, 9))
    speed = f"{found.calls / found.seconds:,.0f}"
    counts = f"{found.requests:,} | {len(found.errors)} | {found.wrong}"
    return f"| {name} | {together} {kind} | {speed} | {counts} | {tenth} | {half} | {whole} |"


def main() -> None:
    """Print a row for each transport."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    if chosen.only:
        print(row(chosen.only, chosen.calls))
        return
    print(HEAD, flush=True)
    for way in (*SYNC, *ASYNC):
        words = [sys.executable, __file__, "--only", way.name, "--calls", str(chosen.calls)]
        subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
