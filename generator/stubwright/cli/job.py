"""The context of a command: targets, their locks, and a reporter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from stubwright.base.records import dataclass, field
from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.reporters.reporter import Reporter
from stubwright.output.lock import Lock, read_lock
from stubwright.output.lock_path import NAME
from stubwright.project.config import Configuration, demand_version, find, read
from stubwright.project.targets import Target, fix_command, select
from stubwright.workflow.locks import locks_of, unconfigured
from stubwright.workflow.remembered import remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The targets of a command. ``whole`` is true if these are all configured targets."""

    arguments: Arguments
    reporter: Reporter
    configuration: Configuration | None
    targets: tuple[Target, ...]
    locks: Mapping[Path, Lock] = field(repr=False)
    whole: bool

    def fix_command(self, target: Target) -> tuple[str, ...]:
        """Return the command that generates a target."""
        settings = self.arguments.settings
        return fix_command(target, "generate", settings, config=self.arguments.config)

    def reads_again(self, target: Target) -> bool:
        """Return whether the current content of a URL is used: on request, and if `generate` is given the URL itself."""
        named = self.arguments.command == "generate" and target.alone
        return self.arguments.refresh or (named and "://" in target.document)

    def unconfigured(self) -> Iterator[tuple[Lock, str]]:
        """Yield the targets in a lock that are no longer configured."""
        if self.whole and self.configuration is not None:
            for lock in self.locks.values():
                for key in unconfigured(lock, self.configuration):
                    yield lock, key


def configure(arguments: Arguments) -> tuple[Configuration | None, tuple[Target, ...]]:
    """Return the configuration and the targets of a command line. Raise FatalError."""
    if arguments.required_version:
        demand_version(arguments.required_version, "the command line")
    cwd = Path.cwd()
    named = cwd / arguments.config if arguments.config else None
    if named is not None and not named.is_file():
        raise user_error("config-not-found", f"{arguments.config} is not a file", "see --config")
    path = named or find(cwd)
    configuration = None if path is None else read(path)
    settings = arguments.settings
    lock = read_lock((cwd / (settings.output or "")).resolve() / NAME)
    targets_of_lock = remembered(settings, lock) if _is_silent(arguments, configuration) else ()
    if not targets_of_lock:
        return configuration, select(configuration, settings, name=arguments.target, cwd=cwd)
    return configuration, tuple(
        chain.from_iterable(select(None, one, cwd=cwd) for one in targets_of_lock)
    )


def _is_silent(arguments: Arguments, configuration: Configuration | None) -> bool:
    """Return whether the lock determines the options of a command line.

    For a document, `generate` uses only the given options; the other commands use those of the last run.
    """
    if configuration is not None or arguments.command == "inspect":
        return False
    return arguments.settings.document is None or arguments.command in ("check", "diff")


def prepare(arguments: Arguments, reporter: Reporter) -> Job:
    """Return the job of a command line. Raise FatalError if its targets cannot be determined."""
    configuration, targets = configure(arguments)
    return Job(
        arguments=arguments,
        reporter=reporter,
        configuration=configuration,
        targets=targets,
        locks=locks_of(targets),
        whole=not arguments.target
        and all(not target.alone for target in targets)
        and arguments.settings.document is None,
    )
