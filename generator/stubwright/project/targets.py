"""Targets of a run: the configured ones, or one from the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field, fields, replace
from stubwright.base.suggest import did_you_mean
from stubwright.base.uris import without_credentials
from stubwright.base.user_errors import user_error
from stubwright.output.lock_path import NAME, lock_of
from stubwright.project.config import INLINE, Configuration
from stubwright.project.option_table import command_words
from stubwright.project.settings import Settings, over
from stubwright.types.options import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One document and the folder of its package.

    ``key`` is its name in the lock: that of a configured target, ``./PACKAGE`` for any other, and ``""`` if that package
    is not known yet. ``document`` is the argument of ``load``; the path of a file is absolute. ``project`` is the folder
    to which names in messages are relative. ``settings`` are those given for the target; the other fields follow from
    them. ``overlays`` are like ``document``. ``headers`` maps names of headers to environment variables.
    """

    key: str
    settings: Settings
    document: str
    output: Path
    options: Options
    lock: Path
    project: Path
    overlays: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    root: Path | None = None
    allow_urls: bool = False
    allow_private: bool = False
    strict: bool = False

    @property
    def base(self) -> Path:
        """Return the folder to which paths in the lock are relative."""
        return self.lock.parent

    @property
    def alone(self) -> bool:
        """Return whether the target is not a configured one."""
        return not self.key or self.key.startswith("./")


def configured(configuration: Configuration) -> dict[str, Target]:
    """Return the configured targets by name."""
    return {
        key: _configured(key, settings, configuration)
        for key, settings in configuration.targets.items()
    }


def select(
    configuration: Configuration | None, settings: Settings, *, name: str = "", cwd: Path
) -> tuple[Target, ...]:
    """Return the targets of a command.

    ``settings`` are those of the command line, with absolute paths. The document of a configured target selects
    that target; any other document is independent of the configuration and uses only the command line. The same
    applies to a configured target with another output folder on the command line: its lock is in that folder. Raise
    FatalError if there is no target or a name is unknown.
    """
    targets = configured(configuration) if configuration else {}
    if name:
        targets = {name: _named(name, targets)}
    if settings.document is not None:
        matching = {key: target for key, target in targets.items() if _is(target, settings)}
        if not matching:
            return (_alone(settings, cwd),)
        targets = matching
    if not targets or configuration is None:
        raise user_error(
            "no-document",
            "no document is given or configured",
            "pass one, such as 'stubwright generate openapi.yaml', or run 'stubwright init'",
        )
    _demand_one_target(targets, settings)
    own = replace(settings, document=None)
    return tuple(
        _overridden(key, over(own, configuration.targets[key]), configuration, cwd, target)
        for key, target in targets.items()
    )


def _demand_one_target(targets: Mapping[str, Target], settings: Settings) -> None:
    """Raise FatalError if an option that applies to one target is given for several."""
    if len(targets) > 1 and (settings.output or settings.package or settings.client):
        raise user_error(
            "wrong-arguments",
            "--output, --package and --client apply to one target, but there are several",
            f"choose one with --target: {', '.join(sorted(targets))}",
        )


def _overridden(
    key: str, settings: Settings, configuration: Configuration, cwd: Path, before: Target
) -> Target:
    target = _configured(key, settings, configuration)
    if target.output == before.output:
        return target
    return replace(_alone(settings, cwd), project=target.project)


def _named(name: str, targets: Mapping[str, Target]) -> Target:
    if name not in targets:
        known = ", ".join(sorted(targets)) or "none"
        raise user_error(
            "target-unknown",
            f"no target is called {name!r}",
            did_you_mean(name, targets) or f"known targets are {known}",
        )
    return targets[name]


def _is(target: Target, settings: Settings) -> bool:
    return settings.document == target.document and (
        settings.output is None or Path(settings.output) == target.output
    )


def _configured(key: str, settings: Settings, configuration: Configuration) -> Target:
    lock = Path(lock_of(str(configuration.path)))
    return _target(key, settings, folder=configuration.path.parent, lock=lock)


def _alone(settings: Settings, cwd: Path) -> Target:
    key = f"./{settings.package}" if settings.package else ""
    return _target(key, settings, folder=cwd, lock=Path(settings.output or cwd) / NAME)


def _target(key: str, settings: Settings, *, folder: Path, lock: Path) -> Target:
    """Return a target; ``folder`` is its output folder unless its settings have another one."""
    return Target(
        key=key,
        settings=settings,
        document=_absolute(settings.document or ""),
        output=Path(os.path.abspath(settings.output or folder)),
        options=_options(settings),
        lock=Path(os.path.abspath(lock)),
        project=folder,
        overlays=tuple(map(_absolute, settings.overlays or ())),
        headers=settings.headers or {},
        root=None if settings.root is None else Path(os.path.abspath(settings.root)),
        allow_urls=bool(settings.allow_urls),
        allow_private=bool(settings.allow_private),
        strict=bool(settings.strict),
    )


def _options(settings: Settings) -> Options:
    shared = {item.name for item in fields(Options)} & {item.name for item in fields(Settings)}
    stated = {name: getattr(settings, name) for name in shared}
    return replace(
        Options(), **{name: value for name, value in stated.items() if value is not None}
    )


def _absolute(document: str) -> str:
    return document if document == "-" or "://" in document else os.path.abspath(document)


def fix_command(
    target: Target, command: str, settings: Settings, *, config: str = ""
) -> tuple[str, ...]:
    """Return the words of the command line that runs ``command`` on a target.

    ``settings`` are those of the command line; ``config`` is the configuration file if the command line has one.
    """
    words = ["stubwright", command]
    if not target.alone:
        words += ["--config", config] if config else []
        words += [] if target.key == INLINE else ["--target", target.key]
        return (*words, *command_words(replace(settings, output=None)))
    words.append(without_credentials(display_path(target.document)))
    if target.output != Path.cwd():
        words += ["--output", display_path(str(target.output))]
    return (*words, *command_words(replace(target.settings, output=None, strict=None)))
