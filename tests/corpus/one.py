"""Run one document of the corpus: `python one.py DOCUMENT FOLDER PACKAGE`; print one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import probe
from stubwright.base.diagnostics import FatalError, Severity
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options
from stubwright.types.result import Result


def write(result: Result, folder: Path) -> int:
    """Write the files of a result; return the number of lines that are not the runtime's."""
    lines = 0
    for name, text in result.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        lines += 0 if "_runtime/" in name else text.count("\n")
    return lines


def run(document: str, folder: Path, package: str, found: dict[str, Any]) -> None:
    """Pass the stages one after another; note what each gives."""
    try:
        documents = load(document)
    except FatalError as stop:
        found["refused"] = [each.message for each in stop.diagnostics]
        return
    found["stage"] = "load"
    result = generate(documents, Options(package=package), {})
    found["codes"] = dict(Counter(each.code for each in result.diagnostics))
    faults = [each for each in result.diagnostics if each.severity is Severity.ERROR]
    if faults:
        found["refused"] = [each.message for each in faults]
        return
    found["stage"] = "generate"
    report: Any = result.report
    found["operations"] = {key: report["operations"][key] for key in ("declared", "emitted")}
    found["lines"] = write(result, folder)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    del documents, result, report
    sys.path.insert(0, str(folder))
    modules = probe.modules_of(package)
    probe.build_models(package)
    probe.resolve_operations(package, modules)
    found["stage"] = "import"


def main() -> None:
    """Run and print."""
    started = time.perf_counter()
    found: dict[str, Any] = {"stage": "nothing"}
    try:
        run(sys.argv[1], Path(sys.argv[2]), sys.argv[3], found)
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        found["fault"] = f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"[:1500]
    found["seconds"] = round(time.perf_counter() - started, 2)
    found.setdefault("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
