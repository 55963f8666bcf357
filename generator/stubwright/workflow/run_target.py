"""Load, generate and compare: what every command and the build hooks do for a target."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TypeAlias

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass
from stubwright.base.uris import is_web, without_credentials
from stubwright.base.user_errors import user_error
from stubwright.load import load
from stubwright.output.changes import Change, Kind, compare
from stubwright.output.lock import (
    Kinds,
    Lock,
    choices,
    configured_fact,
    package_of,
    pins_of,
    read_lock,
    record,
)
from stubwright.output.lock_text import FORMAT, Facts, digest, only, render
from stubwright.output.paths import demand_safe, is_safe
from stubwright.project.config import Configuration
from stubwright.project.targets import Target, configured
from stubwright.types.documents import Documents
from stubwright.types.options import Options
from stubwright.types.result import Result

Generate: TypeAlias = Callable[[Documents, Options, Mapping[str, str]], Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a target comes to, before anything is written.

    ``target`` has its key settled. ``before`` and ``after`` are its facts in the lock as it is and as it would be.
    ``failed`` says that nothing can be emitted; ``changes`` and ``after`` are empty then.
    """

    target: Target
    documents: Documents
    result: Result
    lock: Lock
    before: Kinds = field(repr=False)
    after: Kinds = field(default_factory=Kinds, repr=False)
    changes: tuple[Change, ...] = ()
    failed: bool = False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all faults of the run."""
        return self.result.diagnostics


def work(target: Target, lock: Lock, generate: Generate, *, refresh: bool = False) -> Outcome:
    """Run one target without writing. Raise FatalError where its document or folder cannot be read."""
    documents = read(target)
    key = known_key(target, lock)
    target = replace(target, key=key)
    if not refresh:
        _demand_pinned(documents, lock.of(key))
    label = _label(target, documents, lock.of(key))
    options = replace(target.options, source=label)
    result = generate(documents, options, pins_of(lock.of(key)))
    if fails(result.diagnostics, strict=target.strict):
        return Outcome(
            target=target,
            documents=documents,
            result=result,
            lock=lock,
            before=lock.of(key),
            failed=True,
        )
    if not key:
        # Only now is it known which package this is, and so what was pinned for it.
        target = replace(target, key=f"./{package_of(result.files)}")
        if pins := pins_of(lock.of(target.key)):
            result = generate(documents, options, pins)
    return _compared(target, documents, result, lock, label)


def read(target: Target) -> Documents:
    """Read a target's document and all that it refers to. Raise FatalError where it cannot be read."""
    return load(
        display_path(target.document),
        overlays=tuple(map(display_path, target.overlays)),
        headers=header_values(target),
        root=target.root,
        project=target.project,
        allow_urls=target.allow_urls,
        allow_private=target.allow_private,
    )


def header_values(target: Target) -> dict[str, str]:
    """Return a target's headers with the values that the environment has. Raise FatalError for one that is not set."""
    for name, variable in target.headers.items():
        if not os.environ.get(variable):
            raise user_error(
                "header-not-set",
                f"the environment variable {variable}, which holds the header {name}, is not set",
                f"set it to the whole value of the header: {variable}='Bearer ...'",
            )
    return {name: os.environ[variable] for name, variable in target.headers.items()}


