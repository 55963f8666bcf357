"""Run one target, and keep only the results that are needed after its document is released."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.diagnostics import FatalError, Severity
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field, replace
from stubwright.base.stages import Begin
from stubwright.base.uris import is_web, to_path
from stubwright.cli.bug import bug_text
from stubwright.cli.exit_codes import BUG, FINE, WRONG
from stubwright.cli.job import Job
from stubwright.cli.reporters.reporter import NOWHERE
from stubwright.cli.reporters.results import Rendered
from stubwright.cli.stopwatch import Stopwatch
from stubwright.output.depfile import demand_names
from stubwright.output.lock import Lock
from stubwright.project.targets import Target
from stubwright.report import render_json
from stubwright.types.documents import Documents, Json, Unreadable
from stubwright.types.result import Result
from stubwright.workflow.generate_target import generate_target
from stubwright.workflow.target_result import TargetResult


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRun:
    """Result of running a target, small enough to pass between processes.

    ``outcome`` is None if it failed; it contains no documents and no texts except those of its changes. ``bug`` is the
    message for an internal error. ``inputs`` are the files that were read, ``seconds`` the duration of each stage.
    """

    outcome: TargetResult | None = None
    code: int = FINE
    rendered: Rendered = field(default_factory=Rendered)
    remark: str = ""
    bug: str = ""
    report: Json = None
    inputs: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])


def run_target(job: Job, target: Target, begin: Begin) -> TargetRun:
    """Run a target without writing. Any failure, even a bug, affects only this target."""
    try:
        return _run(job, target, begin)
    except FatalError as stop:
        documents = stop.documents if isinstance(stop, Unreadable) else NOWHERE
        report: Json = None
        if job.arguments.report:
            report = {"diagnostics": render_json(stop.diagnostics, documents)}
        return TargetRun(
            code=WRONG, rendered=job.reporter.render(stop.diagnostics, documents), report=report
        )
    except Exception as error:
        return TargetRun(code=BUG, bug=bug_text(error, debug=job.arguments.debug))


def _run(job: Job, target: Target, begin: Begin) -> TargetRun:
    watch = Stopwatch(notify=begin)
    lock = job.locks[target.lock]
    again = job.reads_again(target)
    done = generate_target(target, lock, refresh=again, begin=watch.begin)
    watch.stop()
    inputs = _inputs(job, done.documents) if job.arguments.depfile else ()
    whole = job.arguments.second_opinion
    return TargetRun(
        outcome=None if done.failed else done if whole else without_texts(done),
        code=WRONG if done.failed else FINE,
        rendered=_rendered(job, done),
        remark=_remark(done),
        report=_report(done) if job.arguments.report else None,
        inputs=inputs,
        seconds=watch.seconds,
    )


def without_texts(outcome: TargetResult) -> TargetResult:
    """Return an outcome without the lock, the document, and the texts of unchanged files."""
    return replace(
        outcome,
        lock=Lock(path=outcome.lock.path),
        documents=NOWHERE,
        result=Result(files={}, pins={}),
    )


def _rendered(job: Job, outcome: TargetResult) -> Rendered:
    """Return the diagnostics of a document; a check that can be answered reports nothing else."""
    quiet = job.arguments.command != "generate" and not outcome.failed
    if quiet and not job.reporter.shows_all:
        return Rendered()
    return job.reporter.render(outcome.diagnostics, outcome.documents)


def _remark(outcome: TargetResult) -> str:
    warned = any(one.severity is Severity.WARNING for one in outcome.diagnostics)
    if outcome.failed and warned and outcome.target.strict:
        return "nothing was written: warnings are errors here (--strict)"
    return ""


def _report(outcome: TargetResult) -> Json:
    report = outcome.result.report
    facts = dict(report) if isinstance(report, dict) else {}
    facts["diagnostics"] = render_json(outcome.diagnostics, outcome.documents)
    return facts


def _inputs(job: Job, documents: Documents) -> tuple[str, ...]:
    """Return the files that were read. Raise FatalError for one that a dependency file cannot name."""
    names = [
        display_path(path)
        for uri in documents.by_uri
        if not is_web(uri) and (path := to_path(uri)) is not None and path.is_file()
    ]
    if job.configuration is not None:
        names.append(display_path(job.configuration.path))
    demand_names(names)
    return tuple(names)
