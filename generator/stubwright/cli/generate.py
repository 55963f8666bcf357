"""`stubwright generate`: write what differs."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path

from stubwright.base.diagnostics import FatalError
from stubwright.base.message_text import display_path
from stubwright.cli.exit_codes import FINE, WRONG
from stubwright.cli.job import Job
from stubwright.cli.stopwatch import Stopwatch, timings_text
from stubwright.cli.target_run import TargetRun
from stubwright.cli.target_runs import running
from stubwright.output.changes import Kind
from stubwright.output.depfile import demand_names, depfile
from stubwright.output.write import ANOTHER_FILE, demand_writable, write_file
from stubwright.types.documents import Json
from stubwright.workflow.drift import Standing, unchanged
from stubwright.workflow.run_target import Outcome
from stubwright.workflow.write_targets import Writing, foreign


def generate(job: Job) -> int:
    """Write the packages of all targets; one that fails keeps its old package, and hinders no other."""
    if job.arguments.depfile:
        demand_names([_depfile_target(job)])
        demand_writable(Path(job.arguments.depfile), hint=ANOTHER_FILE)
    same = _unchanged(job)
    rest = [target for number, target in enumerate(job.targets) if number not in same]
    writing = Writing(locks=job.locks, configuration=job.configuration, gone=tuple(job.gone()))
    codes: list[int] = [FINE]
    inputs: list[str] = []
    complete = False
    try:
        with running(job, rest) as runs:
            for number in range(len(job.targets)):
                if number in same:
                    _tell_unchanged(job, same[number])
                else:
                    one = next(runs)
                    inputs += one.inputs
                    codes.append(_write(job, writing, one))
            next(runs, None)
        if max(codes) == FINE:
            _finish(job, writing, inputs)
            complete = True
    finally:
        writing.write_locks(complete=complete)
    return max(codes)


def _write(job: Job, writing: Writing, one: TargetRun) -> int:
    """Write a target's package, say so, and return the exit code of this target."""
    if one.outcome is None:
        return one.code
    warnings = tuple(foreign(one.outcome))
    job.talk.faults(warnings)
    if warnings and one.outcome.target.strict:
        return WRONG
    watch = Stopwatch(seconds=dict(one.seconds))
    watch.begin("write")
    try:
        writing.write(one.outcome, force=job.arguments.force)
    except FatalError as refused:
        job.talk.faults(refused.diagnostics)
        return WRONG
    watch.stop()
    _tell(job, one.outcome, watch.seconds)
    return FINE


def _finish(job: Job, writing: Writing, inputs: list[str]) -> None:
    """Do what concerns all targets, once each of them is there."""
    for key, count in writing.remove_left_behind().items():
        job.talk.say(f"{key}: no longer configured, {_count(range(count))} removed")
    if job.arguments.depfile:
        text = depfile(_depfile_target(job), inputs)
        write_file(Path(job.arguments.depfile), text.encode("utf-8", "surrogateescape"))


def _depfile_target(job: Job) -> str:
    return job.arguments.depfile_target or display_path(next(iter(job.locks)))


def _unchanged(job: Job) -> dict[int, Standing]:
    """Return the targets of which the lock says that nothing is to be done, by their number.

    Who asks for more than files has everything read again, as has one whose configuration has lost a target.
    """
    said = job.arguments
    more = said.refresh or said.force or said.report or said.depfile or said.timings
    if more or any(job.gone()):
        return {}
    found: dict[int, Standing] = {}
    for number, target in enumerate(job.targets):
        if not target.strict and (one := unchanged(target, job.locks[target.lock])):
            found[number] = one
    return found


def _tell(job: Job, outcome: Outcome, seconds: dict[str, float]) -> None:
    files = outcome.after.files
    written = [change for change in outcome.changes if change.after is not None]
    removed = [change for change in outcome.changes if change.kind is Kind.ORPHANED]
    for change in outcome.changes:
        if change.edited:
            word = "removed" if change.kind is Kind.ORPHANED else "rewritten"
            job.talk.say(f"{display_path(change.file)}: {word}; it had been edited by hand")
    where = display_path(outcome.target.output / outcome.after.package)
    done = f"{len(written)} written" if written else "unchanged"
    gone = f", {len(removed)} removed" if removed else ""
    job.talk.say(f"{where}: {_count(files)}, {done}{gone}")
    facts: dict[str, Json] = {
        "target": outcome.target.key,
        "output": display_path(outcome.target.output),
        "package": outcome.after.package,
        "files": list(files),
        "written": [change.path for change in written],
        "removed": [change.path for change in removed],
    }
    if job.arguments.timings:
        facts["timings"] = {stage: round(spent, 4) for stage, spent in seconds.items()}
        if job.talk.format != "json":
            job.talk.tell(timings_text(outcome.after.package, seconds))
    job.talk.target(facts)


def _tell_unchanged(job: Job, one: Standing) -> None:
    files = one.after.files
    job.talk.say(f"{display_path(one.package)}: {_count(files)}, unchanged")
    job.talk.target(
        {
            "target": one.target.key,
            "output": display_path(one.target.output),
            "package": one.after.package,
            "files": list(files),
            "written": [],
            "removed": [],
        }
    )


def _count(files: Sized) -> str:
    return f"{len(files)} file{'' if len(files) == 1 else 's'}"
