"""Run over the corpus of real documents: `make corpus`, writes build/corpus.html and build/corpus.json.

Options: `--only TEXT` (paths that hold it), `--jobs N`, `--largest BYTES`, `--keep` (the emitted packages stay in
build/corpus, where `make quality` looks at them).
"""

from __future__ import annotations

import argparse
import html
import json
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import corpus
from places import BUILD, NO_CORPUS

PACKAGES = BUILD / "corpus"
COLUMNS = (
    "path",
    "version",
    "valid",
    "stage",
    "emitted",
    "declared",
    "lines",
    "seconds",
    "memory",
    "why",
)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--largest", type=int, default=1 << 40)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def measure(entry: corpus.Entry, *, keep: bool) -> dict[str, Any]:
    """Run one document and clean up after it."""
    folder = PACKAGES / entry.package
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = dict(corpus.run(entry, folder))
    if not keep:
        shutil.rmtree(folder)
    return {"path": entry.path, "version": entry.version, "bytes": entry.size, **found}


def row(found: dict[str, Any]) -> dict[str, Any]:
    """Return what the table shows of one document."""
    operations = found.get("operations", {})
    why = found.get("fault") or "; ".join(found.get("refused", []))
    return {**found, **operations, "why": why}


def validity() -> dict[str, str]:
    """Return what openapi-spec-validator said, empty where it was not asked (`make validity`)."""
    path = BUILD / "validity.json"
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def page(rows: list[dict[str, Any]]) -> str:
    """Return the table as HTML, the worst documents first."""
    order = {"nothing": 0, "load": 1, "generate": 2, "import": 3}
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(each.get(name, '')))}</td>" for name in COLUMNS)
        for each in sorted(rows, key=lambda each: (order[each["stage"]], -each.get("seconds", 0)))
    )  # fmt: skip
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    style = "body{font:14px sans-serif}td,th{text-align:left;padding:2px 8px;vertical-align:top}"
    return (
        f"<!doctype html><meta charset=utf-8><title>Corpus</title><style>{style}</style>"
        f"<pre>{html.escape(summary(rows))}</pre><table><tr>{head}{body}</table>\n"
    )


def summary(rows: list[dict[str, Any]]) -> str:
    """Return the totals in words."""
    stages = Counter(each["stage"] for each in rows)
    faults = sum(1 for each in rows if "fault" in each)
    refused = sum(1 for each in rows if "refused" in each)
    codes: Counter[str] = Counter()
    for each in rows:
        codes.update(each.get("codes", {}))
    judged = Counter((each["valid"], each["stage"] == "import") for each in rows if each["valid"])
    operations = [sum(each.get(key, 0) for each in rows) for key in ("emitted", "declared")]
    return "\n".join(
        [
            f"{len(rows)} documents: {stages['import']} import, {refused} refused, {faults} faults",
            *(
                f"{count} {valid} documents {'import' if whole else 'do not import'}"
                for (valid, whole), count in sorted(judged.items())
            ),
            f"{operations[0]} of {operations[1]} operations emitted",
            (
                f"{sum(each.get('lines', 0) for each in rows)} lines, "
                f"slowest {max(each.get('seconds', 0) for each in rows):.0f} s, "
                f"largest {max(each.get('memory', 0) for each in rows)} MB"
            ),
            *(f"{count:8} {code}" for code, count in codes.most_common()),
        ]
    )


def main() -> int:
    """Run all documents with progress; return 1 where one of them ended in a fault."""
    chosen = options()
    wanted = [
        each
        for each in corpus.entries()
        if chosen.only in each.path and each.size <= chosen.largest
    ]
    if not wanted:
        print(f"No document: {NO_CORPUS}")
        return 2
    wanted.sort(key=lambda each: -each.size)  # the largest first, so that none is waited for
    rows: list[dict[str, Any]] = []
    valid = validity()
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for found in pool.map(lambda each: measure(each, keep=chosen.keep), wanted):
            rows.append({**row(found), "valid": valid.get(found["path"], "")})
            fault = rows[-1]["why"] if "fault" in found else ""
            state = f"{found['stage']:8} {found.get('seconds', 0):7.2f} s"
            print(f"[{len(rows)}/{len(wanted)}] {state} {found['path']} {fault}", flush=True)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "corpus.json").write_text(json.dumps({"documents": rows}, indent=1), "utf-8")
    (BUILD / "corpus.html").write_text(page(rows), "utf-8")
    print(summary(rows))
    return int(any("fault" in each for each in rows))


if __name__ == "__main__":
    sys.exit(main())
