"""`stubwright check`: say whether the package is what would be written, why not, and what fixes it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from stubwright.base.diagnostics import FatalError
from stubwright.base.message_text import display_path
from stubwright.cli.exit_codes import DRIFT, FINE, WRONG
from stubwright.cli.fast_check import clean_words
from stubwright.cli.job import Job
from stubwright.cli.second_opinion import second_opinion
from stubwright.cli.target_runs import running
from stubwright.output.changes import Change, Kind
from stubwright.output.lock import Lock
from stubwright.workflow.drift import Standing, offline, standing
from stubwright.workflow.drift_reasons import reasons
from stubwright.workflow.run_target import Outcome, left_behind
from stubwright.workflow.write_targets import Owners

_NOTES = {
    Kind.ORPHANED: "no longer generated",
    Kind.FOREIGN: "not generated",
}


def check(job: Job) -> int:
    """Compare all targets; 1 where one is not as it would be generated, 2 where one fails."""
    known = _offline(job)
    rest = [target for number, target in enumerate(job.targets) if number not in known]
    owners, codes = Owners(), [FINE]
    done: list[Outcome] = []
    files = 0
    with running(job, rest) as runs:
        for number in range(len(job.targets)):
            one = known.get(number)
            if one is None:
                run = next(runs)
                codes.append(run.code or _claim(job, owners, run.outcome))
                if run.outcome is None:
                    continue
                done.append(run.outcome)
                one = standing(run.outcome)
            files += len(one.after.files)
            codes.append(FINE if _tell(job, one) else DRIFT)
        next(runs, None)
    codes += [DRIFT for lock, key in job.gone() if _tell_gone(job, lock, key)]
    if max(codes) == FINE and job.talk.format == "text":
        job.talk.say(clean_words(files).rstrip())
    if job.arguments.second_opinion and max(codes) < WRONG:
        codes.append(second_opinion(job, tuple(done)))
    return max(codes)


def _claim(job: Job, owners: Owners, outcome: Outcome | None) -> int:
    """Say where two targets write one file."""
    try:
        if outcome is not None:
            owners.claim(outcome)
    except FatalError as overlap:
        job.talk.faults(overlap.diagnostics)
        return WRONG
    return FINE


def _offline(job: Job) -> dict[int, Standing]:
    """Answer for the targets whose documents are URLs, so that no network is needed; by their number."""
    if job.arguments.refresh or job.arguments.second_opinion:
        return {}
    found = (
        (number, offline(target, job.locks[target.lock]))
        for number, target in enumerate(job.targets)
    )
    return {number: one for number, one in found if one is not None}


def _tell(job: Job, one: Standing) -> bool:
    """Say how a target is, and whether it is clean."""
    why, fix = reasons(one), _fix(job, one)
    if job.talk.format == "github":
        _annotate(job, one, why, fix)
    elif job.talk.format == "text" and not one.clean:
        lines = [
            f"drift: {display_path(one.package)} is not what 'stubwright generate' would write"
        ]
        lines += _lines(one)
        lines += [f"why:  {reason}" for reason in why]
        lines += [f"fix: {step}" for step in fix]
        job.talk.tell("\n".join(lines))
    job.talk.target(
        {
            "target": one.target.key,
            "output": display_path(one.target.output),
            "package": one.after.package,
            "clean": one.clean,
            "changes": [
                {"path": change.path, "kind": change.kind.value, "edited": change.edited}
                for change in one.changes
            ],
            "why": list(why),
            "fix": list(fix),
        }
    )
    return one.clean


def _lines(one: Standing) -> list[str]:
    """Return a line for each file that differs, and one for all that are elsewhere now."""
    moved = one.moved
    lines = [_line(change) for change in one.changes if change.path not in moved]
    if moved:
        was = one.target.base / one.before.output / one.before.package
        where = f"{display_path(was)} -> {display_path(one.package)}"
        lines.append(f"  {'moved':<10}  {where}  ({len(moved)} files)")
    return lines


def _line(change: Change) -> str:
    note = change.why or _NOTES.get(change.kind, "")
    if change.edited and change.kind is Kind.CHANGED:
        note = "conflict markers" if change.conflicts else "edited by hand"
    return f"  {change.kind.value:<10}  {display_path(change.file)}" + (
        f"  ({note})" if note else ""
    )


def _fix(job: Job, one: Standing) -> list[str]:
    """Return the steps that make a target clean."""
    steps: list[str] = []
    if moved := one.of(Kind.FOREIGN, Kind.BLOCKED):
        files = " ".join(shlex.quote(display_path(change.file)) for change in moved)
        steps.append(f"move out of {display_path(one.package)}: {files}")
    if one.stale or len(one.changes) > len(one.of(Kind.FOREIGN)):
        steps.append(shlex.join(job.fix_command(one.target)))
    return steps


def _annotate(job: Job, one: Standing, why: Sequence[str], fix: Sequence[str]) -> None:
    """Write one annotation for each file, and one for what no file shows."""
    if not fix:
        return
    tail = "; ".join([*why, *(f"fix: {step}" for step in fix)])
    for change in one.changes:
        if change.path in one.moved:
            continue
        job.talk.annotate(f"{change.kind.value}: {tail}", file=display_path(change.file))
    if not one.changes or one.moved:
        job.talk.annotate(f"{display_path(one.package)}: {tail}")


def _tell_gone(job: Job, lock: Lock, key: str) -> str:
    files = left_behind(lock.of(key), lock)
    fix = "stubwright generate"
    job.talk.target({"target": key, "clean": False, "changes": [], "why": ["no longer configured"]})
    if job.talk.format == "text":
        lines = [f"drift: the target {key} is in {lock.path.name} and no longer configured"]
        lines += [_line(change) for change in files]
        job.talk.tell("\n".join([*lines, f"fix: {fix}"]))
    elif job.talk.format == "github":
        job.talk.annotate(
            f"{key} is no longer configured; fix: {fix}", file=display_path(lock.path)
        )
    return key
