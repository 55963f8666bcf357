"""Diagnostics as JSON and as GitHub workflow commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.report.located import Located, locate
from stubwright.report.printable import printable
from stubwright.types.documents import Documents, Json

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def render_json(diagnostics: Iterable[Diagnostic], documents: Documents) -> list[Json]:
    """Return each diagnostic as a JSON object; unknown values are null."""
    return [_object(entry) for entry in locate(diagnostics, documents).entries]


def _object(entry: Located) -> Json:
    one = entry.diagnostic
    return {
        "code": one.code,
        "severity": one.severity.value,
        "file": entry.file or None,
        "pointer": None if one.place is None else one.place.pointer,
        "line": entry.line,
        "column": entry.column,
        "message": one.message,
        "hint": one.hint or None,
    }


def render_github(diagnostics: Iterable[Diagnostic], documents: Documents) -> str:
    """Return errors and warnings as GitHub workflow commands, one per line.

    Notes are omitted: GitHub shows ten annotations per step.
    """
    loud = (one for one in diagnostics if one.severity is not Severity.NOTE)
    return "".join(_command(entry) for entry in locate(loud, documents).entries)


def _command(entry: Located) -> str:
    one = entry.diagnostic
    values = {
        "file": entry.file,
        "line": entry.line,
        "col": entry.column,
        "title": one.code,
    }
    properties = ",".join(
        f"{name}={_property(str(value))}" for name, value in values.items() if value
    )
    message = f"{one.message}\n{one.hint}" if one.hint else one.message
    return f"::{_COMMANDS[one.severity]} {properties}::{_data(message)}\n"


def annotation(command: str, message: str, *, file: str, title: str) -> str:
    """Return a workflow command that annotates a file, or, if ``file`` is empty, no file."""
    where = f"file={_property(file)}," if file else ""
    return f"::{command} {where}title={title}::{_data(message)}\n"


def _data(text: str) -> str:
    """Escape a command's message as GitHub's toolkit does."""
    lines = (printable(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    """Escape a command's property: commas and colons are separators there."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
