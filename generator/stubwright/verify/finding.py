"""A difference between a page and a document."""

from __future__ import annotations

from typing import Literal

from stubwright.base.records import dataclass

Kind = Literal["contradiction", "missing", "unstated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A difference: its kind, its place in the document, and the lines of the page."""

    kind: Kind
    subject: str
    message: str
    page: str
    lines: tuple[int, int]
