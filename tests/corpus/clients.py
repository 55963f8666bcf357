"""Judge the requests that emitted clients build: openapi-core reads each against the same document.

Documents of OpenAPI 3.x, two draws an operation; writes build/requests.json. Options: `--only TEXT`, `--largest BYTES`
(2,000,000), `--jobs N`, `--draws N`, `--most N` operations a document (all).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import signal
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from calls import Caller, methods_of
from corpus import CORPUS, SECONDS, Entry, entries
from draw import Node, Trees
from limits import limit
from places import BUILD, NO_CORPUS
from stubwright.base.diagnostics import FatalError, Severity
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options


def judge(entry: Entry, draws: int, most: int) -> dict[str, Any]:
    """Return, for one document, the verdicts by kind, and those that are not plain acceptance."""
    found: dict[str, Any] = {"path": entry.path, "operations": 0, "kinds": {}, "others": []}
    try:
        documents = load(str(CORPUS / entry.path))
    except FatalError as stop:
        return {**found, "skipped": stop.diagnostics[0].message}
    result = generate(documents, Options(package=entry.package), {})
    if any(each.severity is Severity.ERROR for each in result.diagnostics):
        return {**found, "skipped": "the document is refused"}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in result.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        sys.path.insert(0, folder)
        by_uri = {uri: each.tree for uri, each in documents.by_uri.items()}
        if not Path(folder, entry.package, "endpoints").exists():
            return {**found, "skipped": "no operations"}
        root, trees = Node(by_uri[documents.root], documents.root), Trees(by_uri)
        report: Any = result.report
        caller = Caller(entry.package, root, trees, seed=1)
        kinds: Counter[str] = Counter()
        seen: set[str] = set()
        for method in islice(methods_of(entry.package, root, trees, report), most):
            if method.id in seen:
                continue
            seen.add(method.id)
            for each in caller.verdicts(method, draws):
                kinds[each.kind] += 1
                if each.kind != "accepted":
                    found["others"].append([each.kind, each.id, each.reason, each.request])
        found["operations"], found["kinds"] = len(seen), dict(kinds)
        sys.path.remove(folder)
    return found


def work(given: tuple[Entry, int, int]) -> dict[str, Any]:
    """Judge one document in a process of its own, for no longer than a document may take."""
    warnings.simplefilter("ignore")
    signal.alarm(SECONDS * 3)
    try:
        return judge(*given)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return {
            "path": given[0].path,
            "fault": f"{type(error).__name__}: {error} ({place})",
            "kinds": {},
            "operations": 0,
            "others": [],
        }


def alike(reason: str) -> str:
    """Return a reason without what differs from case to case."""
    text = re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "…", reason)
    return re.sub(r"(parameter(?: error)?:) \S+", r"\1 …", text)[:150]


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--largest", type=int, default=2_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--draws", type=int, default=2)
    parser.add_argument("--most", type=int, default=1 << 40)
    parser.add_argument("--every", type=int, default=1, help="take every Nth document")
    parser.add_argument("--no-report", action="store_true")
    return parser.parse_args()


def _write(kinds: Counter[str], table: Any, rows: list[dict[str, Any]]) -> None:
    BUILD.mkdir(exist_ok=True)
    shown = [
        {"kind": kind, "reason": reason, "count": len(cases), "cases": cases[:8]}
        for (kind, reason), cases in table
    ]
    (BUILD / "requests.json").write_text(
        json.dumps(
            {
                "kinds": kinds,
                "reasons": shown,
                "documents": [{k: v for k, v in row.items() if k != "others"} for row in rows],
            },
            indent=1,
        ),
        "utf-8",
    )


def main() -> int:
    """Judge all documents with progress; print the share and the reasons of the rest."""
    chosen = options()
    wanted = [
        each
        for each in entries()
        if chosen.only in each.path and each.size <= chosen.largest and each.version.startswith("3")
    ][:: chosen.every]
    if not wanted:
        print(f"No document: {NO_CORPUS}")
        return 2
    kinds: Counter[str] = Counter()
    reasons: dict[tuple[str, str], list[Any]] = {}
    rows: list[dict[str, Any]] = []
    with multiprocessing.Pool(chosen.jobs, maxtasksperchild=1) as pool:
        given = [(each, chosen.draws, chosen.most) for each in wanted]
        for row in pool.imap_unordered(work, given):
            rows.append(row)
            kinds.update(row["kinds"])
            for kind, id_, reason, request in row["others"]:
                reasons.setdefault((kind, alike(reason)), []).append(
                    [row["path"], id_, reason, request]
                )
            print(
                f"[{len(rows)}/{len(wanted)}] {row['path']} {row['kinds']} {row.get('skipped', '')}{row.get('fault', '')}",
                flush=True,
            )
    limits: Counter[str] = Counter()
    ours = 0
    for (kind, _), cases in reasons.items():
        for _, _, reason, request in cases if kind in ("refused", "misread", "unbuilt") else ():
            why = limit(reason, request)
            limits[why] += bool(why)
            ours += not why
    print(
        f"{len(rows)} documents, {sum(row['operations'] for row in rows)} operations, {dict(kinds)}"
    )
    print(
        f"accepted {kinds['accepted']}; not, by limits of the document or of openapi-core: {sum(limits.values())}; rest: {ours}"
    )
    for why, count in limits.most_common():
        print(f"{count:6} limit: {why}" if why else "", end="\n" if why else "")
    table = sorted(reasons.items(), key=lambda item: -len(item[1]))
    for (kind, reason), cases in table:
        left = [each for each in cases if not limit(each[2], each[3])]
        if left:
            print(f"{len(left):6} {kind}: {reason}   e.g. {left[0][0]} {left[0][1]}")
    if not chosen.no_report:
        _write(kinds, table, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
