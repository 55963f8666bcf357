"""`stubwright check`: say whether the package is what would be written, why not, and what fixes it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from stubwright.base.message_text import display_path
from stubwright.cli.fast_check import clean_words
from stubwright.cli.job import Job, outcomes
from stubwright.cli.second_opinion import second_opinion
from stubwright.output.changes import Change, Kind
from stubwright.output.lock import Lock
from stubwright.project.targets import Target
from stubwright.workflow.drift import Standing, offline, standing
from stubwright.workflow.drift_reasons import reasons
from stubwright.workflow.run_target import left_behind

_NOTES = {
    Kind.ORPHANED: "no longer generated",
    Kind.FOREIGN: "not generated",
}


def check(job: Job) -> int:
    """Compare all targets; 1 where one is not as it would be generated, 2 where one fails."""
    known = _offline(job)
    rest = tuple(target for target in job.targets if all(target is not one for one, _ in known))
    done = outcomes(job, rest)
    if done is None:
        return 2
    standings = [*(one for _, one in known), *map(standing, done)]
    clean = [_tell(job, one) for one in standings]
    gone = [_tell_gone(job, lock, key) for lock, key in job.gone()]
    code = 0 if all(clean) and not gone else 1
    if code == 0 and job.talk.format == "text":
        job.talk.say(clean_words(sum(len(one.after.files) for one in standings)).rstrip())
    if job.arguments.second_opinion:
        code = max(code, second_opinion(job, done))
    return code


def _offline(job: Job) -> list[tuple[Target, Standing]]:
    """Answer for the targets whose documents are URLs, so that no network is needed."""
    if job.arguments.refresh or job.arguments.second_opinion:
        return []
    known = ((target, offline(target, job.locks[target.lock])) for target in job.targets)
    return [(target, one) for target, one in known if one is not None]


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
