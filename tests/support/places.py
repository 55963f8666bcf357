"""Where things are: the repository's folders and outside material."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
GENERATOR = REPOSITORY / "generator" / "stubwright"
TEMPLATES = REPOSITORY / "templates"
RUNTIME = REPOSITORY / "generator" / "stubwright" / "runtime"
CASES = REPOSITORY / "tests" / "cases"
BUILD = REPOSITORY / "build"


def outside(variable: str, default: str) -> Path:
    """Return a folder that is not part of the repository; it may be missing."""
    return Path(os.environ.get(variable) or REPOSITORY / default)


CORPUS = outside("STUBWRIGHT_CORPUS", "../shared/corpus")
REFERENCE = outside("STUBWRIGHT_REFERENCE", "../shared/reference")

# Reasons to skip a test that stay allowed where all tests must run; everything else fails there.
NO_CORPUS = "the corpus of real documents is not here (STUBWRIGHT_CORPUS)"
NO_REFERENCE = "the reference pages are not here (STUBWRIGHT_REFERENCE)"
ALLOWED_SKIPS = (NO_CORPUS, NO_REFERENCE)
