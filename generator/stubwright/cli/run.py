"""Run a command line: read its arguments, answer ``--help``, and dispatch other commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from stubwright.base.diagnostics import FatalError
from stubwright.base.gc_pause import gc_paused
from stubwright.cli.arguments import Arguments, parse_arguments
from stubwright.cli.exit_codes import FINE, NO_READER, WRONG


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
        _discard_output()
        return NO_READER
    except OSError as error:
        # Files have errors of their own; see ``dispatch``.
        _discard_output()
        sys.stderr.write(f"error: standard output cannot be written: {error.strerror}\n")
        return WRONG
    return code


def _discard_output() -> None:
    """Redirect standard output to nowhere: what is buffered must not cause another error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: Sequence[str]) -> int:
    arguments: Arguments | FatalError
    try:
        arguments = parse_arguments(words, Path.cwd())
    except FatalError as wrong:
        arguments = wrong
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FINE
    # Start-up: `--help` does not need the generator.
    dispatch = import_module("stubwright.cli.dispatch").dispatch
    return cast("int", dispatch(words, arguments))
