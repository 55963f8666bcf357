"""Text for people: data on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.message_text import display_path
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.reporters.results import (
    Difference,
    Drift,
    Generated,
    Rendered,
    UnconfiguredTarget,
)
from stubwright.output.changes import Change, Kind
from stubwright.output.diff_text import colored
from stubwright.report import render_text
from stubwright.report.printable import printable
from stubwright.types.documents import Documents
from stubwright.workflow.drift import Comparison

_NOTES: Final = {Kind.ORPHANED: "no longer generated", Kind.FOREIGN: "not generated"}


class TextReporter(Reporter):
    """Reports results as text."""

    def render_all(self, diagnostics: tuple[Diagnostic, ...], documents: Documents) -> Rendered:
        """Return diagnostics as text."""
        color = self.colored(sys.stderr)
        return Rendered(text=render_text(diagnostics, documents, color=color, notes=self.notes))

    def put(self, rendered: Rendered) -> None:
        """Print diagnostics."""
        if rendered.text:
            self.clear()
            sys.stderr.write(rendered.text)

    def print(self, text: str) -> None:
        """Write text to standard output."""
        self.clear()
        sys.stdout.write(text)

    def generated(self, one: Generated) -> None:
        """Report what `generate` did for a target and, if requested, how long it took."""
        super().generated(one)
        if one.seconds:
            self.timings(one.package, one.seconds)

    def drift(self, one: Drift) -> None:
        """Report the differences, their reasons, and the fix."""
        if one.comparison.clean:
            return
        lines = [f"drift: {one.package} differs from what 'stubwright generate' would write"]
        lines += _lines(one.comparison)
        lines += [f"why:  {reason}" for reason in one.why]
        lines += [f"fix: {step}" for step in one.fix]
        self.message("\n".join(lines))

    def unconfigured(self, one: UnconfiguredTarget) -> None:
        """Report that a target is no longer configured."""
        head = f"drift: the target {one.key} is in {one.lock.name} but no longer configured"
        self.message("\n".join([head, *map(_line, one.files), f"fix: {one.fix}"]))

    def clean(self, text: str) -> None:
        """Report that all targets are up to date."""
        self.info(text.rstrip())

    def difference(self, one: Difference) -> None:
        """Show what `generate` would change."""
        for renamed in one.renamed:
            self.print(f"# renamed: {printable(str(renamed))}\n")
        paint = self.colored(sys.stdout)
        for text in one.texts:
            self.print(colored(text) if paint else text)

    def disagreements(self, found: list[str]) -> None:
        """Show what another generator reads differently, one per line."""
        self.print("".join(f"{one}\n" for one in found))


def _lines(one: Comparison) -> Iterator[str]:
    """Yield a line for each file that differs, and one for all files that moved."""
    moved = one.moved
    yield from (_line(change) for change in one.changes if change.path not in moved)
    if moved:
        was = one.target.base / one.before.output / one.before.package
        where = f"{display_path(was)} -> {display_path(one.package)}"
        yield f"  {'moved':<10}  {where}  ({len(moved)} files)"


def _line(change: Change) -> str:
    note = change.why or _NOTES.get(change.kind, "")
    if change.edited and change.kind is Kind.CHANGED:
        note = "conflict markers" if change.conflicts else "edited by hand"
    return f"  {change.kind.value:<10}  {display_path(change.file)}" + (
        f"  ({note})" if note else ""
    )
