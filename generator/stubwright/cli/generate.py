"""`stubwright generate`: write what differs."""

from __future__ import annotations

from pathlib import Path

from stubwright.base.message_text import display_path
from stubwright.base.uris import is_web, to_path
from stubwright.base.user_errors import user_error
from stubwright.cli.job import Job, outcomes
from stubwright.cli.reporters.reporter import count
from stubwright.cli.reporters.told import Generated
from stubwright.output.depfile import depfile
from stubwright.output.write import write_file
from stubwright.project.targets import Target
from stubwright.workflow.drift import Standing, unchanged
from stubwright.workflow.run_target import Outcome
from stubwright.workflow.write_targets import Writing


def generate(job: Job) -> int:
    """Write the packages of all targets, or nothing where one of them fails."""
    same = _unchanged(job)
    rest = tuple(target for target in job.targets if all(target is not one for one, _ in same))
    done = outcomes(job, rest)
    if done is None:
        return 2
    writing = Writing(done, job.locks, job.configuration, tuple(job.gone()))
    writing.demand_free(force=job.arguments.force)
    foreign = tuple(writing.foreign())
    job.reporter.faults(foreign)
    if foreign and any(outcome.target.strict for outcome in done):
        return 2
    if job.arguments.depfile:
        _write_depfile(job, done)
    writing.write()
    for one in (*map(_generated, done), *(_as_before(each) for _, each in same)):
        job.reporter.generated(one)
    for key, orphans in writing.left_behind().items():
        job.reporter.say(f"{key}: no longer configured, {count(orphans)} removed")
    return 0


def _unchanged(job: Job) -> list[tuple[Target, Standing]]:
    """Return the targets of which the lock says that nothing is to be done.

    Who asks for more than files has everything read again, as has one whose configuration has lost a target.
    """
    said = job.arguments
    if said.refresh or said.force or said.report or said.depfile or any(job.gone()):
        return []
    targets = (target for target in job.targets if not target.strict)
    found = ((target, unchanged(target, job.locks[target.lock])) for target in targets)
    return [(target, one) for target, one in found if one is not None]


def _generated(outcome: Outcome) -> Generated:
    return Generated(
        target=outcome.target.key,
        output=outcome.target.output,
        package=outcome.after.package,
        files=outcome.after.files,
        changes=outcome.changes,
    )


def _as_before(one: Standing) -> Generated:
    return Generated(
        target=one.target.key,
        output=one.target.output,
        package=one.after.package,
        files=one.after.files,
    )


def _write_depfile(job: Job, done: tuple[Outcome, ...]) -> None:
    """Write the dependency file; paths in it are as this command's own folder sees them."""
    locks = tuple(dict.fromkeys(outcome.target.lock for outcome in done))
    target = job.arguments.depfile_target or display_path(locks[0])
    needed = [
        display_path(path)
        for outcome in done
        for uri in outcome.documents.by_uri
        if not is_web(uri) and (path := to_path(uri)) is not None and path.is_file()
    ]
    if job.configuration is not None:
        needed.append(display_path(job.configuration.path))
    try:
        text = depfile(target, needed)
    except ValueError as error:
        raise user_error(
            "depfile-name", f"cannot write a dependency file: {error}", "rename it"
        ) from None
    write_file(Path(job.arguments.depfile), text.encode("utf-8", "surrogateescape"))
