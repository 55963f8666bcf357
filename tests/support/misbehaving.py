"""Generators that misbehave, for processes that are started: they are found by their module."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import Any

from stubwright.generate import generate
from stubwright.types.documents import Documents
from stubwright.types.options import Options
from stubwright.types.result import Result


def misbehave(
    documents: Documents, options: Options, pins: Mapping[str, str], **more: Any
) -> Result:
    """Generate, unless the package's name says what happens instead."""
    if options.package == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if options.package == "buggy":
        raise RuntimeError("the sky fell")
    return generate(documents, options, pins, **more)
