"""Compare the corpus with the second opinion, property by property; writes build/opinions.json.

Options: `--only TEXT`, `--largest BYTES` (1,000,000), `--jobs N`, `--every N` (take every Nth document).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from corpus import CORPUS, SECONDS, Entry, entries
from places import BUILD, NO_CORPUS
from reasons import UNEXPLAINED, reason
from stubwright.base.diagnostics import FatalError
from stubwright.load import load
from stubwright.second_opinion import Unavailable, compare
from stubwright.types.options import Options


def read(entry: Entry) -> dict[str, Any]:
    """Return the disagreements about one document with their reasons, or why there is no second opinion."""
    warnings.simplefilter("ignore")
    signal.alarm(SECONDS)
    try:
        documents = load(str(CORPUS / entry.path))
        found = compare(documents, Options())
    except FatalError as stop:
        return {"path": entry.path, "refused": stop.diagnostics[0].message}
    except Unavailable as error:
        return {"path": entry.path, "unavailable": str(error)}
    tree = documents.by_uri[documents.root].tree
    listed = [[reason(each, tree), str(each)] for each in found]
    return {"path": entry.path, "disagreements": listed}


def main() -> int:
    """Compare with progress."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    wanted = [
        each
        for each in entries()
        if chosen.only in each.path and each.size <= chosen.largest and each.version != "2.0"
    ][:: chosen.every]
    if not wanted:
        print(f"No document: {NO_CORPUS}")
        return 2
    rows: list[dict[str, Any]] = []
    with multiprocessing.Pool(chosen.jobs, maxtasksperchild=20) as pool:
        for row in pool.imap_unordered(read, wanted):
            rows.append(row)
            counted = len(row["disagreements"]) if "disagreements" in row else "none"
            print(f"[{len(rows)}/{len(wanted)}] {row['path']} {counted}", flush=True)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "opinions.json").write_text(json.dumps(rows, indent=1), "utf-8")
    kinds = Counter("agreed" if row.get("disagreements") == [] else [*row][1] for row in rows)
    listed = [(row["path"], *each) for row in rows for each in row.get("disagreements", [])]
    print(dict(kinds), len(listed), "disagreements on properties")
    for why, count in Counter(why for _, why, _ in listed).most_common():
        print(f"{count:6} {why}")
    print(*(f"{path}: {each}" for path, why, each in listed if why == UNEXPLAINED), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
