"""The configuration: ``[tool.stubwright]`` in a pyproject.toml, or a stubwright.toml."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from stubwright.base.diagnostics import FatalError
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field, replace
from stubwright.base.suggest import did_you_mean
from stubwright.base.user_errors import user_error
from stubwright.project.option_table import BY_KEY, anchored
from stubwright.project.rename_rules import placed
from stubwright.project.settings import Settings, over
from stubwright.project.version_range import allows
from stubwright.version import __version__

# The same parser under two names; each Python has only one of them, and many runs need none.
_TOML: Final = "tomllib" if sys.version_info >= (3, 11) else "tomli"

INLINE = "default"
"""The name of the only target of a configuration without ``targets``."""

Toml: TypeAlias = Mapping[str, object]

_NOT_SHARED = ("document", "package", "client")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A configuration file: its targets by name, each including the settings for all targets."""

    path: Path
    targets: Mapping[str, Settings] = field(default_factory=dict[str, Settings])
    shared: Settings = field(default_factory=Settings)


def find(start: Path) -> Path | None:
    """Return the nearest configuration file in a folder or above it.

    A pyproject.toml without ``[tool.stubwright]`` is skipped. Raise FatalError for one that
    contains it and cannot be read.
    """
    for folder in (start, *start.parents):
        own = folder / "stubwright.toml"
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and b"stubwright" in _bytes(shared) and _table(shared) is not None:
            return shared
    return None


def read(path: Path) -> Configuration:
    """Read a configuration file; its relative paths are relative to it.

    Raise FatalError if it is not valid TOML, has unknown keys or values of the wrong type, or requires another
    version.
    """
    table = _table(path)
    if table is None:
        raise user_error(
            "config-not-found",
            f"{display_path(path)} has no table [tool.stubwright]",
            "run 'stubwright init' to create one",
        )
    _demand_version(path, table.get("required-version"))
    named = table.get("targets", {})
    top = {key: value for key, value in table.items() if key not in ("targets", "required-version")}
    known = (*BY_KEY, "targets", "required-version")
    shared = _settings(path, top, "", known)
    if not named:
        inline = {} if shared.document is None else {INLINE: shared}
        return Configuration(path=path, targets=inline, shared=shared)
    if misplaced := [key for key in _NOT_SHARED if key in top]:
        raise user_error(
            "config-misplaced-key",
            f"{display_path(path)}: {misplaced[0]!r} is not allowed beside 'targets'",
            f"move it into one of the tables [{_prefix(path)}targets.NAME]",
        )
    return Configuration(path=path, targets=_targets(path, named, shared), shared=shared)


def _targets(path: Path, named: object, shared: Settings) -> dict[str, Settings]:
    tables = _tables(named)
    if tables is None:
        raise user_error(
            "config-wrong-type",
            f"{display_path(path)}: 'targets' must contain only tables",
            f"write one table [{_prefix(path)}targets.NAME] per target",
        )
    targets: dict[str, Settings] = {}
    for name, table in tables.items():
        if not name.replace("-", "").replace("_", "").replace(".", "").isalnum():
            raise user_error(
                "config-target-name",
                f"{display_path(path)}: a target cannot be called {name!r}",
                "use letters, digits, '-', '_' and '.'",
            )
        settings = over(_settings(path, table, f"targets.{name}: ", tuple(BY_KEY)), shared)
        if settings.document is None:
            raise user_error(
                "config-no-document",
                f"{display_path(path)}: targets.{name} has no document",
                'add a line such as document = "openapi.yaml"',
            )
        targets[name] = settings
    return targets


def _settings(path: Path, table: Toml, where: str, known: tuple[str, ...]) -> Settings:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key in ("targets", "required-version"):
            continue
        option = BY_KEY.get(key)
        if option is None:
            hint = did_you_mean(key, known) or f"known keys are {', '.join(sorted(known))}"
            if key == "tool":
                hint = f"in a {path.name} the keys are at the top level, without [tool.stubwright]"
            message = f"{display_path(path)}: {where}unknown key {key!r}"
            raise user_error("config-unknown-key", message, hint)
        try:
            read_value = option.read(value)
        except ValueError as error:
            raise user_error(
                "config-wrong-type", f"{display_path(path)}: {where}{key!r} is {error}"
            ) from None
        found[option.name] = anchored(option, read_value, lambda local: str(path.parent / local))
    settings = Settings(**found)
    if settings.rename:
        settings = replace(settings, rename=placed(settings.rename, path))
    if settings.document == "-":
        raise user_error(
            "config-wrong-type",
            f"{display_path(path)}: a configured document must be a file or a URL",
        )
    return settings


def _demand_version(path: Path, required: object) -> None:
    if required is None:
        return
    demand_version(required, display_path(path))


def demand_version(required: object, where: str) -> None:
    """Raise FatalError if another version of Stubwright is required."""
    try:
        if not isinstance(required, str):
            raise ValueError(f"{required!r} is not a string such as '>=0.1,<0.2'")
        allowed = allows(required, __version__)
    except ValueError as error:
        raise user_error("config-wrong-type", f"{where}: 'required-version': {error}") from None
    if not allowed:
        raise user_error(
            "generator-refused",
            f"{where} requires stubwright {required}, but this is {__version__}",
            f"install a matching version: pip install 'stubwright{required}'",
        )


def _table(path: Path) -> Toml | None:
    """Return Stubwright's table of a configuration file, None if a pyproject.toml has none."""
    toml = import_module(_TOML)
    try:
        tree: Toml = toml.loads(_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"not UTF-8 at byte {error.start}") from None
    except (toml.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(path, f"not TOML: {error}") from None
    if path.name != "pyproject.toml":
        return tree
    tool = _as_table(tree.get("tool"))
    if tool is None or "stubwright" not in tool:
        return None
    table = _as_table(tool["stubwright"])
    if table is None:
        raise user_error(
            "config-wrong-type", f"{display_path(path)}: 'tool.stubwright' is not a table"
        )
    return table


def _as_table(value: object) -> Toml | None:
    return cast("Toml", value) if isinstance(value, dict) else None


def _tables(value: object) -> Mapping[str, Toml] | None:
    tables = {key: _as_table(inner) for key, inner in (_as_table(value) or {"": None}).items()}
    found = {key: table for key, table in tables.items() if table is not None}
    return found if len(found) == len(tables) else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None


def _unreadable(path: Path, why: str) -> FatalError:
    return user_error(
        "config-unreadable", f"{display_path(path)} cannot be read: {why}", "correct the file"
    )


def _prefix(path: Path) -> str:
    return "tool.stubwright." if path.name == "pyproject.toml" else ""
