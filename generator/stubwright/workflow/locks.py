"""What locks hold of targets, and what they hold after a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from stubwright.output.changes import Change, Kind, compare
from stubwright.output.lock import Lock, read_lock, render_lock
from stubwright.output.paths import is_safe
from stubwright.output.target_record import TargetRecord
from stubwright.project.config import Configuration
from stubwright.project.targets import Target, configured
from stubwright.workflow.record_target import chosen, configuration_fact
from stubwright.workflow.target_result import TargetResult


def locks_of(targets: Iterable[Target]) -> dict[Path, Lock]:
    """Read each lock once."""
    return {path: read_lock(path) for path in dict.fromkeys(target.lock for target in targets)}


def unconfigured(lock: Lock, configuration: Configuration) -> tuple[str, ...]:
    """Return the targets in the lock that are no longer configured."""
    known = configured(configuration)
    return tuple(key for key in lock.targets if not key.startswith("./") and key not in known)


def known_key(target: Target, lock: Lock) -> str:
    """Return a target's key; for one that is not configured, that of the same document's package."""
    if target.key:
        return target.key
    source = chosen(target).source
    for key, known in sorted(lock.targets.items()):
        stated = "package" in known.options
        if key.startswith("./") and known.source == source and not stated:
            return key
    return ""


def left_behind(before: TargetRecord, lock: Lock) -> tuple[Change, ...]:
    """Return the files of a target that is no longer configured, as recorded in the lock.

    Only unchanged files below the lock's own folder are returned, because anybody may have written the lock.
    """
    folder = before.output
    if not folder or (folder != "." and not is_safe(folder)):
        return ()
    output = lock.path.parent / folder
    return tuple(
        change
        for change in compare(output, "", {}, before.files)
        if change.kind is Kind.ORPHANED and not change.edited
    )


def records_after(
    outcomes: Iterable[TargetResult], lock: Lock, removed: Iterable[str] = ()
) -> dict[str, TargetRecord]:
    """Return a lock's records with those of some targets inserted, and others removed."""
    dropped = set(removed)
    records = {key: one for key, one in lock.targets.items() if key not in dropped}
    return records | {outcome.target.key: outcome.after for outcome in outcomes}


def lock_text(
    records: Mapping[str, TargetRecord], lock: Lock, configuration: Configuration | None
) -> bytes:
    """Return the text of a lock that is to be written."""
    targets = tuple(configured(configuration).values()) if configuration else ()
    held = lock.configuration
    if configuration and targets and targets[0].lock == lock.path:
        data = configuration.path.read_bytes()
        held = configuration_fact(configuration.path, data, records, targets)
    return render_lock(records, held)
