"""Annotations for GitHub: workflow commands on standard output."""

from __future__ import annotations

import sys

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.message_text import display_path
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.reporters.results import Drift, Rendered, UnconfiguredTarget
from stubwright.report import annotation, render_github
from stubwright.types.documents import Documents


class GitHubReporter(Reporter):
    """Reports results as annotations."""

    def render_all(self, diagnostics: tuple[Diagnostic, ...], documents: Documents) -> Rendered:
        """Return diagnostics as annotations."""
        return Rendered(text=render_github(diagnostics, documents))

    def put(self, rendered: Rendered) -> None:
        """Print annotations of diagnostics."""
        self.clear()
        sys.stdout.write(rendered.text)

    def drift(self, one: Drift) -> None:
        """Print one annotation per file, and one for a drift that no file shows."""
        if not one.fix:
            return
        comparison = one.comparison
        tail = "; ".join([*one.why, *(f"fix: {step}" for step in one.fix)])
        for change in comparison.changes:
            if change.path not in comparison.moved:
                _annotate(f"{change.kind.value}: {tail}", display_path(change.file))
        if not comparison.changes or comparison.moved:
            _annotate(f"{one.package}: {tail}")

    def unconfigured(self, one: UnconfiguredTarget) -> None:
        """Annotate the lock with a target that is no longer configured."""
        _annotate(f"{one.key} is no longer configured; fix: {one.fix}", display_path(one.lock))


def _annotate(message: str, file: str = "") -> None:
    sys.stdout.write(annotation("error", message, file=file, title="stubwright"))
