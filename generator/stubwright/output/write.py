"""Write files so that a run that ends in between leaves the old ones or can be repaired.

All texts are temporaries first; then these are renamed, then orphans are removed, then the
locks are written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from stubwright.base.diagnostics import FatalError
from stubwright.base.message_text import display_path
from stubwright.base.user_errors import user_error
from stubwright.output.changes import Change, Kind
from stubwright.output.paths import LINK, demand_safe, obstacle

_SUFFIX = ".stubwright-tmp"
_SECONDS = 60
_ANOTHER_FOLDER = "choose another folder with --output, or make this one writable"
_ANOTHER_FILE = "choose another path, or make this one writable"


def write(changes: Iterable[Change], locks: Mapping[Path, bytes]) -> None:
    """Write what is to be and remove orphans; locks come last, whole paths with their bytes.

    Raise FatalError where the folder cannot be written: before the first rename nothing has
    changed by then.
    """
    changes = tuple(changes)
    texts = {change.file: change.after for change in changes if change.after is not None}
    for change in changes:
        _demand_inside(change)
    for folder in {path.parent for path in (*texts, *locks)}:
        _remove_leftovers(folder)
    changed = {path: data for path, data in locks.items() if _differs(path, data)}
    staged = _stage({**texts, **changed})
    try:
        for path in texts:
            staged[path].replace(path)
        for change in changes:
            if change.kind is Kind.ORPHANED:
                _remove(change)
        for path in locks:
            if path in staged:
                staged[path].replace(path)
    except OSError as error:
        raise _refused(error) from None
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink()


def write_file(path: Path, data: bytes) -> None:
    """Write one file that the user names, if its bytes differ. Raise FatalError if refused."""
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            # A link is followed; a device, a pipe must not be replaced by a file.
            path.write_bytes(data)
        elif _differs(path, data):
            (staged,) = _stage({path: data}, hint=_ANOTHER_FILE).values()
            try:
                staged.replace(path)
            finally:
                staged.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(error, _ANOTHER_FILE) from None


def _demand_inside(change: Change) -> None:
    """Look again, right before writing, whether a path stays inside and meets no link."""
    demand_safe(change.path)
    blocked = obstacle(change.output, change.path)
    # A link in the file's own place is replaced, not followed, once that was forced.
    if blocked and not (change.kind is Kind.BLOCKED and blocked == (change.path, LINK)):
        path, why = blocked
        raise user_error(
            "output-refused",
            f"{display_path(change.output / path)} is in the way: {why}",
            "move it elsewhere",
        )


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except OSError:
        return True


def _stage(files: Mapping[Path, bytes], *, hint: str = _ANOTHER_FOLDER) -> dict[Path, Path]:
    """Write temporaries beside their paths; remove all that was made if one is refused."""
    staged: dict[Path, Path] = {}
    folders: list[Path] = []
    try:
        for path, data in files.items():
            folders += _make_folder(path.parent)
            # Cut, since no file system takes more than some 255 bytes for a name.
            name = f".{path.name[:40]}.{len(staged)}.{os.getpid()}{_SUFFIX}"
            temporary = path.with_name(name)
            staged[path] = temporary
            # Exclusive: a link that is there is not followed.
            with temporary.open("xb") as file:
                file.write(data)
    except OSError as error:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink()
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        raise _refused(error, hint) from None
    return staged


def _make_folder(folder: Path) -> Iterator[Path]:
    missing: list[Path] = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        yield new


def _remove_leftovers(folder: Path) -> None:
    """Remove temporaries of runs that were killed; one that still runs needs its own."""
    with suppress(OSError):
        for path in folder.glob(f".*{_SUFFIX}"):
            if _abandoned(path):
                path.unlink()


def _abandoned(temporary: Path) -> bool:
    """Say whether the run that wrote a temporary has ended."""
    process = temporary.name.removesuffix(_SUFFIX).rpartition(".")[2]
    if not process.isdecimal() or int(process) == os.getpid():
        return True
    if os.name == "nt":
        # There the question below would end that process.
        return time.time() - temporary.stat().st_mtime > _SECONDS
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return False
    except (OSError, OverflowError):
        return True
    return False


def _remove(change: Change) -> None:
    """Remove an orphan, its bytecode, and the folders that this empties."""
    change.file.unlink(missing_ok=True)
    folder = change.file.parent
    while folder != change.output and folder.is_relative_to(change.output):
        with suppress(OSError):
            if [entry.name for entry in folder.iterdir()] == ["__pycache__"]:
                for compiled in (folder / "__pycache__").glob("*.pyc"):
                    compiled.unlink()
                (folder / "__pycache__").rmdir()
            folder.rmdir()
        if folder.exists():
            break
        folder = folder.parent


def _refused(error: OSError, hint: str = _ANOTHER_FOLDER) -> FatalError:
    name = error.filename2 or error.filename
    path = Path(str(name)) if name else None
    if path is not None and path.name.endswith(_SUFFIX):
        # Of a temporary people know only the file that it was to become.
        path = path.with_name(path.name[1:].removesuffix(_SUFFIX).rsplit(".", 2)[0])
    where = display_path(path) if path is not None else "the output"
    return _not_writable(where, error.strerror or str(error), hint)


def _not_writable(where: str, why: str, hint: str) -> FatalError:
    return user_error("output-not-writable", f"{where} cannot be written: {why}", hint)
