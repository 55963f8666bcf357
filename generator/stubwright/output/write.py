"""Write files so that a run that ends in between leaves the old ones or can be mended.

All texts stand as temporaries first; then these are renamed, then orphans are removed, then the
locks are written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from stubwright.diagnostics import Stop
from stubwright.faults import fault, shown
from stubwright.output.changes import Change, Kind
from stubwright.output.paths import demand_safe, obstacle

_SUFFIX = ".stubwright-tmp"


def write(changes: Iterable[Change], locks: Mapping[Path, bytes]) -> None:
    """Write what is to be and remove orphans; locks come last, whole paths with their bytes.

    Raise Stop where the folder cannot be written: before the first rename nothing has
    changed by then.
    """
    changes = tuple(changes)
    texts = {change.file: change.after for change in changes if change.after is not None}
    for change in changes:
        _demand_inside(change)
    for folder in {path.parent for path in (*texts, *locks)}:
        _remove_leftovers(folder)
    staged = _stage(texts, {path: data for path, data in locks.items() if _differs(path, data)})
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
    """Write one file that is not part of the output, if its bytes differ. Raise Stop if refused."""
    if not _differs(path, data):
        return
    staged = _stage({path: data}, {})
    try:
        staged[path].replace(path)
    except OSError as error:
        with suppress(OSError):
            staged[path].unlink()
        raise _refused(error) from None


def _demand_inside(change: Change) -> None:
    """Look again, right before writing, whether a path stays inside and meets no link."""
    demand_safe(change.path)
    why = obstacle(change.output, change.path)
    # A link in the file's own place is replaced, not followed, once that was forced.
    if why and not (change.kind is Kind.BLOCKED and why.startswith(f"{change.path} is a symb")):
        raise fault(
            "output-refused",
            f"{shown(change.file)} cannot be written: {why}",
            "move it out of the way",
        )


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except OSError:
        return True


def _stage(*groups: Mapping[Path, bytes]) -> dict[Path, Path]:
    """Write temporaries beside their paths; remove all that was made if one is refused."""
    staged: dict[Path, Path] = {}
    folders: list[Path] = []
    try:
        for path, data in ((path, data) for group in groups for path, data in group.items()):
            folders += _make_folder(path.parent)
            temporary = path.with_name(f".{path.name}.{os.getpid()}{_SUFFIX}")
            staged[path] = temporary
            # Exclusive: a link that stands there is not followed.
            with temporary.open("xb") as file:
                file.write(data)
    except OSError as error:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink()
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        raise _refused(error) from None
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
    """Remove temporaries of a run that was killed."""
    with suppress(OSError):
        for path in folder.glob(f".*{_SUFFIX}"):
            path.unlink()


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


def _refused(error: OSError) -> Stop:
    path = error.filename2 or error.filename
    where = shown(Path(str(path).replace(f".{os.getpid()}{_SUFFIX}", ""))) if path else "the output"
    return fault(
        "output-not-writable",
        f"{where} cannot be written: {error.strerror or error}",
        "choose another folder with --output, or make this one writable",
    )
