"""Generators that misbehave, also in the processes that a job starts."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import Any

from stubwright.cli.reporters.text_reporter import TextReporter
from stubwright.generate import generate
from stubwright.types.documents import Documents
from stubwright.types.options import Options
from stubwright.types.result import Result
from stubwright.workflow import generate_target


def misbehave(
    documents: Documents, options: Options, pins: Mapping[str, str], **more: Any
) -> Result:
    """Generate, unless the package's name says what happens instead."""
    if options.package == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if options.package == "buggy":
        raise RuntimeError("the sky fell")
    return generate(documents, options, pins, **more)


class MisbehavingReporter(TextReporter):
    """Part of a job: the process that unpickles it misbehaves."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _in_child, ()


def _in_child() -> MisbehavingReporter:
    generate_target.generate = misbehave
    return MisbehavingReporter()
