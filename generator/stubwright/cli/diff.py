"""`stubwright diff`: the renames and the unified diff that `generate` would make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stubwright.base.message_text import display_path
from stubwright.cli.exit_codes import DRIFT, FINE
from stubwright.cli.job import Job
from stubwright.cli.reporters.results import Difference
from stubwright.cli.target_runs import running
from stubwright.output.changes import Change, Kind
from stubwright.output.diff_text import unified
from stubwright.output.lock_text import digest
from stubwright.output.renames import Rename, renames
from stubwright.workflow.drift import Comparison, compare_outcome
from stubwright.workflow.locks import left_behind, lock_text, records_after
from stubwright.workflow.target_result import TargetResult
from stubwright.workflow.write_targets import Owners


def diff(job: Job) -> int:
    """Print the differences of all targets; return 1 if there is one, 2 if a target fails."""
    owners, failed = Owners(), FINE
    done: list[TargetResult] = []
    with running(job, job.targets) as runs:
        for run in runs:
            failed = max(failed, run.code)
            if run.outcome is not None:
                owners.claim(run.outcome.target, run.outcome.after.files)
                done.append(run.outcome)
    unconfigured = list(job.unconfigured())
    changes = [change for outcome in done for change in outcome.changes]
    changes += [change for lock, key in unconfigured for change in left_behind(lock.of(key), lock)]
    texts = [_moved(one) for one in map(compare_outcome, done) if one.alike]
    known = {file for one in map(compare_outcome, done) for file in _both(one)}
    rest = [change for change in changes if change.file not in known]
    texts += [text for change in rest if (text := _of(job, change))]
    if texts or unconfigured or any(_drifted(outcome) for outcome in done):
        texts += _locks(job, done, [key for _, key in unconfigured])
    renamed = [one for outcome in done for one in _renamed(outcome)]
    job.reporter.difference(Difference(renamed=tuple(renamed), texts=tuple(texts)))
    return failed or (DRIFT if texts else FINE)


def _renamed(outcome: TargetResult) -> tuple[Rename, ...]:
    befores = (change.before for change in outcome.changes)
    afters = (change.after for change in outcome.changes)
    return renames(
        outcome.before.pins,
        outcome.after.pins,
        (data.decode("utf-8", "replace") for data in befores if data is not None),
        (data.decode("utf-8", "replace") for data in afters if data is not None),
    )


def _both(one: Comparison) -> Iterator[Path]:
    """Yield the old and new paths of files that moved without other changes."""
    was = one.target.base / one.before.output
    for change in one.alike:
        yield change.file
        old = was / change.path
        if old.is_file() and digest(old.read_bytes()) == one.before.files[change.path]:
            yield old


def _moved(one: Comparison) -> str:
    was = one.target.base / one.before.output / one.before.package
    return (
        f"# moved: {display_path(was)} -> {display_path(one.package)}  ({len(one.alike)} files)\n"
    )


def _drifted(outcome: TargetResult) -> bool:
    return outcome.lock.damaged or outcome.before.held != outcome.after.held


def _of(job: Job, change: Change) -> str:
    name = display_path(change.file)
    if change.kind is Kind.FOREIGN:
        job.reporter.info(
            f"{name} is not part of the generated package; 'generate' does not change it"
        )
        return ""
    if change.kind is Kind.BLOCKED:
        job.reporter.info(f"{name} is in the way: {change.why}")
    return unified(name, change.before, change.after)


def _locks(job: Job, done: list[TargetResult], unconfigured: list[str]) -> Iterator[str]:
    for path, lock in job.locks.items():
        own = [outcome for outcome in done if outcome.target.lock == path]
        after = lock_text(records_after(own, lock, unconfigured), lock, job.configuration)
        before = path.read_bytes() if lock.exists else None
        if text := unified(display_path(path), before, after):
            yield text
