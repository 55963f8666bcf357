"""Run a command and turn whatever ends it into an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Final, cast, get_args

from stubwright.base.diagnostics import FatalError
from stubwright.base.gc_pause import gc_paused
from stubwright.cli.arguments import parse_arguments
from stubwright.cli.job import prepare
from stubwright.cli.reporters.choose import REPORTERS, Format
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.reporters.text_reporter import TextReporter
from stubwright.generate import generate as generate_files
from stubwright.types.documents import Unreadable
from stubwright.version import __version__

FINE, WRONG, BUG, NO_READER = 0, 2, 3, 141


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


def _function(command: str) -> Callable[..., int]:
    module, name = _COMMANDS[command]
    return cast("Callable[..., int]", getattr(import_module(f"stubwright.cli.{module}"), name))


def run(words: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing but an interrupt is raised."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a character is not a reason to end.
            stream.reconfigure(errors="backslashreplace")
    try:
        with gc_paused():
            code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has seen enough; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    return code


def _run(words: Sequence[str]) -> int:
    reporter: Reporter = REPORTERS[_format(words)]()
    command = next((word for word in words if not word.startswith("-")), "")
    try:
        arguments = parse_arguments(words, Path.cwd())
        command = arguments.command
        if command not in _WITH_FORMATS:
            reporter = TextReporter()
        reporter.quiet, reporter.color = arguments.quiet, arguments.color
        reporter.notes = arguments.show == "notes"
        if command in _ON_TARGETS:
            code = _function(command)(prepare(arguments, reporter, generate_files))
        else:
            code = _function(command)(arguments, reporter)
    except Unreadable as stop:
        reporter.faults(stop.diagnostics, stop.documents)
        code = WRONG
    except FatalError as stop:
        reporter.faults(stop.diagnostics)
        code = WRONG
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FINE
    except BrokenPipeError:
        raise
    except Exception as error:
        _report_bug(error, words, reporter)
        code = BUG
    reporter.finish(command, code)
    return code


def _format(words: Sequence[str]) -> Format:
    """Find the format before the arguments are read: faults in them are said in it too."""
    for before, word in zip(("", *words), words, strict=False):
        for name in get_args(Format):
            if word == f"--format={name}" or (before == "--format" and word == name):
                return cast("Format", name)
    return "text"


def _report_bug(error: Exception, words: Sequence[str], reporter: Reporter) -> None:
    if "--debug" in words or os.environ.get("STUBWRIGHT_DEBUG"):
        traceback.print_exception(error)
    where = traceback.extract_tb(error.__traceback__)[-1:]
    at = f" at {Path(where[0].filename).name}:{where[0].lineno}" if where else ""
    reporter.tell(
        f"internal error: {type(error).__name__}{at}: {str(error)[:300]}\n"
        f"  This is a bug in stubwright {__version__}, not a problem with your document.\n"
        "  Please report it, with the document if you can; --debug shows the traceback."
    )
