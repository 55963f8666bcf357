"""Options of targets without a configuration, restored from the lock for commands that do not repeat them."""

from __future__ import annotations

from pathlib import Path

from stubwright.output.lock import Lock
from stubwright.output.target_record import TargetRecord
from stubwright.project.option_table import settings_of
from stubwright.project.settings import Settings, over


def remembered(settings: Settings, lock: Lock) -> tuple[Settings, ...]:
    """Return the settings of a command line, completed from the lock.

    Without a document, all targets of the lock match; a document selects its target if the lock has exactly one.
    """
    base = lock.path.parent
    known = [one for key, one in sorted(lock.targets.items()) if key.startswith("./")]
    found = [over(settings, _settings(one, base)) for one in known if _matches(one, settings, base)]
    return tuple(found) if settings.document is None or len(found) == 1 else (settings,)


def _matches(known: TargetRecord, settings: Settings, base: Path) -> bool:
    document = settings.document in (None, _document(known, base))
    return document and settings.package in (None, known.package)


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
