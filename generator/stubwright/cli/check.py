"""`stubwright check`: whether the generated packages are up to date; if not, the reasons and the fix."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from stubwright.base.diagnostics import FatalError
from stubwright.base.message_text import display_path
from stubwright.cli.exit_codes import DRIFT, FINE, WRONG
from stubwright.cli.fast_check import clean_words
from stubwright.cli.job import Job
from stubwright.cli.reporters.results import Drift, UnconfiguredTarget
from stubwright.cli.second_opinion import second_opinion
from stubwright.cli.target_runs import running
from stubwright.output.changes import Kind
from stubwright.workflow.drift import Comparison, compare_outcome, offline, unchanged
from stubwright.workflow.drift_reasons import reasons
from stubwright.workflow.locks import left_behind
from stubwright.workflow.target_result import TargetResult
from stubwright.workflow.write_targets import Owners


def check(job: Job) -> int:
    """Compare all targets; return 1 if one has drifted, 2 if one fails."""
    known = _known(job)
    rest = [target for number, target in enumerate(job.targets) if number not in known]
    owners, codes = Owners(), [FINE]
    done: list[TargetResult] = []
    files = 0
    with running(job, rest) as runs:
        for number in range(len(job.targets)):
            one = known.get(number)
            if one is None:
                run = next(runs)
                codes.append(run.code)
                if run.outcome is None:
                    continue
                done.append(run.outcome)
                one = compare_outcome(run.outcome)
            codes.append(_claim(job, owners, one))
            files += len(one.after.files)
            codes.append(FINE if one.clean else DRIFT)
            job.reporter.drift(Drift(comparison=one, why=reasons(one), fix=tuple(_fix(job, one))))
        next(runs, None)
    for each in _unconfigured(job):
        codes.append(DRIFT)
        job.reporter.unconfigured(each)
    if max(codes) == FINE:
        job.reporter.clean(clean_words(files))
    if job.arguments.second_opinion and max(codes) < WRONG:
        codes.append(second_opinion(job, tuple(done)))
    return max(codes)


def _claim(job: Job, owners: Owners, one: Comparison) -> int:
    """Report a file that two targets would write."""
    try:
        owners.claim(one.target, one.after.files)
    except FatalError as overlap:
        job.reporter.faults(overlap.diagnostics)
        return WRONG
    return FINE


def _known(job: Job) -> dict[int, Comparison]:
    """Return the results of targets that need not be generated, by number: unchanged ones, and those with URLs, offline."""
    arguments = job.arguments
    if arguments.refresh or arguments.second_opinion:
        return {}
    more = arguments.report or job.reporter.shows_all
    found: dict[int, Comparison] = {}
    for number, target in enumerate(job.targets):
        lock = job.locks[target.lock]
        one = offline(target, lock)
        if one is None and not (more or target.strict):
            one = unchanged(target, lock)
        if one is not None:
            found[number] = one
    return found


def _fix(job: Job, one: Comparison) -> Iterator[str]:
    """Yield the steps that make a target clean."""
    if moved := one.of(Kind.FOREIGN, Kind.BLOCKED):
        files = " ".join(shlex.quote(display_path(change.file)) for change in moved)
        yield f"move out of {display_path(one.package)}: {files}"
    if one.stale or len(one.changes) > len(one.of(Kind.FOREIGN)):
        yield shlex.join(job.fix_command(one.target))


def _unconfigured(job: Job) -> Iterator[UnconfiguredTarget]:
    for lock, key in job.unconfigured():
        yield UnconfiguredTarget(key=key, lock=lock.path, files=left_behind(lock.of(key), lock))
