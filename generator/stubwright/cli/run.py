"""Run a command and turn whatever ends it into an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import cast, get_args

from stubwright.base.diagnostics import FatalError
from stubwright.cli.arguments import Arguments, Format, parse_arguments
from stubwright.cli.check import check
from stubwright.cli.commands import init, inspect
from stubwright.cli.diff import diff
from stubwright.cli.explain import explain
from stubwright.cli.generate import generate
from stubwright.cli.job import Job, prepare
from stubwright.cli.reporter import Talk
from stubwright.cli.transcribe import write_transcript
from stubwright.cli.verify import verify
from stubwright.generate import generate as generate_files
from stubwright.types.documents import Unreadable
from stubwright.version import __version__

FINE, WRONG, BUG, NO_READER = 0, 2, 3, 141


def _overlay(arguments: Arguments, talk: Talk) -> int:
    """Run `stubwright overlay`."""
    # Start-up: overlays load a JSONPath library, which no other command needs without an overlay.
    return cast("int", import_module("stubwright.cli.overlay").overlay(arguments, talk))


_ON_TARGETS: dict[str, Callable[[Job], int]] = {
    "generate": generate,
    "check": check,
    "diff": diff,
}
_OTHER: dict[str, Callable[[Arguments, Talk], int]] = {
    "inspect": inspect,
    "explain": explain,
    "init": init,
    "transcribe": write_transcript,
    "overlay": _overlay,
    "verify": verify,
}


def run(words: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing but an interrupt is raised."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a character is not a reason to end.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has seen enough; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    return code


def _run(words: Sequence[str]) -> int:
    talk = Talk(format=_format(words))
    command = next((word for word in words if not word.startswith("-")), "")
    try:
        arguments = parse_arguments(words, Path.cwd())
        command = arguments.command
        talk.quiet, talk.color = arguments.quiet, arguments.color
        if command in _ON_TARGETS:
            code = _ON_TARGETS[command](prepare(arguments, talk, generate_files))
        else:
            talk.format = arguments.format if command == "verify" else "text"
            code = _OTHER[command](arguments, talk)
    except Unreadable as stop:
        talk.faults(stop.diagnostics, stop.documents)
        code = WRONG
    except FatalError as stop:
        talk.faults(stop.diagnostics)
        code = WRONG
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FINE
    except BrokenPipeError:
        raise
    except Exception as error:
        _report_bug(error, words, talk)
        code = BUG
    talk.finish(command, code)
    return code


def _format(words: Sequence[str]) -> Format:
    """Find the format before the arguments are read: faults in them are said in it too."""
    for before, word in zip(("", *words), words, strict=False):
        for name in get_args(Format):
            if word == f"--format={name}" or (before == "--format" and word == name):
                return cast("Format", name)
    return "text"


def _report_bug(error: Exception, words: Sequence[str], talk: Talk) -> None:
    if "--debug" in words or os.environ.get("STUBWRIGHT_DEBUG"):
        traceback.print_exception(error)
    where = traceback.extract_tb(error.__traceback__)[-1:]
    at = f" at {Path(where[0].filename).name}:{where[0].lineno}" if where else ""
    talk.tell(
        f"internal error: {type(error).__name__}{at}: {str(error)[:300]}\n"
        f"  This is a bug in stubwright {__version__}, not in your document; nothing of it is your fault.\n"
        "  Please report it, with the document if you can; --debug shows where it comes from."
    )
