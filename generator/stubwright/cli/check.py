"""`stubwright check`: say whether the package is what would be written, why not, and what mends it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from stubwright.cli.job import Job, outcomes
from stubwright.cli.offline import offline
from stubwright.cli.opinion import second_opinion
from stubwright.cli.why import reasons
from stubwright.cli.work import Outcome, left_behind
from stubwright.faults import shown
from stubwright.output.changes import Change, Kind
from stubwright.output.facts import only
from stubwright.output.lock import Kinds, Lock, drifted
from stubwright.output.quick import clean_words
from stubwright.targets import Target

_WORDS = {
    Kind.MISSING: "missing",
    Kind.CHANGED: "changed",
    Kind.ORPHANED: "orphaned",
    Kind.FOREIGN: "foreign",
    Kind.BLOCKED: "in the way",
}
_NOTES = {
    Kind.ORPHANED: "no longer generated",
    Kind.FOREIGN: "not generated",
    Kind.BLOCKED: "not generated, and stands where a file is to be written",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a target stands."""

    target: Target
    before: Kinds
    after: Kinds
    changes: tuple[Change, ...]
    lock: Lock

    @property
    def clean(self) -> bool:
        """Say whether nothing is to be done."""
        return not self.changes and not self.lock.damaged and not drifted(self.before, self.after)


def check(job: Job) -> int:
    """Compare all targets; 1 where one is not as it would be generated, 2 where one fails."""
    known = _offline(job)
    rest = tuple(target for target in job.targets if all(target is not one for one, _ in known))
    done = outcomes(job, rest)
    if done is None:
        return 2
    standings = [*(standing for _, standing in known), *map(_standing, done)]
    clean = [_tell(job, standing) for standing in standings]
    gone = [_tell_gone(job, lock, key) for lock, key in job.gone()]
    code = 0 if all(clean) and not gone else 1
    if code == 0 and job.talk.format == "text":
        job.talk.say(clean_words(sum(len(one.after["file"]) for one in standings)).rstrip())
    if job.arguments.second_opinion:
        code = max(code, second_opinion(job, done))
    return code


def _offline(job: Job) -> list[tuple[Target, Standing]]:
    """Answer for the targets whose documents are URLs, so that no network is needed."""
    found: list[tuple[Target, Standing]] = []
    if job.arguments.refresh or job.arguments.second_opinion:
        return found
    for target in job.targets:
        lock = job.locks[target.lock]
        one = offline(target, lock)
        if one is not None:
            standing = Standing(
                target=one.target,
                before=one.before,
                after=one.after,
                changes=one.changes,
                lock=lock,
            )
            found.append((target, standing))
    return found


def _standing(outcome: Outcome) -> Standing:
    return Standing(
        target=outcome.target,
        before=outcome.before,
        after=outcome.after,
        changes=outcome.changes,
        lock=outcome.lock,
    )


def _tell(job: Job, standing: Standing) -> bool:
    target = standing.target
    why = [] if standing.clean else list(reasons(standing.before, standing.after, standing.lock))
    edited = [change for change in standing.changes if change.edited]
    if edited:
        why.append("edited by hand: " + ", ".join(shown(change.file) for change in edited))
    written = standing.before.get("file", {})
    gone = [one for one in standing.changes if one.kind is Kind.MISSING and one.path in written]
    if gone:
        why.append("deleted by hand: " + ", ".join(shown(change.file) for change in gone))
    foreign = [change for change in standing.changes if change.kind in (Kind.FOREIGN, Kind.BLOCKED)]
    mend = _mend(job, standing, foreign)
    name = shown(
        target.output / (only(standing.after, "package") or only(standing.before, "package"))
    )
    if job.talk.format == "github":
        _annotate(job, standing.changes, name, why, mend)
    elif job.talk.format == "text" and not standing.clean:
        lines = [f"drift: {name} is not what 'stubwright generate' would write"]
        lines += [_line(change) for change in standing.changes]
        lines += [
            f"why:  {reason}"
            for reason in why or ["the generator itself changed"]
            if _knows(standing)
        ]
        lines += [f"mend: {step}" for step in mend]
        job.talk.tell("\n".join(lines))
    job.talk.target(
        {
            "target": target.key,
            "output": shown(target.output),
            "package": only(standing.after, "package"),
            "clean": standing.clean,
            "changes": [
                {"path": change.path, "kind": _WORDS[change.kind], "edited": change.edited}
                for change in standing.changes
            ],
            "why": list(why),
            "mend": list(mend),
        }
    )
    return standing.clean


def _knows(standing: Standing) -> bool:
    """Say whether a reason is needed: foreign files are their own."""
    return (
        any(change.kind is not Kind.FOREIGN for change in standing.changes)
        or drifted(standing.before, standing.after)
        or standing.lock.damaged
    )


def _line(change: Change) -> str:
    note = _NOTES.get(change.kind, "")
    if change.why:
        note = change.why
    elif change.edited and change.kind is Kind.CHANGED:
        note = "edited by hand"
    return f"  {_WORDS[change.kind]:<10}  {shown(change.file)}" + (f"  ({note})" if note else "")


def _mend(job: Job, standing: Standing, foreign: Sequence[Change]) -> list[str]:
    if standing.clean:
        return []
    steps: list[str] = []
    if foreign:
        folder = shown(standing.target.output / only(standing.after, "package"))
        files = " ".join(shlex.quote(shown(change.file)) for change in foreign)
        steps.append(f"move out of {folder}: {files}")
    others = len(standing.changes) - sum(change.kind is Kind.FOREIGN for change in foreign)
    if others or drifted(standing.before, standing.after) or standing.lock.damaged:
        steps.append(shlex.join(job.mend(standing.target)))
    return steps


def _annotate(
    job: Job, changes: Sequence[Change], name: str, why: Sequence[str], mend: Sequence[str]
) -> None:
    """Write one annotation for each file, and one for what no file shows."""
    if not mend:
        return
    tail = "; ".join([*why, *(f"mend: {step}" for step in mend)])
    for change in changes:
        words = f"{_WORDS[change.kind]}: {tail}"
        job.talk.annotate(words, file=shown(change.file))
    if not changes:
        job.talk.annotate(f"{name}: {tail}")


def _tell_gone(job: Job, lock: Lock, key: str) -> str:
    files = left_behind(key, lock)
    mend = "stubwright generate"
    job.talk.target({"target": key, "clean": False, "changes": [], "why": ["no longer configured"]})
    if job.talk.format == "text":
        lines = [f"drift: the target {key} is in {lock.path.name} and no longer configured"]
        lines += [_line(change) for change in files]
        job.talk.tell("\n".join([*lines, f"mend: {mend}"]))
    elif job.talk.format == "github":
        job.talk.annotate(f"{key} is no longer configured; mend: {mend}", file=shown(lock.path))
    return key
