"""What one run of the generator leaves in the lock, and what is found there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field, fields
from pathlib import Path
from typing import cast

from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass
from stubwright.base.uris import STDIN, is_web, to_path, without_credentials
from stubwright.base.user_errors import user_error
from stubwright.output.lock_text import (
    FORMAT,
    Facts,
    configured_text,
    digest,
    has_conflicts,
    only,
    parse,
    parse_damaged,
)
from stubwright.project.targets import Target
from stubwright.types.documents import Documents
from stubwright.types.options import Options
from stubwright.version import __version__

Kinds = dict[str, dict[str, str]]

# What may differ without drift: who generated, and whether a package's name was stated or derived.
_FREE = ("generator ", "option package")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A lock as it is; ``damaged`` where a line is not a fact, ``conflicts`` where that is what a merge left.

    One of an older format is read once, and written in today's.
    """

    path: Path
    facts: Facts = field(default_factory=lambda: {"": {}})
    exists: bool = False
    damaged: bool = False
    conflicts: bool = False
    outdated: bool = False

    def of(self, key: str) -> Kinds:
        """Return the facts of a target, none for one that is not there."""
        return self.facts.get(key, {}) if key else {}


def read_lock(path: Path) -> Lock:
    """Read a lock; a missing one is empty. Raise FatalError for one of a later format, or unreadable."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return Lock(path=path)
    except OSError as error:
        raise user_error(
            "lock-unreadable",
            f"{display_path(path)} cannot be read: {error.strerror or error}",
            "move it away, then run 'stubwright generate'",
        ) from None
    damaged = False
    try:
        facts = parse(text)
    except (ValueError, OverflowError):
        facts, damaged = parse_damaged(text), True
    written = only(facts[""], "lock")
    if written.isdecimal() and int(written) > int(FORMAT):
        raise user_error(
            "lock-newer",
            f"{display_path(path)} was written by a later stubwright, in format {written}",
            "install that version, or a later one",
        )
    outdated = written.isdecimal() and int(written) < int(FORMAT)
    if outdated:
        for kinds in facts.values():
            if "pin" in kinds:
                kinds["pin"]["format"] = written
    return Lock(
        path=path,
        facts=facts,
        exists=True,
        damaged=damaged or written != FORMAT,
        conflicts=damaged and has_conflicts(text.encode()),
        outdated=outdated and not damaged,
    )


def choices(target: Target) -> Kinds:
    """Return the facts that follow from what the user chose alone."""
    option: dict[str, str] = {}
    plain = Options()
    for item in fields(Options):
        value = getattr(target.options, item.name)
        if item.name == "source" or value == getattr(plain, item.name):
            continue
        if isinstance(value, Mapping):
            names = cast("Mapping[str, str]", value)
            option.update({f"{item.name}.{key}": _spelled(one) for key, one in names.items()})
        elif isinstance(value, tuple):
            texts = cast("tuple[str, ...]", value)
            option.update({f"{item.name}.{number}": text for number, text in enumerate(texts)})
        else:
            option[item.name] = str(value).lower() if isinstance(value, bool) else str(value)
    if target.root is not None:
        option["root"] = relative(target.root, target.base)
    for number, overlay in enumerate(target.overlays):
        local = "://" not in overlay
        shown = relative(Path(overlay), target.base) if local else without_credentials(overlay)
        option[f"overlay.{number}"] = shown
    if target.allow_urls:
        option["allow-urls"] = "true"
    if target.allow_private:
        option["allow-private"] = "true"
    source = "<stdin>" if target.document == "-" else without_credentials(target.document)
    if "://" not in source and source != "<stdin>":
        source = relative(Path(source), target.base)
    return {
        "option": option,
        "output": {"": relative(target.output, target.base)},
        "source": {"": source},
    }


def _spelled(value: object) -> str:
    """Return a setting of a table as one line: a name as it is, a table part by part."""
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    parts = cast("Mapping[str, object]", value)
    return ", ".join(f"{key} = {part}" for key, part in sorted(parts.items()))


def record(
    target: Target,
    documents: Documents,
    files: Mapping[str, bytes],
    pins: Mapping[str, str],
    label: str,
) -> Kinds:
    """Return all facts of a target. ``label`` is the document's name in the emitted headers."""
    read = {_name(uri, target.base): document.digest for uri, document in documents.by_uri.items()}
    return {
        **choices(target),
        "generator": {"": __version__},
        "document": read,
        "refused": dict(_refused(target, documents)),
        "package": {"": package_of(files)},
        "label": {"": label},
        "file": {path: digest(data) for path, data in files.items()},
        "pin": dict(pins),
    }


def pins_of(kinds: Kinds) -> dict[str, str]:
    """Return the pins that the lock holds for a target."""
    return dict(kinds.get("pin", {}))


def package_of(files: Iterable[str]) -> str:
    """Return the importable package among emitted paths, ``""`` where there is none."""
    tops = [path.split("/")[0] for path in files if path.count("/") == 1]
    named = {path for path in files if path.endswith("/__init__.py")}
    return next((top for top in tops if f"{top}/__init__.py" in named), "")


def configured_fact(path: Path, data: bytes, facts: Facts, targets: Iterable[Target]) -> Kinds:
    """Return the fact that holds a configuration file's digest.

    It is there only where all configured targets are in the lock as they are configured, so that an
    equal digest means equal choices.
    """
    text = configured_text(path.name, data)
    held = all(same_choices(facts.get(target.key, {}), choices(target)) for target in targets)
    return {"config": {path.name: digest(text)}} if held and text is not None else {}


def same_choices(before: Kinds, after: Kinds) -> bool:
    """Say whether a target is in the lock as it is chosen."""
    return all(before.get(kind, {}) == after[kind] for kind in ("option", "output", "source"))


def drifted(before: Kinds, after: Kinds) -> bool:
    """Say whether facts differ that a check holds a target to."""
    return _held(before) != _held(after)


def _held(kinds: Kinds) -> dict[str, str]:
    return {
        f"{kind} {key}": value
        for kind, values in kinds.items()
        for key, value in values.items()
        if f"{kind} {key}" not in _FREE
    }


def relative(path: Path, base: Path) -> str:
    """Return a posix path relative to a folder; absolute where another drive leaves no other way."""
    try:
        return os.path.relpath(path, base).replace(os.sep, "/")
    except ValueError:
        return path.as_posix()


def _name(uri: str, base: Path) -> str:
    """Return how the lock names a document."""
    if uri == STDIN:
        return "<stdin>"
    path = None if is_web(uri) else to_path(uri)
    return without_credentials(uri) if path is None else relative(path, base)


def _refused(target: Target, documents: Documents) -> Iterable[tuple[str, str]]:
    """Return files that could not be read but may be one day, with their digests.

    Those that may not be read say nothing: not even a digest of them goes into a text that
    is published.
    """
    for uri, reason in documents.refused.items():
        path = None if is_web(uri) else to_path(uri)
        if path is None or reason.code == "ref-not-allowed":
            continue
        with suppress(OSError):
            data = path.read_bytes() if path.is_file() else None
            yield relative(path, target.base), "absent" if data is None else digest(data)
