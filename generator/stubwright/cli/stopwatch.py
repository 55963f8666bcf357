"""How long the stages of a run take."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import field

from stubwright.base.records import dataclass
from stubwright.base.stages import Begin, unwatched


@dataclass(slots=True, kw_only=True)
class Stopwatch:
    """Measures stages in seconds of the clock, and passes their names on."""

    tell: Begin = unwatched
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _stage: str = ""
    _since: float = 0.0

    def begin(self, stage: str) -> None:
        """End the stage before, and begin one."""
        self.stop()
        self._stage, self._since = stage, time.perf_counter()
        self.tell(stage)

    def stop(self) -> None:
        """End the stage that lasts."""
        if self._stage:
            spent = time.perf_counter() - self._since
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + spent
            self._stage = ""


def timings_text(name: str, seconds: Mapping[str, float]) -> str:
    """Return the stages of a target as a table: seconds and percent of the whole."""
    whole = sum(seconds.values())
    lines = [f"{name}: {whole:.3f} s"]
    for stage, spent in seconds.items():
        lines.append(f"  {stage:<10}{spent:8.3f} s{spent / (whole or 1) * 100:5.0f} %")
    return "\n".join(lines)
