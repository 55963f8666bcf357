"""The result of a target, before anything is written."""

from __future__ import annotations

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.records import dataclass, field
from stubwright.output.changes import Change
from stubwright.output.lock import Lock
from stubwright.output.target_record import TargetRecord
from stubwright.project.targets import Target
from stubwright.types.documents import Documents
from stubwright.types.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """Result of a target, before anything is written.

    ``target`` has its final key. ``before`` and ``after`` are its current and its new record in the lock.
    ``failed`` is true if nothing can be generated; ``changes`` and ``after`` are then empty.
    """

    target: Target
    documents: Documents
    result: Result
    lock: Lock
    before: TargetRecord = field(repr=False)
    after: TargetRecord = field(default_factory=TargetRecord, repr=False)
    changes: tuple[Change, ...] = ()
    failed: bool = False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all faults of the run."""
        return self.result.diagnostics
