"""Timing of the stages of a run."""

from __future__ import annotations

import time

from stubwright.base.records import dataclass, field
from stubwright.base.stages import Begin, unwatched


@dataclass(slots=True, kw_only=True)
class Stopwatch:
    """Measures stages in seconds of wall-clock time, and passes their names on."""

    notify: Begin = unwatched
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _stage: str = ""
    _since: float = 0.0

    def begin(self, stage: str) -> None:
        """End the previous stage, and begin the next one."""
        self.stop()
        self._stage, self._since = stage, time.perf_counter()
        self.notify(stage)

    def stop(self) -> None:
        """End the current stage."""
        if self._stage:
            spent = time.perf_counter() - self._since
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + spent
            self._stage = ""
