"""Interface of the reader of a documentation system."""

from __future__ import annotations

from collections.abc import Callable

from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Operation
from stubwright.types.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A documentation system: how to recognise its pages, and their reader.

    ``marks`` says of a page's text how many signs of the system it has; the system with the most
    is taken. ``split_inline`` says that HTML spans are lines of their own. ``read`` raises
    ``Declined``.
    """

    name: str
    marks: Callable[[str], int]
    read: Callable[[Page], list[Operation]]
    split_inline: bool = True
