"""Collection of notes about approximations."""

from __future__ import annotations

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field


@dataclass(slots=True)
class Notes:
    """Diagnostics of one run in order, without duplicates."""

    _by_key: dict[tuple[str, str, str], Diagnostic] = field(
        default_factory=dict[tuple[str, str, str], Diagnostic]
    )

    def note(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Add an approximation at a place, unless it was added before."""
        self._by_key.setdefault(
            (code, str(place), message),
            Diagnostic(code=code, severity=Severity.NOTE, message=message, place=place, hint=hint),
        )

    def all(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics so far."""
        return tuple(self._by_key.values())
