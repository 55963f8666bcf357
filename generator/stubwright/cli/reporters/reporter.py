"""What every format has in common: progress and reasons go to people, on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sized
from dataclasses import dataclass
from typing import Final, Literal, TextIO

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import display_path
from stubwright.cli.reporters.told import Difference, Drift, Generated, Gone
from stubwright.output.changes import Kind
from stubwright.types.documents import Documents

Color = Literal["auto", "always", "never"]

NOWHERE: Final = Documents(root="", by_uri={}, refused={})
"""The documents of a fault that concerns none."""


@dataclass(kw_only=True)
class Reporter:
    """Says what a command comes to; each format decides what goes to standard output, and leaves out what it has no form for."""

    quiet: bool = False
    color: Color = "auto"
    notes: bool = False

    def say(self, text: str) -> None:
        """Say something that may be left out."""
        if not self.quiet:
            sys.stderr.write(f"{text}\n")

    def tell(self, text: str) -> None:
        """Say something that may not be left out."""
        sys.stderr.write(f"{text}\n")

    def faults(self, diagnostics: Iterable[Diagnostic], documents: Documents = NOWHERE) -> None:
        """Say what is wrong. With ``quiet`` only errors."""
        shown = tuple(
            one for one in diagnostics if not self.quiet or one.severity is Severity.ERROR
        )
        if shown:
            self.show(shown, documents)

    def show(self, diagnostics: tuple[Diagnostic, ...], documents: Documents) -> None:
        """Say what is wrong, all of it."""

    def print(self, text: str) -> None:
        """Give text to whoever reads standard output; a format of its own has no place for it."""

    def generated(self, one: Generated) -> None:
        """Say what `generate` did for a target."""
        for change in one.changes:
            if change.edited:
                word = "removed" if change.kind is Kind.ORPHANED else "rewritten"
                self.say(f"{display_path(change.file)}: {word}; it had been edited by hand")
        done = f"{len(one.written)} written" if one.written else "unchanged"
        gone = f", {len(one.removed)} removed" if one.removed else ""
        self.say(f"{display_path(one.output / one.package)}: {count(one.files)}, {done}{gone}")

    def drift(self, one: Drift) -> None:
        """Say how `check` found a target."""

    def gone(self, one: Gone) -> None:
        """Say that a target is no longer configured."""

    def clean(self, text: str) -> None:
        """Say that all targets are as they would be generated."""

    def difference(self, one: Difference) -> None:
        """Show what `generate` would change."""

    def disagreements(self, found: list[str]) -> None:
        """Show what another generator reads differently."""

    @property
    def shows_all(self) -> bool:
        """Say whether what is wrong with a document is wanted even if the question can be answered."""
        return False

    def finish(self, command: str, code: int) -> None:
        """Say the last."""

    def colored(self, stream: TextIO) -> bool:
        """Say whether to colour what goes to a stream (https://no-color.org)."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return stream.isatty()


def count(files: Sized) -> str:
    """Return how many files there are, in words."""
    return f"{len(files)} file{'' if len(files) == 1 else 's'}"
