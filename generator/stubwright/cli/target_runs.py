"""Run the targets of a command: one after the other, or on several processes."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from stubwright.base.records import replace
from stubwright.cli.arguments import Arguments
from stubwright.cli.job import Job
from stubwright.cli.reporters.json_reporter import dump
from stubwright.cli.target_run import TargetRun, run_target
from stubwright.output.write import ANOTHER_FILE, demand_writable, write_file
from stubwright.project.targets import Target
from stubwright.types.documents import Json

_PATIENCE = 0.5
"""Seconds before progress is shown on a terminal."""


@contextmanager
def running(job: Job, targets: Sequence[Target]) -> Generator[Iterator[TargetRun], None, None]:
    """Yield the results of targets, in order, after reporting their diagnostics; then write the report."""
    reports: list[Json] = []
    if job.arguments.report:
        demand_writable(Path(job.arguments.report), hint=ANOTHER_FILE)
    with closing(_each(job, targets)) as runs:
        yield _reporting(job, runs, reports)
    if job.arguments.report and reports:
        whole: Json = reports[0] if len(targets) == 1 else {"targets": reports}
        write_report(job.arguments, whole)


def write_report(arguments: Arguments, report: Json) -> None:
    """Write a report if requested. Raise FatalError if its file cannot be written."""
    if arguments.report:
        write_file(Path(arguments.report), dump(report).encode())


def _reporting(job: Job, runs: Iterator[TargetRun], reports: list[Json]) -> Iterator[TargetRun]:
    for one in runs:
        job.reporter.put(one.rendered)
        if one.remark:
            job.reporter.info(one.remark)
        if one.bug:
            job.reporter.message(one.bug)
        reports.append(one.report)
        if one.outcome is not None:
            lock = job.locks[one.outcome.target.lock]
            one = replace(one, outcome=replace(one.outcome, lock=lock))
        yield one


def _each(job: Job, targets: Sequence[Target]) -> Generator[TargetRun, None, None]:
    progress = _Progress(job, len(targets))
    if len(targets) > 1 and job.arguments.jobs != 1 and not job.arguments.second_opinion:
        # Start-up: importing the module that starts processes takes as long as a third of the generator.
        from stubwright.cli.parallel import in_parallel, processors

        processes = min(job.arguments.jobs or processors(), len(targets))
        if processes > 1:
            yield from in_parallel(job, targets, processes, progress.ended)
            return
    for target in targets:
        yield run_target(job, target, partial(progress.began, target.key))
        progress.ended(target.key)


class _Progress:
    """A line on the terminal that shows the progress."""

    def __init__(self, job: Job, total: int) -> None:
        self._reporter = job.reporter
        self._total = total
        self._ended = 0
        self._start = time.monotonic()

    def began(self, key: str, stage: str) -> None:
        self._show(f"{key.removeprefix('./')}: {stage}" if key else stage)

    def ended(self, key: str) -> None:
        self._ended += 1
        if self._total > 1:
            self._show(f"{key.removeprefix('./')}: done")

    def _show(self, text: str) -> None:
        if time.monotonic() - self._start > _PATIENCE:
            count = f"[{self._ended}/{self._total}] " if self._total > 1 else ""
            self._reporter.status(f"{count}{text}")
