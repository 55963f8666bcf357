"""Drift of a target: compared with a new generation, or with the lock only, without network access."""

from __future__ import annotations

from pathlib import Path

from stubwright.base.records import dataclass, field, replace
from stubwright.output.changes import Change, Kind, compare_locked
from stubwright.output.lock import Lock
from stubwright.output.lock_text import digest
from stubwright.output.target_record import TargetRecord
from stubwright.project.targets import Target
from stubwright.version import __version__
from stubwright.workflow.locks import known_key
from stubwright.workflow.record_target import chosen
from stubwright.workflow.target_result import TargetResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A target's record in the lock, its current record, and the files that differ."""

    target: Target
    lock: Lock
    before: TargetRecord = field(repr=False)
    after: TargetRecord = field(repr=False)
    changes: tuple[Change, ...]

    @property
    def clean(self) -> bool:
        """Return whether nothing has to be written."""
        return not self.changes and not self.stale

    @property
    def stale(self) -> bool:
        """Return whether the lock is out of date."""
        return self.lock.damaged or self.before.held != self.after.held

    @property
    def package(self) -> Path:
        """Return the package's folder."""
        return self.target.output / (self.after.package or self.before.package)

    @property
    def moved(self) -> frozenset[str]:
        """Return the files of the former output folder that are missing in the current one."""
        if self.before.output == self.after.output:
            return frozenset()
        missing = {change.path for change in self.of(Kind.MISSING)}
        return frozenset(missing.intersection(self.before.files))

    @property
    def alike(self) -> tuple[Change, ...]:
        """Return the files that moved without other changes."""
        wanted = self.before.files
        return tuple(
            change
            for change in self.of(Kind.MISSING)
            if change.path in self.moved and digest(change.after or b"") == wanted[change.path]
        )

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """Return the changes of some kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)


def compare_outcome(outcome: TargetResult) -> Comparison:
    """Compare a target with the files that would be generated."""
    return Comparison(
        target=outcome.target,
        lock=outcome.lock,
        before=outcome.before,
        after=outcome.after,
        changes=outcome.changes,
    )


def offline(target: Target, lock: Lock) -> Comparison | None:
    """Compare with the lock only if a document is a URL; return None if the documents have to be read."""
    found = by_lock(target, lock)
    return found if found and found.before.reads_urls else None


def unchanged(target: Target, lock: Lock) -> Comparison | None:
    """Return the comparison of a target that is unchanged and reads no URL; None if it has to be generated."""
    found = by_lock(target, lock)
    if found is None or not found.clean or found.before.reads_urls:
        return None
    refused = {name: _digest(target.base, name, "") for name in found.before.refused}
    return found if refused == found.before.refused else None


def by_lock(target: Target, lock: Lock) -> Comparison | None:
    """Compare with the lock only; return None if the lock does not have the target.

    The output of another version of the generator can only be compared by rendering.
    """
    target = replace(target, key=known_key(target, lock))
    before = lock.of(target.key)
    if not before.documents or before.generator != __version__:
        return None
    documents = {
        name: _digest(target.base, name, wanted) for name, wanted in before.documents.items()
    }
    now = chosen(target)
    after = replace(
        before, source=now.source, output=now.output, options=now.options, documents=documents
    )
    changes = compare_locked(target.output, before.package, before.files)
    return Comparison(target=target, lock=lock, before=before, after=after, changes=changes)


def _digest(base: Path, name: str, wanted: str) -> str:
    """Return the current digest of a document; a URL is assumed to be unchanged."""
    if "://" in name:
        return wanted
    try:
        return digest((base / name).read_bytes())
    except OSError:
        return "absent"
