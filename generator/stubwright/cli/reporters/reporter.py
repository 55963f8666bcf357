"""Base of all formats: progress and reasons are written to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sized
from shutil import get_terminal_size
from typing import Final, TextIO

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass
from stubwright.cli.reporters.formats import Color
from stubwright.cli.reporters.results import (
    Difference,
    Drift,
    Generated,
    Rendered,
    UnconfiguredTarget,
)
from stubwright.output.changes import Kind
from stubwright.types.documents import Documents

NOWHERE: Final = Documents(root="", by_uri={}, refused={})
"""The documents for faults that concern no document."""


@dataclass(kw_only=True)
class Reporter:
    """Reports the results of a command; each format decides what it writes to standard output and what it omits."""

    quiet: bool = False
    color: Color = "auto"
    notes: bool = False
    _passing: bool = False

    def info(self, text: str) -> None:
        """Print a message, unless ``quiet``."""
        if not self.quiet:
            self.message(text)

    def message(self, text: str) -> None:
        """Print a message, even if ``quiet``."""
        self.clear()
        sys.stderr.write(f"{text}\n")

    def status(self, text: str) -> None:
        """Show the progress in a line of the terminal that the next output replaces."""
        if self.quiet or os.environ.get("TERM") == "dumb" or not sys.stderr.isatty():
            return
        width = get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{text[:width]}")
        sys.stderr.flush()
        self._passing = True

    def clear(self) -> None:
        """Remove the line of ``status``."""
        if self._passing:
            self._passing = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def faults(self, diagnostics: Iterable[Diagnostic], documents: Documents = NOWHERE) -> None:
        """Report diagnostics; with ``quiet``, only errors."""
        self.put(self.render(diagnostics, documents))

    def render(self, diagnostics: Iterable[Diagnostic], documents: Documents = NOWHERE) -> Rendered:
        """Return the report of diagnostics, without the documents; with ``quiet``, only errors."""
        shown = tuple(
            one for one in diagnostics if not self.quiet or one.severity is Severity.ERROR
        )
        return self.render_all(shown, documents) if shown else Rendered()

    def render_all(self, diagnostics: tuple[Diagnostic, ...], documents: Documents) -> Rendered:
        """Return all diagnostics in the reporter's format."""
        raise NotImplementedError

    def put(self, rendered: Rendered) -> None:
        """Print what ``render`` returned."""
        raise NotImplementedError

    def print(self, text: str) -> None:
        """Write text to standard output; machine-readable formats ignore it."""

    def generated(self, one: Generated) -> None:
        """Report what `generate` did for a target."""
        for change in one.changes:
            if change.edited:
                word = "removed" if change.kind is Kind.ORPHANED else "rewritten"
                self.info(f"{display_path(change.file)}: {word}; it had been edited by hand")
        done = f"{len(one.written)} written" if one.written else "unchanged"
        removed = f", {len(one.removed)} removed" if one.removed else ""
        self.info(f"{display_path(one.output / one.package)}: {count(one.files)}, {done}{removed}")

    def timings(self, package: str, seconds: Mapping[str, float]) -> None:
        """Report the duration of each stage of a target, in seconds and in percent of the total."""
        whole = sum(seconds.values())
        lines = [f"{package}: {whole:.3f} s"]
        for stage, spent in seconds.items():
            lines.append(f"  {stage:<10}{spent:8.3f} s{spent / (whole or 1) * 100:5.0f} %")
        self.message("\n".join(lines))

    def drift(self, one: Drift) -> None:
        """Report the state in which `check` found a target."""

    def unconfigured(self, one: UnconfiguredTarget) -> None:
        """Report that a target is no longer configured."""

    def clean(self, text: str) -> None:
        """Report that all targets are up to date."""

    def difference(self, one: Difference) -> None:
        """Show what `generate` would change."""

    def disagreements(self, found: list[str]) -> None:
        """Show what another generator reads differently."""

    @property
    def shows_all(self) -> bool:
        """Return whether diagnostics are reported even if the question can be answered."""
        return False

    def finish(self, command: str, code: int) -> None:
        """Print the final output."""

    def colored(self, stream: TextIO) -> bool:
        """Return whether to colour the output to a stream (https://no-color.org)."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return stream.isatty()


def count(files: Sized) -> str:
    """Return the number of files as text."""
    return f"{len(files)} file{'' if len(files) == 1 else 's'}"
