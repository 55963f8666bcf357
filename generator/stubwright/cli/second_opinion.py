"""`stubwright check --second-opinion`: what datamodel-code-generator reads differently."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from stubwright.base.user_errors import user_error
from stubwright.cli.job import Job
from stubwright.workflow.target_result import TargetResult


def second_opinion(job: Job, done: tuple[TargetResult, ...]) -> int:
    """Print each disagreement; return 1 if there is one and warnings are errors. Raise FatalError if the reader is missing."""
    if find_spec("datamodel_code_generator") is None:
        raise user_error(
            "second-opinion-absent",
            "the second opinion needs datamodel-code-generator, which is not installed",
            "pip install 'stubwright[second-opinion]'",
        )
    # Imported here: it loads another generator, which takes seconds.
    other = import_module("stubwright.second_opinion")
    found = False
    for outcome in done:
        try:
            disagreements = other.compare(outcome.documents, outcome.target.options)
        except other.Unavailable as error:
            raise user_error(
                "second-opinion-absent",
                f"the second opinion failed: {error}",
                "datamodel-code-generator must be able to read the document",
            ) from None
        found = found or bool(disagreements)
        job.reporter.disagreements([str(one) for one in disagreements])
    if not found:
        job.reporter.info("second opinion: no differences")
    return int(found and any(outcome.target.strict for outcome in done))
