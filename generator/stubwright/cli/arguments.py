"""The command line's arguments."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn, cast, get_args

from stubwright.base.records import dataclass, field, fields
from stubwright.base.suggest import did_you_mean
from stubwright.base.user_errors import user_error
from stubwright.cli.page_arguments import add_transcribe, add_verify
from stubwright.cli.reporters.formats import Color, Format
from stubwright.project.option_table import OPTIONS, Option, anchored
from stubwright.project.settings import Settings
from stubwright.version import __version__

Show = Literal["notes"]

_EPILOG = """\
Without a document, the targets in the nearest pyproject.toml ([tool.stubwright]) or
stubwright.toml are used. Exit codes: 0 success, 1 drift or a difference, 2 invalid input,
3 a bug in stubwright. 'stubwright COMMAND --help' shows a command's options.
"""

_COMMANDS = (
    "generate", "check", "diff", "inspect", "overlay", "explain", "init", "transcribe", "verify",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """A command line. Paths in ``settings`` are absolute; None and "" mean that the option was not given."""

    command: str
    settings: Settings = field(default_factory=Settings)
    config: str = ""
    target: str = ""
    required_version: str = ""
    refresh: bool = False
    force: bool = False
    second_opinion: bool = False
    depfile: str = ""
    depfile_target: str = ""
    report: str = ""
    quiet: bool = False
    format: Format = "text"
    color: Color = "auto"
    show: Show | None = None
    debug: bool = False
    code: str = ""
    pages: Sequence[str] = ()
    system: str = ""
    decisions: str = ""
    write_to: str = ""
    title: str = ""
    descriptions: bool = False
    mismatches: str = ""
    against: str = ""
    notes: bool = False
    new_pages: Sequence[str] = ()
    html: str = ""
    jobs: int = 1
    timings: bool = False


class _Parser(argparse.ArgumentParser):
    commands: tuple[_Parser, ...] = ()

    def options(self) -> set[str]:
        """Return the options of the command, or of all commands."""
        found = set(self._option_string_actions)
        for command in self.commands:
            found |= command.options()
        return found

    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"invalid choice: '(\S+)'|unrecognized arguments: ([^\s=]+)", message)
        known = [*_COMMANDS, *self.options()]
        hint = did_you_mean(wrong[1] or wrong[2], known) if wrong else ""
        raise user_error("wrong-arguments", message, hint or f"see '{self.prog} --help'")


def parse_arguments(words: Sequence[str], cwd: Path) -> Arguments:
    """Read a command line. Raise FatalError if it is not valid, SystemExit after --help and --version."""
    parsed = vars(_parser().parse_args(words))
    known = {item.name for item in fields(Arguments)} - {"settings"}
    plain = {key: value for key, value in parsed.items() if key in known and value is not None}
    return Arguments(**plain, settings=_settings(parsed, cwd))


def _settings(parsed: dict[str, object], cwd: Path) -> Settings:
    found: dict[str, Any] = {}
    for option in OPTIONS:
        value = parsed.get(option.name)
        if value is None:
            continue
        if option.kind == "table":
            value = dict(_pair(option, text) for text in cast("list[str]", value))
        try:
            read = option.read(value)
        except ValueError as error:
            what = option.flag or option.name
            raise user_error("wrong-arguments", f"{what} is {error}") from None
        found[option.name] = anchored(option, read, lambda local: os.path.abspath(cwd / local))
    return Settings(**found)


def _pair(option: Option, text: str) -> tuple[str, str]:
    key, mark, value = text.rpartition("=")
    if not mark:
        raise user_error("wrong-arguments", f"{option.flag} {text!r} is not {option.metavar}")
    return key, value


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="stubwright",
        description="Generate small, readable, typed Python packages from OpenAPI documents.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"stubwright {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_package_commands(commands)
    _add_overlay(commands)
    _add_explain(commands)
    _add_pages(commands)
    parser.commands = tuple(commands.choices.values())
    return parser


def _add_package_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    for name, words in (
        ("generate", "generate a package from a document"),
        ("check", "check that the generated package is up to date"),
        ("diff", "show what 'generate' would change"),
        ("inspect", "print how a document was understood, as JSON"),
    ):
        command = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        _add_target(command)
        if name != "inspect":
            _add_options(command, for_package=True)
        _add_output(command)
        if name == "generate":
            _add_generate(command)
        if name in ("generate", "check"):
            _add_jobs(command)
        if name == "check":
            command.add_argument(
                "--second-opinion",
                action="store_true",
                help="list the properties that datamodel-code-generator reads differently",
            )


def _add_overlay(commands: argparse._SubParsersAction[_Parser]) -> None:
    words = "print an overlay that corrects a document to match its API's responses"
    command = commands.add_parser("overlay", help=words, description=words, allow_abbrev=False)
    command.add_argument(
        "mismatches", metavar="FILE", help="the file that 'mismatches.to_file' wrote"
    )
    _add_target(command)
    _add_output(command)


def _add_explain(commands: argparse._SubParsersAction[_Parser]) -> None:
    words = "explain a message code, or how an operation is called and paginates"
    command = commands.add_parser("explain", help=words, description=words, allow_abbrev=False)
    said = "such as ref-not-found, listPets or 'GET /pets' (default: list all codes)"
    command.add_argument("code", metavar="CODE|OPERATION", nargs="?", help=said)
    _add_target(command)
    _add_output(command)
    words = "write a first configuration; never overwrites an existing one"
    command = commands.add_parser("init", help=words, description=words, allow_abbrev=False)
    command.add_argument(
        "document", metavar="DOCUMENT", nargs="?", help="the document to configure"
    )
    _add_output(command)


def _add_pages(commands: argparse._SubParsersAction[_Parser]) -> None:
    words = "write an OpenAPI document from reference pages"
    command = commands.add_parser("transcribe", help=words, description=words, allow_abbrev=False)
    add_transcribe(command)
    _add_output(command)
    words = "compare reference pages with the document"
    command = commands.add_parser("verify", help=words, description=words, allow_abbrev=False)
    add_verify(command)
    _add_output(command)


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document", metavar="DOCUMENT", nargs="?", help="a path, a URL, or - for standard input"
    )
    _add_options(parser, for_package=False)
    parser.add_argument("--config", metavar="FILE", help="the configuration file")
    parser.add_argument("--target", metavar="NAME", help="one of the configured targets")
    parser.add_argument(
        "--required-version", metavar="SPEC", help="refuse other versions of stubwright"
    )
    parser.add_argument(
        "--refresh", action="store_true", help="read everything again, including URLs"
    )
    parser.add_argument("--report", metavar="FILE", help="write the full report as JSON")


def _add_options(parser: argparse.ArgumentParser, *, for_package: bool) -> None:
    for option in OPTIONS:
        if option.flag and option.for_package == for_package:
            flags = (option.flag, option.short) if option.short else (option.flag,)
            parser.add_argument(*flags, dest=option.name, help=option.help, **_form(option))


def _form(option: Option) -> dict[str, Any]:
    """Return the arguments of ``add_argument`` for an option."""
    if option.kind == "flag":
        return {"action": argparse.BooleanOptionalAction}
    known = {"choices": option.choices} if option.choices else {"metavar": option.metavar}
    return {**known, "action": "store" if option.kind == "text" else "append"}


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs",
        "-j",
        type=_jobs,
        metavar="N",
        help="run this many targets in parallel; auto: one per processor (default 1)",
    )


def _jobs(text: str) -> int:
    """Parse a number of processes; 0 means one per processor."""
    if text == "auto":
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a positive integer nor 'auto'")
    return int(text)


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--force", action="store_true", help="overwrite files that stubwright did not write"
    )
    parser.add_argument("--timings", action="store_true", help="report how long each stage takes")
    parser.add_argument(
        "--depfile", metavar="FILE", help="write a dependency file for Make or Ninja"
    )
    parser.add_argument(
        "--depfile-target",
        metavar="PATH",
        help="the target in the dependency file (default: the lock)",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", "-q", action="store_true", help="print errors only")
    parser.add_argument("--format", choices=get_args(Format), help="output format (default: text)")
    parser.add_argument(
        "--show",
        choices=get_args(Show),
        help="notes: list the notes by code, each with an example",
    )
    parser.add_argument(
        "--color", choices=get_args(Color), help="default: auto, which respects NO_COLOR"
    )
    parser.add_argument(
        "--debug", action="store_true", help="show the traceback of an internal error"
    )
