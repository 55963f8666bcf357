"""`stubwright generate`: write what differs."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path

from stubwright.base.message_text import display_path
from stubwright.base.uris import is_web, to_path
from stubwright.base.user_errors import user_error
from stubwright.cli.job import Job, outcomes
from stubwright.output.changes import Kind
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
    job.talk.faults(foreign)
    if foreign and any(outcome.target.strict for outcome in done):
        return 2
    if job.arguments.depfile:
        _write_depfile(job, done)
    writing.write()
    for outcome in done:
        _tell(job, outcome)
    for _, one in same:
        _tell_unchanged(job, one)
    for key, orphans in writing.left_behind().items():
        job.talk.say(f"{key}: no longer configured, {_count(orphans)} removed")
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


def _tell(job: Job, outcome: Outcome) -> None:
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
    job.talk.target(
        {
            "target": outcome.target.key,
            "output": display_path(outcome.target.output),
            "package": outcome.after.package,
            "files": list(files),
            "written": [change.path for change in written],
            "removed": [change.path for change in removed],
        }
    )


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
            "depfile-name", f"no dependency file can be written: {error}", "rename it"
        ) from None
    write_file(Path(job.arguments.depfile), text.encode("utf-8", "surrogateescape"))