def fails(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Say whether nothing may be written."""
    fatal = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(diagnostic.severity in fatal for diagnostic in diagnostics)


def _compared(
    target: Target, documents: Documents, result: Result, lock: Lock, label: str
) -> Outcome:
    for path in result.files:
        demand_safe(path)
    if target.output.exists() and not target.output.is_dir():
        raise user_error(
            "output-not-writable",
            f"{display_path(target.output)} is not a folder",
            "choose another folder with --output",
        )
    files = {
        path: text.replace("\r\n", "\n").encode() for path, text in sorted(result.files.items())
    }
    before = lock.of(target.key)
    same_folder = only(before, "output") == only(choices(target), "output")
    locked = before.get("file", {}) if same_folder else {}
    try:
        changes = compare(target.output, package_of(files), files, locked)
        if not same_folder:
            changes += left_behind(before, lock)
    except OSError as error:
        raise user_error(
            "output-unreadable",
            f"{display_path(Path(error.filename or target.output))} cannot be read: {error.strerror or error}",
            "make the output folder readable, or choose another with --output",
        ) from None
    return Outcome(
        target=target,
        documents=documents,
        result=result,
        lock=lock,
        before=before,
        after=record(target, documents, files, result.pins, label),
        changes=changes,
    )


def left_behind(kinds: Kinds, lock: Lock) -> tuple[Change, ...]:
    """Return what is in a folder that is no longer written to, given what the lock says of its target.

    Only unchanged files below the lock's own folder: a lock is a text that anybody can send in.
    """
    folder = only(kinds, "output")
    if not folder or (folder != "." and not is_safe(folder)):
        return ()
    output = lock.path.parent / folder
    return tuple(
        change
        for change in compare(output, "", {}, kinds.get("file", {}))
        if change.kind is Kind.ORPHANED and not change.edited
    )


def facts_after(outcomes: Iterable[Outcome], lock: Lock, gone: Iterable[str] = ()) -> Facts:
    """Return a lock's facts with those of some targets put in, and others taken out."""
    dropped = set(gone)
    facts = {key: kinds for key, kinds in lock.facts.items() if key not in dropped}
    for outcome in outcomes:
        facts[outcome.target.key] = outcome.after
    return facts


def lock_text(facts: Facts, lock: Lock, configuration: Configuration | None) -> bytes:
    """Return the text of a lock that is to be written."""
    targets = tuple(configured(configuration).values()) if configuration else ()
    top = {"lock": {"": FORMAT}, "config": lock.facts[""].get("config", {})}
    if configuration and targets and targets[0].lock == lock.path:
        data = configuration.path.read_bytes()
        top["config"] = {}
        top |= configured_fact(configuration.path, data, facts, targets)
    return render({**facts, "": top}).encode()


def locks_of(targets: Iterable[Target]) -> dict[Path, Lock]:
    """Read each lock once."""
    return {path: read_lock(path) for path in dict.fromkeys(target.lock for target in targets)}


def unconfigured(lock: Lock, configuration: Configuration) -> tuple[str, ...]:
    """Return the targets that the lock holds and the configuration no longer has."""
    known = configured(configuration)
    return tuple(key for key in lock.facts if key and not key.startswith("./") and key not in known)


def known_key(target: Target, lock: Lock) -> str:
    """Return a target's key; for one that is not configured, that of the same document's package."""
    if target.key:
        return target.key
    source = choices(target)["source"]
    for key, kinds in sorted(lock.facts.items()):
        if key.startswith("./") and kinds.get("source") == source:
            stated = "package" in kinds.get("option", {})
            if not stated:
                return key
    return ""


def _label(target: Target, documents: Documents, before: Kinds) -> str:
    """Return how emitted files name the document.

    Once chosen it stays, so that a command that is run in another folder writes the same.
    """
    if target.alone and before.get("source") == choices(target)["source"]:
        return only(before, "label") or documents.by_uri[documents.root].name
    return documents.by_uri[documents.root].name


def _demand_pinned(documents: Documents, before: Kinds) -> None:
    """Raise FatalError where a URL no longer gives what the lock says."""
    pinned = before.get("document", {})
    for uri, document in documents.by_uri.items():
        shown = without_credentials(uri)
        if not is_web(uri) or shown not in pinned:
            continue
        # Locks of older versions have the digest of the bytes.
        if pinned[shown] not in (document.digest, digest(document.data)):
            raise user_error(
                "url-changed",
                f"{shown} is not what the lock says: it has changed there",
                "take the new one with --refresh",
            )
