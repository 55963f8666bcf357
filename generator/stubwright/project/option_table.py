"""The option table: how each setting is written in the configuration, on the command line and in the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, fields
from stubwright.base.uris import without_credentials
from stubwright.project import option_readers as readers
from stubwright.project.rename_rules import rename
from stubwright.project.settings import Settings
from stubwright.types.options import Layout, Options, Transport, UnknownMembers

Kind: TypeAlias = Literal["text", "flag", "list", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting. ``name`` is its field of ``Settings``; with hyphens it is the key of the configuration.

    ``flag`` is empty if the command line does not have it. ``locked``, the key in the lock, is empty if it has no effect on
    the files or is recorded as a separate fact. A ``path`` is relative to where it was given, unless it is a URL. Only
    commands that generate a package accept an option ``for_package``.
    """

    name: str
    kind: Kind
    read: Callable[[object], object]
    flag: str = ""
    short: str = ""
    metavar: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""
    locked: str = ""
    path: bool = False
    for_package: bool = False

    @property
    def key(self) -> str:
        """Return the key in the configuration."""
        return self.name.replace("_", "-")


OPTIONS: Final = (
    Option(name="document", kind="text", read=readers.text, path=True),
    Option(
        name="overlays",
        kind="list",
        read=readers.overlays,
        flag="--overlay",
        metavar="FILE",
        help="correct the document with an overlay",
        locked="overlay",
        path=True,
    ),
    Option(
        name="headers",
        kind="table",
        read=readers.headers,
        flag="--header",
        metavar="NAME=VARIABLE",
        help="send a header to the document's URL; the environment variable holds its value",
    ),
    Option(
        name="root",
        kind="text",
        read=readers.text,
        flag="--root",
        metavar="DIR",
        help="allow references to files below DIR",
        locked="root",
        path=True,
    ),
    Option(
        name="allow_urls",
        kind="flag",
        read=readers.flag,
        flag="--allow-urls",
        help="allow references to URLs",
        locked="allow-urls",
    ),
    Option(
        name="allow_private",
        kind="flag",
        read=readers.flag,
        flag="--allow-private",
        help="allow references to URLs at private addresses",
        locked="allow-private",
    ),
    Option(
        name="strict",
        kind="flag",
        read=readers.flag,
        flag="--strict",
        help="treat warnings as errors",
    ),
    Option(
        name="output",
        kind="text",
        read=readers.text,
        flag="--output",
        short="-o",
        metavar="DIR",
        help="folder that contains the package (default: .)",
        path=True,
        for_package=True,
    ),
    Option(
        name="package",
        kind="text",
        read=readers.package,
        flag="--package",
        short="-p",
        metavar="NAME",
        help="import name of the package (default: from the title)",
        locked="package",
        for_package=True,
    ),
    Option(
        name="client",
        kind="text",
        read=readers.identifier,
        flag="--client",
        metavar="NAME",
        help="class name of the client (default: from the title)",
        locked="client",
        for_package=True,
    ),
    Option(
        name="project",
        kind="flag",
        read=readers.flag,
        flag="--project",
        help="also write a pyproject.toml and a README",
        locked="project",
        for_package=True,
    ),
    Option(name="testing", kind="flag", read=readers.flag, locked="testing"),
    Option(
        name="transports",
        kind="list",
        read=readers.some_of(get_args(Transport)),
        flag="--transport",
        choices=get_args(Transport),
        help="also send with another HTTP library",
        locked="transport",
        for_package=True,
    ),
    Option(
        name="layout",
        kind="text",
        read=readers.one_of(get_args(Layout)),
        flag="--layout",
        choices=get_args(Layout),
        help="few modules, or one per component (default: auto)",
        locked="layout",
        for_package=True,
    ),
    Option(
        name="names",
        kind="table",
        read=readers.names,
        flag="--name",
        metavar="KEY=NAME",
        help="set a name; KEY is one that the lock shows",
        locked="names",
        for_package=True,
    ),
    Option(name="rename", kind="list", read=rename, locked="rename"),
    Option(
        name="include",
        kind="list",
        read=readers.texts,
        flag="--include",
        metavar="WHAT",
        help="generate only these operations",
        locked="include",
        for_package=True,
    ),
    Option(
        name="exclude",
        kind="list",
        read=readers.texts,
        flag="--exclude",
        metavar="WHAT",
        help="skip these operations",
        locked="exclude",
        for_package=True,
    ),
    Option(
        name="unknown_members",
        kind="text",
        read=readers.one_of(get_args(UnknownMembers)),
        flag="--unknown-members",
        choices=get_args(UnknownMembers),
        help="drop or keep properties that the document does not declare (default: drop)",
        locked="unknown_members",
        for_package=True,
    ),
    Option(name="pagination", kind="table", read=readers.pagination, locked="pagination"),
    Option(name="security", kind="table", read=readers.security, locked="security"),
)

