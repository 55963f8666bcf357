"""What is said of a bug."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from stubwright.version import __version__


def bug_text(error: Exception, *, debug: bool) -> str:
    """Return what people are told of a bug, with its traceback where they asked for it."""
    shown = ""
    if debug or os.environ.get("STUBWRIGHT_DEBUG"):
        shown = "".join(traceback.format_exception(error))
    where = traceback.extract_tb(error.__traceback__)[-1:]
    at = f" at {Path(where[0].filename).name}:{where[0].lineno}" if where else ""
    return (
        f"{shown}internal error: {type(error).__name__}{at}: {str(error)[:300]}\n"
        f"  This is a bug in stubwright {__version__}, not in your document; nothing of it is your fault.\n"
        "  Please report it, with the document if you can; --debug shows where it comes from."
    )
