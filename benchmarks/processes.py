"""Run commands and measure them: processor seconds and memory, children included."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = 400  # seconds that a run may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a run took: processor and wall seconds, megabytes of the largest process; and why it failed."""

    seconds: float
    wall: float
    megabytes: float
    fault: str = ""


def spend(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    codes: Sequence[int] = (0,),
    limit: float = LIMIT,
) -> Spent:
    """Run a command in a folder. ``codes`` are the exit codes of a run that went well, ``limit`` its most seconds."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        wall = time.perf_counter() - start
        code = process.returncode = os.waitstatus_to_exitcode(status)
        fault = ""
        if code not in codes:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines() or [""]
            fault = (
                f"more than {limit} s" if code == -signal.SIGKILL else f"exit {code}: {lines[-1]}"
            )
    return Spent(
        seconds=usage.ru_utime + usage.ru_stime,
        wall=wall,
        megabytes=usage.ru_maxrss / 1024,
        fault=fault,
    )


def in_turn(commands: Sequence[Sequence[str | Path]], folder: Path, times: int) -> list[float]:
    """Run commands in turn; return the median processor seconds of each."""
    found: list[list[float]] = [[] for _ in commands]
    for _ in range(times):
        for seconds, command in zip(found, commands, strict=True):
            spent = spend(command, folder)
            assert not spent.fault, spent.fault
            seconds.append(spent.seconds)
    return [statistics.median(seconds) for seconds in found]
