"""Interface of the reader of a documentation system."""

from __future__ import annotations

from collections.abc import Callable

from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Operation
from stubwright.types.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A documentation system: how its pages are recognised, and their reader.

    ``marks`` counts the signs of the system in the text of a page; the system with the most signs
    reads the page. With ``split_inline``, inline elements of HTML are lines of their own. ``read``
    raises ``Declined``.
    """

    name: str
    marks: Callable[[str], int]
    read: Callable[[Page], list[Operation]]
    split_inline: bool = True
