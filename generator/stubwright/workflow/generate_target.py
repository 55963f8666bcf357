"""Load, generate and compare a target, for all commands and the build hooks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import display_path
from stubwright.base.records import replace
from stubwright.base.stages import Begin, unwatched
from stubwright.base.uris import is_web, without_credentials
from stubwright.base.user_errors import user_error
from stubwright.generate import generate
from stubwright.load import load
from stubwright.output.changes import compare
from stubwright.output.lock import Lock
from stubwright.output.lock_text import digest
from stubwright.output.paths import demand_safe
from stubwright.output.target_record import TargetRecord
from stubwright.project.targets import Target
from stubwright.types.documents import Documents
from stubwright.types.result import Result
from stubwright.workflow.locks import known_key, left_behind
from stubwright.workflow.record_target import chosen, package_of, record
from stubwright.workflow.target_result import TargetResult


def generate_target(
    target: Target,
    lock: Lock,
    *,
    refresh: bool = False,
    begin: Begin = unwatched,
) -> TargetResult:
    """Run one target without writing. Raise FatalError if its document or folder cannot be read."""
    begin("load")
    documents = read(target)
    key = known_key(target, lock)
    target = replace(target, key=key)
    if not refresh:
        _demand_pinned(documents, lock.of(key))
    label = _label(target, documents, lock.of(key))
    options = replace(target.options, source=label)
    result = generate(documents, options, lock.of(key).pins, begin=begin)
    if fails(result.diagnostics, strict=target.strict):
        return _failed(target, documents, result, lock)
    if not key:
        # The package, and therefore its pins, are not known before.
        target = replace(target, key=f"./{package_of(result.files)}")
        if pins := lock.of(target.key).pins:
            result = generate(documents, options, pins, begin=begin)
    begin("compare")
    return _compared(target, documents, result, lock, label)


def _failed(target: Target, documents: Documents, result: Result, lock: Lock) -> TargetResult:
    return TargetResult(
        target=target,
        documents=documents,
        result=result,
        lock=lock,
        before=lock.of(target.key),
        failed=True,
    )


def read(target: Target) -> Documents:
    """Read a target's document and the documents to which it refers. Raise FatalError if it cannot be read."""
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
    """Return a target's headers with their values from the environment. Raise FatalError for a variable that is not set."""
    for name, variable in target.headers.items():
        if not os.environ.get(variable):
            raise user_error(
                "header-not-set",
                f"the environment variable {variable}, which holds the header {name}, is not set",
                f"set it to the whole value of the header: {variable}='Bearer ...'",
            )
    return {name: os.environ[variable] for name, variable in target.headers.items()}


def fails(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Return whether nothing may be written."""
    fatal = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(diagnostic.severity in fatal for diagnostic in diagnostics)


def _compared(
    target: Target, documents: Documents, result: Result, lock: Lock, label: str
) -> TargetResult:
    _demand_output(target, result)
    files = {
        path: text.replace("\r\n", "\n").encode() for path, text in sorted(result.files.items())
    }
    before = lock.of(target.key)
    same_folder = before.output == chosen(target).output
    locked = before.files if same_folder else dict[str, str]()
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
    return TargetResult(
        target=target,
        documents=documents,
        result=result,
        lock=lock,
        before=before,
        after=record(target, documents, files, result.pins, label),
        changes=changes,
    )


def _demand_output(target: Target, result: Result) -> None:
    """Raise FatalError if a file would leave the output folder, or the folder is a file."""
    for path in result.files:
        demand_safe(path)
    if target.output.exists() and not target.output.is_dir():
        raise user_error(
            "output-not-writable",
            f"{display_path(target.output)} is not a folder",
            "choose another folder with --output",
        )


def _label(target: Target, documents: Documents, before: TargetRecord) -> str:
    """Return the name of the document in generated files.

    It is kept from the last run, so that a command in another folder generates the same files.
    """
    if target.alone and before.label and before.source == chosen(target).source:
        return before.label
    return documents.by_uri[documents.root].name


def _demand_pinned(documents: Documents, before: TargetRecord) -> None:
    """Raise FatalError if the content of a URL differs from the lock."""
    pinned = before.documents
    for uri, document in documents.by_uri.items():
        shown = without_credentials(uri)
        if not is_web(uri) or shown not in pinned:
            continue
        # Locks of older versions have the digest of the bytes.
        if pinned[shown] not in (document.digest, digest(document.data)):
            raise user_error(
                "url-changed",
                f"{shown} has changed since the lock was written",
                "accept the new content with --refresh",
            )
