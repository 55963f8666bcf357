"""Write the results of targets independently, and then their common locks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stubwright.base.diagnostics import Diagnostic, FatalError, Severity
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field
from stubwright.base.user_errors import user_error
from stubwright.output.changes import Change, Kind
from stubwright.output.lock import Lock
from stubwright.output.write import demand_writable, write
from stubwright.project.config import Configuration
from stubwright.project.targets import Target
from stubwright.workflow.locks import left_behind, lock_text, records_after
from stubwright.workflow.target_result import TargetResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """The target that writes each file."""

    _by_file: dict[Path, str] = field(default_factory=dict[Path, str])

    def claim(self, target: Target, paths: Iterable[str]) -> None:
        """Assign files to a target. Raise FatalError if one belongs to another target."""
        files = [target.output / path for path in paths]
        for file in files:
            other = self._by_file.get(file, target.key)
            if other != target.key:
                raise user_error(
                    "targets-overlap",
                    f"the targets {other!r} and {target.key!r} both write {display_path(file)}",
                    "give one of them another package or output",
                )
        self._by_file.update(dict.fromkeys(files, target.key))

    def has(self, file: Path) -> bool:
        """Return whether a target writes a file."""
        return file in self._by_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """The files written by a run. ``unconfigured`` are the targets in a lock that are no longer configured."""

    locks: Mapping[Path, Lock]
    configuration: Configuration | None
    unconfigured: tuple[tuple[Lock, str], ...] = ()
    _owners: Owners = field(default_factory=Owners)
    _written: list[TargetResult] = field(default_factory=list[TargetResult])
    _locked: list[TargetResult] = field(default_factory=list[TargetResult])
    _removed: list[tuple[Lock, str]] = field(default_factory=list[tuple[Lock, str]])

    def write(self, outcome: TargetResult, *, force: bool = False, only: bool = False) -> None:
        """Write a target's files. Raise FatalError, without changing anything, if something is in the way.

        If ``only``, there is no other target, and the locks are written in the same step.
        """
        self._owners.claim(outcome.target, outcome.after.files)
        _demand_free(outcome, force=force)
        if not self._written and not only:
            # Detect a lock that cannot be written before anything changes.
            demand_writable(*self.locks)
        self._written.append(outcome)
        try:
            texts = self._texts() if only else {}
            write([change for change in outcome.changes if change.kind is not Kind.FOREIGN], texts)
        except BaseException:
            self._written.remove(outcome)
            raise
        if only:
            self._locked.append(outcome)

    def remove_left_behind(self) -> dict[str, int]:
        """Remove the files of unconfigured targets; return the number of files of each."""
        counts: dict[str, int] = {}
        for lock, key in self.unconfigured:
            orphans = [
                change
                for change in left_behind(lock.of(key), lock)
                if not self._owners.has(change.file)
            ]
            write(orphans, {})
            self._removed.append((lock, key))
            counts[key] = len(orphans)
        return counts

    def write_locks(self, *, complete: bool) -> None:
        """Record in the locks what was written and removed so far; do nothing if the run failed before."""
        up_to_date = self._locked and not self._removed
        if (complete or self._written) and not up_to_date:
            write((), self._texts())

    def _texts(self) -> dict[Path, bytes]:
        texts: dict[Path, bytes] = {}
        for path, lock in self.locks.items():
            own = [outcome for outcome in self._written if outcome.target.lock == path]
            removed = (key for other, key in self._removed if other is lock)
            texts[path] = lock_text(records_after(own, lock, removed), lock, self.configuration)
        return texts


def foreign(outcome: TargetResult) -> Iterator[Diagnostic]:
    """Yield a warning for each file in a package that Stubwright did not write."""
    for change in outcome.changes:
        if change.kind is Kind.FOREIGN:
            yield Diagnostic(
                code="output-foreign",
                severity=Severity.WARNING,
                message=f"{display_path(change.file)} is not part of the generated package",
                hint="move it out of the package: 'stubwright check' will report it",
            )


def _demand_free(outcome: TargetResult, *, force: bool) -> None:
    """Raise FatalError if a file that Stubwright does not own is in the way."""
    faults = tuple(
        _in_the_way(change)
        for change in outcome.changes
        if change.kind is Kind.BLOCKED and not (force and change.after is not None)
    )
    if faults:
        raise FatalError(*faults)


def _in_the_way(change: Change) -> Diagnostic:
    return Diagnostic(
        code="output-in-the-way",
        severity=Severity.ERROR,
        message=f"{display_path(change.file)} is in the way: {change.why}",
        hint="move it elsewhere"
        if change.after is None
        else "move it elsewhere, or overwrite it with --force",
    )
