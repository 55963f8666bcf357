"""`stubwright overlay`: corrections of a document, derived from the responses of its API."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.job import configure
from stubwright.cli.reporters.reporter import Reporter
from stubwright.overlay.from_mismatches import Mismatch, learn
from stubwright.report.overlay_text import render_overlay
from stubwright.workflow.generate_target import fails, read

_FIELDS = {"operation": str, "status": int, "path": str, "expected": str, "got": str}


def overlay(arguments: Arguments, reporter: Reporter) -> int:
    """Print an overlay that corrects a document to describe the values that a client received."""
    _, targets = configure(arguments)
    if len(targets) != 1:
        names = ", ".join(sorted(target.key for target in targets))
        raise user_error(
            "wrong-arguments", "there are several targets", f"choose one of {names} with --target"
        )
    mismatches = tuple(_mismatches(arguments.mismatches))
    documents = read(targets[0])
    if fails(documents.diagnostics, strict=False):
        reporter.faults(documents.diagnostics, documents)
        return 2
    document = documents.by_uri[documents.root]
    learned = learn(document.tree, mismatches)
    for each, reason in learned.left:
        reporter.info(f"not corrected: {each.operation} {each.status}: {each.path}: {reason}")
    count = len(learned.actions)
    reporter.info(f"{count} {'action' if count == 1 else 'actions'} for {document.name}")
    if learned.actions:
        title = f"Corrections of {document.name} to match the API's responses"
        sys.stdout.write(render_overlay(title, learned.actions))
    return 0


def _mismatches(name: str) -> Iterator[Mismatch]:
    """Read the lines of a file. Raise FatalError if one is not a mismatch."""
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise user_error("mismatches-invalid", f"{name}: {why}", _HINT) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            known: dict[str, Any] = {key: found[key] for key in _FIELDS}
            if not all(isinstance(known[key], of) for key, of in _FIELDS.items()):
                raise TypeError
            yield Mismatch(**known)
        except (ValueError, KeyError, TypeError):
            message = f"{name}:{number}: this is not a mismatch"
            raise user_error("mismatches-invalid", message, _HINT) from None


_HINT = "pass a file that to_file() of the package's module 'mismatches' wrote"
