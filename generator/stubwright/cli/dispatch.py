"""Run the command that a command line means, and turn whatever ends it into an exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final, cast, get_args

from stubwright.base.diagnostics import FatalError
from stubwright.cli.arguments import Arguments, Format
from stubwright.cli.bug import bug_text
from stubwright.cli.exit_codes import BUG, WRONG
from stubwright.cli.job import prepare
from stubwright.cli.reporter import Talk
from stubwright.generate import generate as generate_files
from stubwright.types.documents import Unreadable

_ON_TARGETS: Final = frozenset({"generate", "check", "diff"})
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
    """Run what ``words`` mean, as ``arguments`` or what is wrong with them; return the exit code."""
    talk = Talk(format=_format(words))
    command = next((word for word in words if not word.startswith("-")), "")
    try:
        if isinstance(arguments, FatalError):
            raise arguments
        command = arguments.command
        code = _run(arguments, talk)
    except Unreadable as stop:
        talk.faults(stop.diagnostics, stop.documents)
        code = WRONG
    except FatalError as stop:
        talk.faults(stop.diagnostics)
        code = WRONG
    except BrokenPipeError:
        raise
    except Exception as error:
        talk.tell(bug_text(error, debug="--debug" in words))
        code = BUG
    talk.finish(command, code)
    return code


def _run(arguments: Arguments, talk: Talk) -> int:
    talk.quiet, talk.color = arguments.quiet, arguments.color
    talk.notes = arguments.show == "notes"
    command = arguments.command
    if command in _ON_TARGETS:
        return _function(command)(prepare(arguments, talk, generate_files))
    talk.format = arguments.format if command == "verify" else "text"
    return _function(command)(arguments, talk)


def _function(command: str) -> Callable[..., int]:
    module, name = _COMMANDS[command]
    return cast("Callable[..., int]", getattr(import_module(f"stubwright.cli.{module}"), name))


def _format(words: Sequence[str]) -> Format:
    """Find the format before the arguments are read: faults in them are said in it too."""
    for before, word in zip(("", *words), words, strict=False):
        for name in get_args(Format):
            if word == f"--format={name}" or (before == "--format" and word == name):
                return cast("Format", name)
    return "text"
