"""Hold every table of tags against what the documents of the corpus say; writes build/tags.json.

Options: `--only TEXT`, `--largest BYTES` (1,000,000), `--every N` (take every Nth document).
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from corpus import CORPUS, SECONDS, Entry, entries
from places import BUILD, NO_CORPUS
from stubwright.base.diagnostics import FatalError
from tag_judge import judge


def read(entry: Entry) -> dict[str, Any]:
    """Judge one document in bounded time."""
    signal.alarm(SECONDS)
    try:
        found = judge(CORPUS / entry.path)
    except FatalError as stop:
        return {"path": entry.path, "refused": stop.diagnostics[0].message}
    finally:
        signal.alarm(0)
    return {"path": entry.path, "counts": found.counts, "differences": found.differences}


def main() -> int:
    """Judge the documents that are chosen; return 1 if there is a difference."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    wanted = [one for one in entries() if chosen.only in one.path and one.size <= chosen.largest]
    if not wanted:
        print(f"No document: {NO_CORPUS}")
        return 2
    rows = [read(entry) for entry in wanted[:: chosen.every]]
    BUILD.mkdir(exist_ok=True)
    (BUILD / "tags.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row.get("counts", {}))
        for each in row.get("differences", ()):
            print(f"{row['path']}: {each}")
    differences = sum(len(row.get("differences", ())) for row in rows)
    print(f"{len(rows)} documents, {dict(total)}, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
