"""`stubwright check --second-opinion`: what datamodel-code-generator reads differently."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from stubwright.cli.job import Job
from stubwright.cli.work import Outcome
from stubwright.faults import fault


def second_opinion(job: Job, done: tuple[Outcome, ...]) -> int:
    """Print each disagreement; 1 where there is one and warnings are errors. Raise Stop if absent."""
    if find_spec("datamodel_code_generator") is None:
        raise fault(
            "second-opinion-absent",
            "the second opinion is datamodel-code-generator's, and it is not installed",
            "pip install 'stubwright[second-opinion]'",
        )
    # Only here: it loads a generator of its own, which takes seconds.
    compare = import_module("stubwright.second_opinion").compare
    found = False
    strict = False
    for outcome in done:
        strict = strict or outcome.target.strict
        for disagreement in compare(outcome.documents, outcome.target.options):
            found = True
            job.talk.print(f"{disagreement}\n")
    if not found:
        job.talk.say("second opinion: agreed")
    return int(found and strict)
