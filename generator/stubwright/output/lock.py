"""The lock: the inputs of each target, and the files that were written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field
from stubwright.base.user_errors import user_error
from stubwright.output.lock_text import (
    FORMAT,
    has_conflicts,
    only,
    parse,
    parse_damaged,
    render,
)
from stubwright.output.target_record import TargetRecord, from_facts, known_kinds, to_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content of a lock; ``damaged`` if a line is not a fact, ``conflicts`` if the reason is a merge conflict.

    ``configuration`` maps the name of the configuration file from which all configured targets were generated to its
    digest. A lock of an older format is read, and written in the current format.
    """

    path: Path
    targets: Mapping[str, TargetRecord] = field(default_factory=dict[str, TargetRecord])
    configuration: Mapping[str, str] = field(default_factory=dict[str, str])
    exists: bool = False
    damaged: bool = False
    conflicts: bool = False
    outdated: bool = False

    def of(self, key: str) -> TargetRecord:
        """Return the record of a target, an empty one if the lock has none."""
        return self.targets.get(key, TargetRecord())


def read_lock(path: Path) -> Lock:
    """Read a lock; a missing one is empty. Raise FatalError if it has a newer format or cannot be read."""
    text = _text_of(path)
    if text is None:
        return Lock(path=path)
    damaged = False
    try:
        facts = parse(text)
    except (ValueError, OverflowError):
        facts, damaged = parse_damaged(text), True
    top = facts.pop("")
    written = only(top, "lock")
    _demand_known_format(written, path)
    outdated = written.isdecimal() and int(written) < int(FORMAT)
    for kinds in facts.values():
        damaged = damaged or not kinds.keys() <= known_kinds()
        if outdated and "pin" in kinds:
            kinds["pin"]["format"] = written
    return Lock(
        path=path,
        targets={key: from_facts(kinds) for key, kinds in facts.items()},
        configuration=top.get("config", {}),
        exists=True,
        damaged=damaged or written != FORMAT,
        conflicts=damaged and has_conflicts(text.encode()),
        outdated=outdated and not damaged,
    )


def _text_of(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise user_error(
            "lock-unreadable",
            f"{display_path(path)} cannot be read: {error.strerror or error}",
            "move it away, then run 'stubwright generate'",
        ) from None


def _demand_known_format(written: str, path: Path) -> None:
    if written.isdecimal() and int(written) > int(FORMAT):
        raise user_error(
            "lock-newer",
            f"{display_path(path)} was written by a newer version of stubwright, in format {written}",
            "install that version, or a later one",
        )


def render_lock(targets: Mapping[str, TargetRecord], configuration: Mapping[str, str]) -> bytes:
    """Return the text of a lock."""
    facts = {key: to_facts(record) for key, record in targets.items()}
    top = {"lock": {"": FORMAT}, "config": dict(configuration)}
    return render({**facts, "": top}).encode()
