"""Faults of a user's input, as values with a place."""

from __future__ import annotations

from enum import Enum

from stubwright.base.place import Place
from stubwright.base.records import dataclass


class Severity(str, Enum):
    """Severity of a fault.

    An ``ERROR`` means that nothing is generated (exit 2). A ``WARNING`` is a fault
    of the input that disables its smallest part (exit 0; 2 with ``--strict``). A
    ``NOTE`` is an approximation, or a key that has no effect on the generated code;
    notes are listed in the report only.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One fault: what is wrong and what was expected (``message``), and what to do (``hint``).

    ``code`` is kebab-case, stable, and has a page ``docs/codes/CODE.md``. ``place``
    is None only if no document is concerned (configuration, arguments); the
    message then contains the file name. ``line`` and ``column`` (from 1) are set only
    if there is no tree to point into, because the text could not be parsed.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str = ""
    line: int | None = None
    column: int | None = None


class FatalError(Exception):
    """Nothing can be generated; the diagnostics contain the reasons.

    Raised only by stages that do I/O (load, configuration, output); the pure
    stages return their diagnostics.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics
