"""Run the command of a command line, and convert its outcome to an exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final, cast, get_args

from stubwright.base.diagnostics import FatalError
from stubwright.cli.arguments import Arguments
from stubwright.cli.bug import bug_text
from stubwright.cli.exit_codes import BUG, WRONG
from stubwright.cli.job import prepare
from stubwright.cli.reporters.choose import REPORTERS
from stubwright.cli.reporters.formats import Format
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.reporters.text_reporter import TextReporter
from stubwright.types.documents import Unreadable

_ON_TARGETS: Final = frozenset({"generate", "check", "diff"})
_WITH_FORMATS: Final = _ON_TARGETS | {"verify"}
_COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "generate": ("generate", "generate"),
    "check": ("check", "check"),
    "diff": ("diff", "diff"),
    "inspect": ("commands", "inspect"),
    "explain": ("explain", "explain"),
    "init": ("commands", "init"),
    "transcribe": ("transcribe", "write_transcript"),
    "overlay": ("overlay", "overlay"),
    "verify": ("verify", "verify"),
}
"""The module and the function of each command. Start-up: only the one that runs is imported."""


def dispatch(words: Sequence[str], arguments: Arguments | FatalError) -> int:
    """Run the command line ``words``, parsed to ``arguments`` or an error; return the exit code."""
    reporter: Reporter = REPORTERS[_format(words)]()
    command = next((word for word in words if not word.startswith("-")), "")
    try:
        if isinstance(arguments, FatalError):
            raise arguments
        command = arguments.command
        if command not in _WITH_FORMATS:
            reporter = TextReporter()
        code = _run(arguments, reporter)
    except Unreadable as stop:
        reporter.faults(stop.diagnostics, stop.documents)
        code = WRONG
    except FatalError as stop:
        reporter.faults(stop.diagnostics)
        code = WRONG
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            raise  # Standard output could not be written.
        reporter.message(bug_text(error, debug="--debug" in words))
        code = BUG
    reporter.clear()
    reporter.finish(command, code)
    return code


def _run(arguments: Arguments, reporter: Reporter) -> int:
    reporter.quiet, reporter.color = arguments.quiet, arguments.color
    reporter.notes = arguments.show == "notes"
    command = arguments.command
    if command in _ON_TARGETS:
        return _function(command)(prepare(arguments, reporter))
    return _function(command)(arguments, reporter)


def _function(command: str) -> Callable[..., int]:
    module, name = _COMMANDS[command]
    return cast("Callable[..., int]", getattr(import_module(f"stubwright.cli.{module}"), name))


def _format(words: Sequence[str]) -> Format:
    """Find the output format before the arguments are parsed, since errors in them use it too."""
    for before, word in zip(("", *words), words, strict=False):
        for name in get_args(Format):
            if word == f"--format={name}" or (before == "--format" and word == name):
                return cast("Format", name)
    return "text"
