"""Text of errors that end a build."""

from __future__ import annotations

from typing import Final

from stubwright.base.diagnostics import FatalError
from stubwright.report import render_text
from stubwright.types.documents import Documents, Unreadable

_NOWHERE: Final = Documents(root="", by_uri={}, refused={})


def message(stop: FatalError) -> str:
    """Return the message of a build that cannot continue."""
    documents = stop.documents if isinstance(stop, Unreadable) else _NOWHERE
    return render_text(stop.diagnostics, documents)
