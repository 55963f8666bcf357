"""Options of targets without a configuration, restored from the lock for commands that do not repeat them."""

from __future__ import annotations

from pathlib import Path

from stubwright.output.lock import Lock
from stubwright.output.target_record import TargetRecord
from stubwright.project.option_table import settings_of
from stubwright.project.settings import Settings, over


def remembered(said: Settings, lock: Lock) -> tuple[Settings, ...]:
    """Return what a command line means, with what it meant before where it is silent.

    One that has no document means all that the lock has; one that names a document which the lock has once means that.
    """
    base = lock.path.parent
    known = [one for key, one in sorted(lock.targets.items()) if key.startswith("./")]
    found = [over(said, _settings(one, base)) for one in known if _is_meant(one, said, base)]
    return tuple(found) if said.document is None or len(found) == 1 else (said,)


def _is_meant(known: TargetRecord, said: Settings, base: Path) -> bool:
    document = said.document in (None, _document(known, base))
    return document and said.package in (None, known.package)


def _document(known: TargetRecord, base: Path) -> str:
    if known.source == "<stdin>":
        return "-"
    return known.source if "://" in known.source else str((base / known.source).resolve())


def _settings(known: TargetRecord, base: Path) -> Settings:
    return Settings(
        document=_document(known, base),
        output=str((base / known.output).resolve()),
        **settings_of(known.options, lambda path: str(base / path)),
    )
