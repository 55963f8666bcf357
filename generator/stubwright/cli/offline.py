"""Check a target whose document is a URL against the lock alone: no network is needed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from stubwright.cli.work import known_key
from stubwright.output.changes import Change, compare_locked
from stubwright.output.facts import digest, only
from stubwright.output.lock import Kinds, Lock, choices
from stubwright.targets import Target
from stubwright.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """How a target stands without reading any URL: its facts in the lock and now, and its files."""

    target: Target
    before: Kinds = field(repr=False)
    after: Kinds = field(repr=False)
    changes: tuple[Change, ...]


def offline(target: Target, lock: Lock) -> Offline | None:
    """Compare with the lock alone where a document is a URL, None where it has to be read.

    What another generator makes of it only rendering can tell.
    """
    target = replace(target, key=known_key(target, lock))
    before = lock.of(target.key)
    if not any("://" in name for name in before.get("document", {})):
        return None
    if only(before, "generator") != __version__:
        return None
    documents = {
        name: _digest(target.base, name, wanted) for name, wanted in before["document"].items()
    }
    after = {
        **before,
        **choices(target),
        "document": documents,
    }
    changes = compare_locked(target.output, only(before, "package"), before.get("file", {}))
    return Offline(target=target, before=before, after=after, changes=changes)


def _digest(base: Path, name: str, wanted: str) -> str:
    """Return a document's digest now; a URL is taken for what it was."""
    if "://" in name:
        return wanted
    try:
        return digest((base / name).read_bytes())
    except OSError:
        return "absent"