BY_KEY: Final[Mapping[str, Option]] = {option.key: option for option in OPTIONS}
"""The table by the keys of the configuration."""


def anchored(option: Option, value: Any, anchor: Callable[[str], str]) -> Any:
    """Resolve the paths in a value relative to where they were given; URLs and ``-`` are unchanged."""
    if not option.path:
        return value
    if isinstance(value, tuple):
        return tuple(anchored(option, each, anchor) for each in cast("tuple[str, ...]", value))
    return value if value == "-" or "://" in value else anchor(value)


def command_words(settings: Settings) -> tuple[str, ...]:
    """Return an equivalent command line, without the document and options that only the configuration has."""
    return tuple(
        word
        for option in OPTIONS
        if option.flag and (value := getattr(settings, option.name)) is not None
        for word in _words(option, value)
    )


def _words(option: Option, value: Any) -> Iterator[str]:
    if option.kind == "flag":
        yield option.flag if value else f"--no-{option.flag.removeprefix('--')}"
        return
    for text in _texts(option, value):
        yield option.flag
        yield display_path(text) if option.path else text


def _texts(option: Option, value: Any) -> list[str]:
    if option.kind == "table":
        return [f"{key}={one}" for key, one in value.items()]
    return list(value) if option.kind == "list" else [value]


def locked_options(settings: Settings, relative: Callable[[str], str]) -> dict[str, str]:
    """Return the settings to record in the lock: those that differ from their defaults.

    Lists and tables have one key per item. ``relative`` converts a path to text.
    """
    plain = {item.name: getattr(Options(), item.name) for item in fields(Options)}
    found: dict[str, str] = {}
    for option in OPTIONS:
        value = getattr(settings, option.name)
        if not option.locked or not value or value == plain.get(option.name):
            continue
        for suffix, text in _items(option, value):
            local = option.path and "://" not in text
            shown = without_credentials(text) if option.path else text
            found[f"{option.locked}{suffix}"] = relative(text) if local else shown
    return found


def _items(option: Option, value: Any) -> Iterator[tuple[str, str]]:
    if option.kind == "list":
        yield from ((f".{number}", str(one)) for number, one in enumerate(value))
    elif option.kind == "table":
        yield from ((f".{key}", _flattened(one)) for key, one in value.items())
    else:
        yield "", "true" if option.kind == "flag" else str(value)


def _flattened(value: object) -> str:
    """Return an entry of a table setting as one line."""
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    parts = cast("Mapping[str, object]", value)
    return ", ".join(f"{key} = {part}" for key, part in sorted(parts.items()))


def settings_of(locked: Mapping[str, str], absolute: Callable[[str], str]) -> dict[str, Any]:
    """Return the command-line settings for the options in a lock; the inverse of ``locked_options``."""
    found: dict[str, Any] = {}
    for option in OPTIONS:
        if option.flag and option.locked and (value := _unlocked(option, locked)):
            found[option.name] = anchored(option, value, absolute)
    return found


def _unlocked(option: Option, locked: Mapping[str, str]) -> Any:
    start = f"{option.locked}."
    inner = {key.removeprefix(start): one for key, one in locked.items() if key.startswith(start)}
    if option.kind == "table":
        return inner
    if option.kind == "list":
        return tuple(inner[number] for number in sorted(inner, key=int))
    value = locked.get(option.locked)
    return value == "true" if option.kind == "flag" and value else value
