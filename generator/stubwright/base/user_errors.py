"""Faults that concern no document: configuration, arguments, output."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

from stubwright.base.diagnostics import Diagnostic, Severity, Stop


def fault(code: str, message: str, hint: str = "") -> Stop:
    """Make the exception that ends a run with exit 2."""
    return Stop(Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean …`` for the known word that is closest, ``""`` where none is close."""
    found = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean {found[0]!r}?" if found else ""


def shown(path: Path) -> str:
    """Return a path as people know it: relative to the current folder where it lies below."""
    relative = os.path.relpath(path).replace(os.sep, "/")
    return str(path) if relative.startswith("..") else relative
