"""Run targets on several processes."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path
from threading import Thread, current_thread, main_thread

from stubwright.base.gc_pause import gc_paused
from stubwright.base.stages import Begin, unwatched
from stubwright.base.user_errors import user_error
from stubwright.cli.exit_codes import WRONG
from stubwright.cli.job import Job
from stubwright.cli.target_run import TargetRun, run_target
from stubwright.project.targets import Target

_shared: list[Job] = []
"""The job of a process that was started here."""


def in_parallel(
    job: Job, targets: Sequence[Target], processes: int, begin: Begin
) -> Iterator[TargetRun]:
    """Yield the result of each target, in order; ``begin`` is called with the name of each as it ends."""
    before = active_children()
    with _pool(job, processes) as pool:
        # The largest ones first, so that none of them runs alone at the end.
        order = sorted(range(len(targets)), key=lambda number: _size(targets[number]))
        with _uninterrupted():
            running = {pool.submit(_run, targets[number]): number for number in order}
        try:
            yield from _in_order(job, targets, running, begin)
        except BaseException:
            for child in active_children():
                if child not in before:
                    child.terminate()
            # Its thread must not still be closing pipes when the interpreter exits.
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_order(
    job: Job, targets: Sequence[Target], running: dict[Future[TargetRun], int], begin: Begin
) -> Iterator[TargetRun]:
    ended: dict[int, TargetRun] = {}
    for number in range(len(targets)):
        while number not in ended:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                one = running.pop(future)
                ended[one] = _result(job, targets[one], future)
                begin(targets[one].key)
        yield ended.pop(number)


def _result(job: Job, target: Target, future: Future[TargetRun]) -> TargetRun:
    """Return the result of a process; if it was killed, run each affected target again by itself."""
    try:
        return future.result()
    except BrokenProcessPool:
        pass
    try:
        with _pool(job, 1) as pool:
            return pool.submit(_run, target).result()
    except BrokenProcessPool:
        fault = user_error(
            "process-killed",
            f"the process that ran the target {target.key!r} was terminated",
            "it may have needed more memory than there is: try fewer --jobs",
        )
        return TargetRun(code=WRONG, rendered=job.reporter.render(fault.diagnostics))


@contextmanager
def _uninterrupted() -> Generator[None, None, None]:
    """Start processes that ignore interrupts; the parent process handles these."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _pool(job: Job, processes: int) -> ProcessPoolExecutor:
    # Spawned: the same on every system, and nothing of this process is inherited.
    return ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_start, initargs=(job,)
    )


def _start(job: Job) -> None:
    """Prepare a process, so that it ends with its parent."""
    Thread(target=_end_with_parent, daemon=True).start()
    _shared.append(job)
    gc.freeze()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run(target: Target) -> TargetRun:
    with gc_paused():
        return run_target(_shared[0], target, unwatched)


def _size(target: Target) -> int:
    """Return a number that is smaller the larger a document is."""
    try:
        return -Path(target.document).stat().st_size
    except (OSError, ValueError):
        return 0
