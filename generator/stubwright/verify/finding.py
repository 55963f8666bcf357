"""What a comparison of a page with a document finds."""

from __future__ import annotations

from typing import Literal

from stubwright.base.records import dataclass

Kind = Literal["contradiction", "missing", "unstated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference: what it is, the place in the document, and the page's lines."""

    kind: Kind
    subject: str
    message: str
    page: str
    lines: tuple[int, int]
