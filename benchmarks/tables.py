"""Tables of measurements, and progress while they are made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Table:
    """A Markdown table."""

    title: str
    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join([f"### {self.title}\n", *(f"| {' | '.join(row)} |" for row in lines)])


def say(text: str) -> None:
    """Show progress."""
    print(text, file=sys.stderr, flush=True)
