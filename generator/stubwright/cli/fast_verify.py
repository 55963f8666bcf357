"""Answer a `verify` that has nothing to report without loading the generator, since hooks run it often.

In any doubt, the complete program answers and reports the differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stubwright.base.diagnostics import FatalError
from stubwright.cli.arguments import parse_arguments
from stubwright.cli.verify import found_by


def verify(words: Sequence[str]) -> int | None:
    """Return 0 if pages and document agree, None if the complete program must determine that."""
    try:
        arguments = parse_arguments(words, Path.cwd())
        if arguments.new_pages or arguments.html or arguments.notes or arguments.format == "json":
            return None
        found = found_by(arguments)
    except FatalError:
        return None
    silent = not found.refused and all(one.kind == "unstated" for one in found.findings)
    return 0 if silent and not found.inconsistencies else None
