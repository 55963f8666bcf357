"""Write what targets came to: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stubwright.base.diagnostics import Diagnostic, FatalError, Severity
from stubwright.base.message_text import display_path
from stubwright.base.user_errors import user_error
from stubwright.output.changes import Change, Kind
from stubwright.output.lock import Lock
from stubwright.output.write import write
from stubwright.project.config import Configuration
from stubwright.workflow.run_target import Outcome, left_behind, lock_text, records_after


@dataclass(frozen=True, slots=True)
class Writing:
    """What is about to be written. ``gone`` are the targets that a lock holds and the configuration no longer has."""

    outcomes: tuple[Outcome, ...]
    locks: Mapping[Path, Lock]
    configuration: Configuration | None
    gone: tuple[tuple[Lock, str], ...] = ()

    def left_behind(self) -> dict[str, tuple[Change, ...]]:
        """Return the files of targets that are gone."""
        return {key: left_behind(lock.of(key), lock) for lock, key in self.gone}

    def changes(self) -> list[Change]:
        """Return all files that differ."""
        orphans = [change for each in self.left_behind().values() for change in each]
        return orphans + [change for outcome in self.outcomes for change in outcome.changes]

    def demand_free(self, *, force: bool) -> None:
        """Raise FatalError where something that is not ours is in the way."""
        faults = tuple(
            Diagnostic(
                code="output-in-the-way",
                severity=Severity.ERROR,
                message=f"{display_path(change.file)} is in the way: {change.why}",
                hint="move it elsewhere"
                if change.after is None
                else "move it elsewhere, or overwrite it with --force",
            )
            for change in self.changes()
            if change.kind is Kind.BLOCKED and not (force and change.after is not None)
        )
        if faults:
            raise FatalError(*faults)

    def foreign(self) -> Iterator[Diagnostic]:
        """Yield a warning for each file in a package that nobody here wrote."""
        for change in self.changes():
            if change.kind is Kind.FOREIGN:
                yield Diagnostic(
                    code="output-foreign",
                    severity=Severity.WARNING,
                    message=f"{display_path(change.file)} is not part of the generated package",
                    hint="move it out of the package: 'stubwright check' will report it",
                )

    def locks_after(self) -> dict[Path, bytes]:
        """Return the texts of all locks."""
        texts: dict[Path, bytes] = {}
        for path, lock in self.locks.items():
            own = [outcome for outcome in self.outcomes if outcome.target.lock == path]
            records = records_after(own, lock, (key for other, key in self.gone if other is lock))
            texts[path] = lock_text(records, lock, self.configuration)
        return texts

    def write(self) -> None:
        """Write files and locks; see ``output.write``."""
        found = [change for change in self.changes() if change.kind is not Kind.FOREIGN]
        write(found, self.locks_after())


def demand_disjoint(done: Iterable[Outcome]) -> None:
    """Raise FatalError where two targets write one file."""
    owners: dict[Path, str] = {}
    for outcome in done:
        for path in outcome.after.files:
            file = outcome.target.output / path
            other = owners.setdefault(file, outcome.target.key)
            if other != outcome.target.key:
                raise user_error(
                    "targets-overlap",
                    f"the targets {other!r} and {outcome.target.key!r} both write {display_path(file)}",
                    "give one of them another package or output",
                )
