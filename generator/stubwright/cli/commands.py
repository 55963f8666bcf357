"""`stubwright inspect` and `init`."""

from __future__ import annotations

import sys
from pathlib import Path

from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.job import configure
from stubwright.cli.reporters.json_reporter import dump
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.target_runs import write_report
from stubwright.generate import inspect as inspect_documents
from stubwright.output.write import write_file
from stubwright.project.config import find
from stubwright.project.starter import document_in, starter
from stubwright.report import render_json
from stubwright.workflow.generate_target import fails, read


def inspect(arguments: Arguments, reporter: Reporter) -> int:
    """Print how a document was understood, as JSON; return 2 if nothing was."""
    _, targets = configure(arguments)
    if len(targets) != 1:
        names = ", ".join(sorted(target.key for target in targets))
        raise user_error(
            "wrong-arguments", "there are several targets", f"choose one of {names} with --target"
        )
    (target,) = targets
    documents = read(target)
    tree, diagnostics = inspect_documents(documents)
    reporter.faults(diagnostics, documents)
    write_report(arguments, {"diagnostics": render_json(diagnostics, documents)})
    if fails(diagnostics, strict=target.strict):
        return 2
    sys.stdout.write(dump(tree))
    return 0


def init(arguments: Arguments, reporter: Reporter) -> int:
    """Write a configuration to start with, in pyproject.toml if there is one."""
    here = Path.cwd()
    existing = find(here)
    if existing is not None and existing.parent == here:
        raise user_error(
            "config-exists", f"{existing.name} already configures stubwright", "edit it instead"
        )
    stated = arguments.settings.document
    document = document_in(here) if stated is None else _relative(stated, here)
    shared = here / "pyproject.toml"
    path = shared if shared.is_file() else here / "stubwright.toml"
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    table = starter(document, inside=path == shared)
    gap = "\n" if before.endswith("\n") else "\n\n"
    write_file(path, f"{before}{gap if before else ''}{table}".encode())
    reporter.info(f"{path.name} configures {document}; next, run 'stubwright generate'")
    return 0


def _relative(document: str, here: Path) -> str:
    if "://" in document:
        return document
    path = Path(document)
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
