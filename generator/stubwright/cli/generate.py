"""`stubwright generate`: write the files that differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stubwright.base.diagnostics import FatalError
from stubwright.base.message_text import display_path
from stubwright.cli.exit_codes import FINE, WRONG
from stubwright.cli.job import Job
from stubwright.cli.reporters.reporter import count
from stubwright.cli.reporters.results import Generated
from stubwright.cli.stopwatch import Stopwatch
from stubwright.cli.target_run import TargetRun
from stubwright.cli.target_runs import running
from stubwright.output.depfile import demand_names, depfile
from stubwright.output.write import ANOTHER_FILE, demand_writable, write_file
from stubwright.workflow.drift import Comparison, unchanged
from stubwright.workflow.target_result import TargetResult
from stubwright.workflow.write_targets import Writing, foreign


def generate(job: Job) -> int:
    """Write the packages of all targets; one that fails keeps its old package and does not affect others."""
    if job.arguments.depfile:
        demand_names([_depfile_target(job)])
        demand_writable(Path(job.arguments.depfile), hint=ANOTHER_FILE)
    same = _unchanged(job)
    rest = [target for number, target in enumerate(job.targets) if number not in same]
    writing = Writing(
        locks=job.locks, configuration=job.configuration, unconfigured=tuple(job.unconfigured())
    )
    codes: list[int] = [FINE]
    inputs: list[str] = []
    complete = False
    try:
        with running(job, rest) as runs:
            for number in range(len(job.targets)):
                if number in same:
                    job.reporter.generated(_as_before(same[number]))
                else:
                    one = next(runs)
                    inputs += one.inputs
                    codes.append(_write(job, writing, one, only=len(rest) == 1))
            next(runs, None)
        if max(codes) == FINE:
            _finish(job, writing, inputs)
            complete = True
    finally:
        writing.write_locks(complete=complete)
    return max(codes)


def _write(job: Job, writing: Writing, one: TargetRun, *, only: bool) -> int:
    """Write a target's package, report it, and return the exit code of the target."""
    if one.outcome is None:
        return one.code
    warnings = tuple(foreign(one.outcome))
    job.reporter.faults(warnings)
    if warnings and one.outcome.target.strict:
        return WRONG
    watch = Stopwatch(seconds=dict(one.seconds))
    watch.begin("write")
    try:
        writing.write(one.outcome, force=job.arguments.force, only=only)
    except FatalError as refused:
        job.reporter.faults(refused.diagnostics)
        return WRONG
    watch.stop()
    seconds = watch.seconds if job.arguments.timings else {}
    job.reporter.generated(_generated(one.outcome, seconds))
    return FINE


def _finish(job: Job, writing: Writing, inputs: list[str]) -> None:
    """Complete the run after all targets are generated."""
    for key, orphans in writing.remove_left_behind().items():
        job.reporter.info(f"{key}: no longer configured, {count(range(orphans))} removed")
    if job.arguments.depfile:
        text = depfile(_depfile_target(job), inputs)
        write_file(Path(job.arguments.depfile), text.encode("utf-8", "surrogateescape"))


def _depfile_target(job: Job) -> str:
    return job.arguments.depfile_target or display_path(next(iter(job.locks)))


def _unchanged(job: Job) -> dict[int, Comparison]:
    """Return the targets that are unchanged according to the lock, by number.

    None are returned if more than files is requested, or if a target was removed from the configuration; everything is
    then read again.
    """
    arguments = job.arguments
    more = (
        arguments.refresh
        or arguments.force
        or arguments.report
        or arguments.depfile
        or arguments.timings
    )
    if more or any(job.unconfigured()):
        return {}
    found: dict[int, Comparison] = {}
    for number, target in enumerate(job.targets):
        if not target.strict and (one := unchanged(target, job.locks[target.lock])):
            found[number] = one
    return found


def _generated(outcome: TargetResult, seconds: Mapping[str, float]) -> Generated:
    return Generated(
        target=outcome.target.key,
        output=outcome.target.output,
        package=outcome.after.package,
        files=outcome.after.files,
        changes=outcome.changes,
        seconds=seconds,
    )


def _as_before(one: Comparison) -> Generated:
    return Generated(
        target=one.target.key,
        output=one.target.output,
        package=one.after.package,
        files=one.after.files,
    )
