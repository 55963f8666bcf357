"""Many calls over a transport, against a server with faults: what is lost, how long it takes, what memory it needs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime.errors import APIError
from ways import Way

SERVER = Path(__file__).with_name("load_server.py")
GET = Operation[Any]("GET /n/{n}", responses={200: "Any"})
PARTS = 10
"""Memory is read after each of as many parts of the calls."""


@dataclass
class Figures:
    """What a run came to. ``errors`` are those that were raised, ``wrong`` the answers to another call.

    ``memory`` is that of the process in bytes, after each tenth of the calls.
    """

    way: str
    calls: int
    together: int
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)
    wrong: int = 0
    memory: list[int] = field(default_factory=list)
    requests: int = 0
    numbers: int = 0


@contextmanager
def load_server() -> Iterator[str]:
    """Run the server while the block runs."""
    with subprocess.Popen(
        [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.communicate()


def resident() -> int:
    """Return the memory that this process has now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def run(way: Way, calls: int, together: int) -> Figures:
    """Make as many calls, so many of them at the same time: in threads, or in tasks."""
    figures = Figures(way.name, calls, together)
    with load_server() as url:
        started = time.perf_counter()
        way.use(url, lambda client: (tasks if way.asynchronous else threads)(client, figures))
        figures.seconds = time.perf_counter() - started
    return figures


def threads(client: Any, figures: Figures) -> None:
    """Call in threads."""

    def call(number: int) -> None:
        try:
            check(figures, number, client.pets._call(GET, {}, n=number))
        except APIError as error:
            figures.errors.append(str(error))

    with ThreadPoolExecutor(figures.together) as pool:
        for part in parts(figures):
            list(pool.map(call, part))
            figures.memory.append(resident())
    close(figures, client.request("GET", "/seen").json())


async def tasks(client: Any, figures: Figures) -> None:
    """Call in tasks."""

    async def call(numbers: Iterator[int]) -> None:
        for number in numbers:
            try:
                check(figures, number, await client.pets._call(GET, {}, n=number))
            except APIError as error:
                figures.errors.append(str(error))

    for part in parts(figures):
        numbers = iter(part)
        await asyncio.gather(*(call(numbers) for _ in range(figures.together)))
        figures.memory.append(resident())
    close(figures, (await client.request("GET", "/seen")).json())


def parts(figures: Figures) -> Iterator[range]:
    """Yield the numbers to ask for, part by part."""
    size = figures.calls // PARTS
    for part in range(PARTS):
        yield range(part * size, (part + 1) * size)


def check(figures: Figures, number: int, found: Any) -> None:
    """Count an answer that belongs to another call."""
    figures.wrong += found["n"] != number


def close(figures: Figures, seen: Any) -> None:
    """Keep what the server saw."""
    figures.requests, figures.numbers = seen["requests"], seen["numbers"]
