"""`stubwright check`: check that the generated package is up to date, why not, and what fixes it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from stubwright.base.message_text import display_path
from stubwright.cli.fast_check import clean_words
from stubwright.cli.job import Job, outcomes
from stubwright.cli.reporters.told import Drift, Gone
from stubwright.cli.second_opinion import second_opinion
from stubwright.output.changes import Kind
from stubwright.project.targets import Target
from stubwright.workflow.drift import Standing, offline, standing
from stubwright.workflow.drift_reasons import reasons
from stubwright.workflow.run_target import left_behind


def check(job: Job) -> int:
    """Compare all targets; 1 where one is not as it would be generated, 2 where one fails."""
    known = _offline(job)
    rest = tuple(target for target in job.targets if all(target is not one for one, _ in known))
    done = outcomes(job, rest)
    if done is None:
        return 2
    standings = [*(one for _, one in known), *map(standing, done)]
    gone = list(_gone(job))
    for one in standings:
        job.reporter.drift(Drift(standing=one, why=reasons(one), fix=tuple(_fix(job, one))))
    for each in gone:
        job.reporter.gone(each)
    code = 0 if all(one.clean for one in standings) and not gone else 1
    if code == 0:
        job.reporter.clean(clean_words(sum(len(one.after.files) for one in standings)))
    if job.arguments.second_opinion:
        code = max(code, second_opinion(job, done))
    return code


def _offline(job: Job) -> list[tuple[Target, Standing]]:
    """Answer for the targets whose documents are URLs, so that no network is needed."""
    if job.arguments.refresh or job.arguments.second_opinion:
        return []
    known = ((target, offline(target, job.locks[target.lock])) for target in job.targets)
    return [(target, one) for target, one in known if one is not None]


def _fix(job: Job, one: Standing) -> Iterator[str]:
    """Yield the steps that make a target clean."""
    if moved := one.of(Kind.FOREIGN, Kind.BLOCKED):
        files = " ".join(shlex.quote(display_path(change.file)) for change in moved)
        yield f"move out of {display_path(one.package)}: {files}"
    if one.stale or len(one.changes) > len(one.of(Kind.FOREIGN)):
        yield shlex.join(job.fix_command(one.target))


def _gone(job: Job) -> Iterator[Gone]:
    for lock, key in job.gone():
        yield Gone(key=key, lock=lock.path, files=left_behind(lock.of(key), lock))
