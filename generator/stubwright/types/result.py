"""Result of the generator: files, pins, diagnostics and a report."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.records import dataclass, field
from stubwright.types.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run over one document.

    ``files`` maps posix paths relative to the output folder to their texts (LF);
    it is empty if a diagnostic is an error. ``pins`` are the choices to keep for the
    next run: they are recorded in the lock and passed to ``generate`` as ``pins``.
    """

    files: Mapping[str, str] = field(repr=False)
    pins: Mapping[str, str] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    report: Json = field(default=None, repr=False)
