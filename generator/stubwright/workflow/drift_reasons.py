"""Reasons for drift: differences between the records of a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stubwright.base.message_text import display_path
from stubwright.output.changes import Change, Kind
from stubwright.output.lock import Lock
from stubwright.output.target_record import TargetRecord
from stubwright.workflow.drift import Comparison

_FEW = 3


def reasons(comparison: Comparison) -> tuple[str, ...]:
    """Return the reasons as text, the most likely first; foreign files need no other reason."""
    if not comparison.stale and not {change.kind for change in comparison.changes} - {Kind.FOREIGN}:
        return ()
    found = (*_lock(comparison), *_facts(comparison.before, comparison.after, comparison.lock))
    return (*found, *_by_hand(comparison)) or ("the generator itself changed",)


def _lock(comparison: Comparison) -> Iterator[str]:
    name = comparison.lock.path.name
    if comparison.lock.outdated:
        yield f"{name} has the format of an older version of stubwright"
    elif comparison.lock.damaged:
        conflict = comparison.lock.conflicts
        yield f"{name} contains merge conflict markers" if conflict else f"{name} is damaged"
    elif not comparison.lock.exists:
        yield f"{name} is missing"
    elif not comparison.before.exists:
        yield "never generated"


def _facts(before: TargetRecord, after: TargetRecord, lock: Lock) -> Iterator[str]:
    if not before.exists:
        return
    yield from _documents(before, after, lock)
    yield from _options(before, after)
    if before.generator != after.generator:
        was = before.generator or "unknown"
        yield f"the generator version changed: {was} -> {after.generator}"


def _by_hand(comparison: Comparison) -> Iterator[str]:
    conflicts = [change for change in comparison.changes if change.conflicts]
    if conflicts:
        yield f"merge conflict markers: {_named(conflicts)}"
    edited = [change for change in comparison.changes if change.edited and not change.conflicts]
    if edited:
        yield f"edited by hand: {_named(edited)}"
    written = comparison.before.files
    moved = comparison.before.output != comparison.after.output
    deleted = [one for one in comparison.of(Kind.MISSING) if one.path in written and not moved]
    if deleted:
        yield f"deleted by hand: {_named(deleted)}"


def _named(changes: Sequence[Change]) -> str:
    """Return the names of a few files; all are listed elsewhere."""
    names = [display_path(change.file) for change in changes[:_FEW]]
    more = [f"{len(changes) - _FEW} more"] if len(changes) > _FEW else []
    return ", ".join(names + more)


def _documents(before: TargetRecord, after: TargetRecord, lock: Lock) -> Iterator[str]:
    def known(name: str) -> str:
        return name if "://" in name or name[:1] == "<" else display_path(lock.path.parent / name)

    root = after.source
    was, is_ = before.documents, after.documents
    refused_before, refused = before.refused, after.refused
    overlays = {value for key, value in after.options.items() if key.startswith("overlay.")}
    if before.source != root:
        yield f"document: {known(before.source)} -> {known(root)}"
    for name in sorted({*was, *is_}):
        if name in refused:
            yield f"a referenced document cannot be read: {known(name)}"
        elif name not in is_:
            yield f"no longer refers to {known(name)}"
        elif name not in was:
            yield f"{'now corrected by' if name in overlays else 'now refers to'} {known(name)}"
        elif was[name] != is_[name]:
            what = "an overlay" if name in overlays else "a referenced document"
            yield f"{'the document' if name == root else what} changed: {known(name)}"
    for name in sorted({*refused_before, *refused} - {*was, *is_}):
        if refused_before.get(name) != refused.get(name):
            yield f"a referenced document changed: {known(name)}"


def _options(before: TargetRecord, after: TargetRecord) -> Iterator[str]:
    was, is_ = before.options, after.options
    for key in sorted({*was, *is_} - {"package"}):
        if was.get(key) != is_.get(key):
            yield f"option {key}: {was.get(key, 'not set')} -> {is_.get(key, 'not set')}"
    if before.output != after.output:
        yield f"output: {before.output or 'not set'} -> {after.output}"
    if before.package != after.package:
        yield f"package: {before.package} -> {after.package}"
