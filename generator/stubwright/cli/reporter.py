"""What a command says: to people on stderr, to programs on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from shutil import get_terminal_size
from typing import TextIO

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.records import dataclass as record
from stubwright.cli.arguments import Color, Format
from stubwright.report import render_github, render_json, render_text
from stubwright.types.documents import Documents, Json

NOWHERE = Documents(root="", by_uri={}, refused={})
"""The documents of a fault that concerns none."""


@record(frozen=True, slots=True, kw_only=True)
class Said:
    """Diagnostics in the format of a run, before they are printed: text, or objects for JSON."""

    text: str = ""
    objects: tuple[Json, ...] = ()


@dataclass(slots=True, kw_only=True)
class Talk:
    """Says things in the format that was asked for; for JSON all at the end, as one object."""

    format: Format = "text"
    quiet: bool = False
    color: Color = "auto"
    notes: bool = False
    _faults: list[Json] = field(default_factory=list[Json])
    _targets: list[Json] = field(default_factory=list[Json])
    _passing: bool = False

    def say(self, text: str) -> None:
        """Say something that may be left out."""
        if not self.quiet:
            self.tell(text)

    def tell(self, text: str) -> None:
        """Say something that may not be left out."""
        self._clear()
        sys.stderr.write(f"{text}\n")

    def status(self, text: str) -> None:
        """Show on a terminal what is going on, in a line that the next one takes away."""
        if self.quiet or os.environ.get("TERM") == "dumb" or not sys.stderr.isatty():
            return
        width = get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{text[:width]}")
        sys.stderr.flush()
        self._passing = True

    def faults(self, diagnostics: Iterable[Diagnostic], documents: Documents = NOWHERE) -> None:
        """Say what is wrong. With ``quiet`` only errors."""
        self.put(self.said(diagnostics, documents))

    def said(self, diagnostics: Iterable[Diagnostic], documents: Documents = NOWHERE) -> Said:
        """Return what would be said. With ``quiet`` only errors."""
        shown = tuple(
            one for one in diagnostics if not self.quiet or one.severity is Severity.ERROR
        )
        if not shown:
            return Said()
        if self.format == "json":
            return Said(objects=tuple(render_json(shown, documents)))
        if self.format == "github":
            return Said(text=render_github(shown, documents))
        color = self.colored(sys.stderr)
        return Said(text=render_text(shown, documents, color=color, notes=self.notes))

    def put(self, said: Said) -> None:
        """Say what ``said`` returned."""
        self._faults += said.objects
        if said.text:
            self._clear()
            _write(sys.stdout if self.format == "github" else sys.stderr, said.text)

    def print(self, text: str) -> None:
        """Give data to whoever reads standard output."""
        if self.format == "text":
            self._clear()
            sys.stdout.write(text)

    def paints_output(self) -> bool:
        """Say whether to colour standard output."""
        return self.colored(sys.stdout)

    def annotate(self, message: str, *, file: str = "") -> None:
        """Write an annotation for GitHub's view of a change."""
        self._clear()
        where = f" file={_property(file)}," if file else " "
        sys.stdout.write(f"::error{where}title=stubwright::{_data(message)}\n")

    def target(self, facts: dict[str, Json]) -> None:
        """Add what came out for one target to the JSON."""
        self._targets.append(facts)

    def finish(self, command: str, code: int) -> None:
        """Print what was collected."""
        self._clear()
        if self.format == "json":
            whole: Json = {
                "command": command,
                "exit": code,
                "targets": self._targets,
                "diagnostics": self._faults,
            }
            _write(sys.stdout, dump(whole))

    def _clear(self) -> None:
        """Take away the line of ``status``."""
        if self._passing:
            self._passing = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def colored(self, stream: TextIO) -> bool:
        """Say whether to colour what goes to a stream (https://no-color.org)."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return stream.isatty()


def _data(text: str) -> str:
    """Escape a message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def dump(value: Json) -> str:
    """Write JSON for people too; lone surrogates, which no encoding has, are escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    return f"{text}\n"


def _write(stream: TextIO, text: str) -> None:
    stream.write(text if text.endswith("\n") or not text else f"{text}\n")
