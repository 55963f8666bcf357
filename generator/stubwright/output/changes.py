"""Differences between the output folder and the files that would be written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path

from stubwright.base.records import dataclass, field
from stubwright.output.lock_text import digest, has_conflicts, modules, same_text
from stubwright.output.paths import LINK, is_safe, obstacle


class Kind(str, Enum):
    """State of a file.

    ``FOREIGN`` is a module in the package that Stubwright did not write; ``BLOCKED`` is such a file
    at the path of a file to write.
    """

    MISSING = "missing"
    CHANGED = "changed"
    ORPHANED = "orphaned"
    FOREIGN = "foreign"
    BLOCKED = "in the way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file that differs. ``path`` is posix, relative to ``output``.

    ``before`` is the current content, ``after`` the content to write; None for no file. ``edited`` is true if
    Stubwright wrote the file and it has changed since. ``why`` is the reason why a file is in the way; if ``after``
    is set, force may overwrite it.
    """

    path: str
    output: Path
    kind: Kind
    before: bytes | None = field(default=None, repr=False)
    after: bytes | None = field(default=None, repr=False)
    edited: bool = False
    why: str = ""

    @property
    def conflicts(self) -> bool:
        """Return whether the file contains conflict markers."""
        return self.before is not None and has_conflicts(self.before)

    @property
    def file(self) -> Path:
        """Return the absolute path of the file."""
        return self.output / self.path

    @property
    def top(self) -> Path:
        """Return the file's topmost folder below ``output``; the file itself if there is none."""
        return self.output / self.path.partition("/")[0]


def compare(
    output: Path, package: str, wanted: Mapping[str, bytes], locked: Mapping[str, str]
) -> tuple[Change, ...]:
    """Return the differences, sorted by path. Raise OSError if a file cannot be read.

    ``locked`` contains the digests of the files written last, by path.
    """
    found = [
        *_emitted(output, wanted, locked),
        *_orphans(output, wanted, locked),
        *_foreign(output, package, wanted, locked),
    ]
    return _sorted(found)


def compare_locked(output: Path, package: str, locked: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the differences from the lock, if the texts are not known."""
    found = list(_foreign(output, package, {}, locked))
    for path, wanted in locked.items():
        blocked = obstacle(output, path)
        before = None if blocked else _read(output / path)
        if blocked:
            found.append(_blocked(output, *blocked))
        elif before is None:
            found.append(Change(path=path, output=output, kind=Kind.MISSING))
        elif digest(before) != wanted:
            found.append(
                Change(path=path, output=output, kind=Kind.CHANGED, before=before, edited=True)
            )
    return _sorted(found)


def _sorted(found: Iterable[Change]) -> tuple[Change, ...]:
    """Sort by path; a folder that is in the way of several files is one change."""
    return tuple(sorted(dict.fromkeys(found), key=lambda change: change.path))


def _blocked(output: Path, path: str, why: str, after: bytes | None = None) -> Change:
    return Change(path=path, output=output, kind=Kind.BLOCKED, after=after, why=why)


def _emitted(
    output: Path, wanted: Mapping[str, bytes], locked: Mapping[str, str]
) -> Iterator[Change]:
    tops = {path.partition("/")[0] for path in wanted}
    absent = {top for top in tops if not os.path.lexists(output / top)}
    for path, after in wanted.items():
        if path.partition("/")[0] in absent:
            # Nothing can be in the way in a folder that does not exist.
            yield Change(path=path, output=output, kind=Kind.MISSING, after=after)
            continue
        if blocked := obstacle(output, path):
            yield _blocked(output, *blocked, after if blocked == (path, LINK) else None)
            continue
        before = _read(output / path)
        if before is not None and same_text(before, after):
            continue
        kind, edited, why = Kind.MISSING, False, ""
        if before is not None and path in locked:
            kind, edited = Kind.CHANGED, digest(before) != locked[path]
        elif before is not None:
            kind, why = Kind.BLOCKED, "stubwright did not write it"
        yield Change(
            path=path, output=output, kind=kind, before=before, after=after, edited=edited, why=why
        )


def _orphans(
    output: Path, wanted: Mapping[str, bytes], locked: Mapping[str, str]
) -> Iterator[Change]:
    for path, written in locked.items():
        # Anybody may have written the lock, so it must not cause removals outside the folder.
        if path in wanted or not is_safe(path) or obstacle(output, path):
            continue
        before = _read(output / path)
        if before is not None:
            yield Change(
                path=path,
                output=output,
                kind=Kind.ORPHANED,
                before=before,
                edited=digest(before) != written,
            )


def _foreign(
    output: Path, package: str, wanted: Mapping[str, bytes], locked: Mapping[str, str]
) -> Iterator[Change]:
    if not package:
        return
    plain, links = modules(str(output / package))
    for name in (*plain, *links):
        path = f"{package}/{name}"
        if path not in wanted and path not in locked:
            yield Change(path=path, output=output, kind=Kind.FOREIGN)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
