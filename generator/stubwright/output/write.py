"""Write files so that an interrupted run leaves the old ones or can be repeated.

All texts are first written to temporary files; then these are renamed, orphans are removed, and finally the locks are
written. A package whose folder does not exist is written as one temporary folder.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
ANOTHER_FILE = "choose another path, or make this one writable"


def write(changes: Iterable[Change], locks: Mapping[Path, bytes]) -> None:
    """Write the files and remove orphans; locks (absolute paths with their bytes) are written last.

    Raise FatalError if the folder cannot be written; until the first rename, nothing
    has changed.
    """
    changes = tuple(changes)
    packages = _demand_inside(changes)
    texts = _contents(changes, packages)
    for folder in {path.parent for path in (*texts, *locks, *packages)}:
        _remove_leftovers(folder)
    changed = {path: data for path, data in locks.items() if _differs(path, data)}
    staged = _stage({**texts, **changed}, packages)
    try:
        for path in (*packages, *texts):
            staged[path].replace(path)
        for change in changes:
            if change.kind is Kind.ORPHANED:
                _remove(change)
        for path in changed:
            staged[path].replace(path)
    except OSError as error:
        raise _refused(error) from None
    finally:
        _discard(staged.values())


def _contents(
    changes: Iterable[Change], packages: Mapping[Path, dict[str, bytes]]
) -> dict[Path, bytes]:
    """Add the files of new packages to ``packages``; return all other files with their new bytes."""
    texts: dict[Path, bytes] = {}
    for change in changes:
        package = packages.get(change.top)
        if change.after is not None and package is None:
            texts[change.file] = change.after
        elif change.after is not None and package is not None:
            package[change.path.partition("/")[2]] = change.after
    return texts


def demand_writable(*paths: Path, hint: str = _ANOTHER_FOLDER) -> None:
    """Raise FatalError if a file could not be written; no files remain."""
    # Start-up: needed only for a report or a dependency file.
    from tempfile import TemporaryFile

    for path in paths:
        if path.is_dir():
            raise _not_writable(display_path(path), os.strerror(errno.EISDIR), hint)
        if path.is_symlink() or (path.exists() and not path.is_file()):
            continue
        made: list[Path] = []
        try:
            made += _make_folder(path.parent)
            TemporaryFile(dir=path.parent).close()
        except OSError as error:
            raise _not_writable(display_path(path), error.strerror or str(error), hint) from None
        finally:
            _remove_empty(made)


def write_file(path: Path, data: bytes) -> None:
    """Write one file that the user names, if its bytes differ. Raise FatalError if refused."""
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            # A link is followed; a device or a pipe must not be replaced by a file.
            path.write_bytes(data)
        elif _differs(path, data):
            (staged,) = _stage({path: data}, hint=ANOTHER_FILE).values()
            try:
                staged.replace(path)
            finally:
                staged.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(error, ANOTHER_FILE) from None


def _demand_inside(changes: Iterable[Change]) -> dict[Path, dict[str, bytes]]:
    """Check again, immediately before writing, that each path is inside the folder and contains no links.

    Return the packages that do not exist yet, in which nothing can be in the way, each with an empty table of files.
    """
    new: dict[Path, dict[str, bytes]] = {}
    for change in changes:
        demand_safe(change.path)
        if change.top in new:
            continue
        blocked = obstacle(change.output, change.path)
        # With force, a link at the path of a file is replaced, not followed.
        if blocked and not (change.kind is Kind.BLOCKED and blocked == (change.path, LINK)):
            path, why = blocked
            raise user_error(
                "output-refused",
                f"{display_path(change.output / path)} is in the way: {why}",
                "move it elsewhere",
            )
        if change.after is not None and "/" in change.path and not change.top.exists():
            new[change.top] = {}
    return new


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except OSError:
        return True


def _stage(
    files: Mapping[Path, bytes],
    packages: Mapping[Path, Mapping[str, bytes]] | None = None,
    *,
    hint: str = _ANOTHER_FOLDER,
) -> dict[Path, Path]:
    """Write temporary files beside their paths; remove all of them if one cannot be written."""
    staged: dict[Path, Path] = {}
    folders: list[Path] = []
    try:
        for path, data in files.items():
            folders += _make_folder(path.parent)
            staged[path] = _temporary(path, len(staged))
            # Exclusive: an existing link is not followed.
            with staged[path].open("xb") as file:
                file.write(data)
        for path, contents in (packages or {}).items():
            folders += _make_folder(path.parent)
            staged[path] = _temporary(path, len(staged))
            _fill(staged[path], contents)
    except OSError as error:
        _discard(staged.values())
        _remove_empty(folders)
        raise _refused(error, hint) from None
    return staged


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _temporary(path: Path, number: int) -> Path:
    # Truncated, since file systems limit names to about 255 bytes.
    return path.with_name(f".{path.name[:40]}.{number}.{os.getpid()}{_SUFFIX}")


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Create a new folder with its files."""
    folder.mkdir()
    made = {""}
    for path, data in contents.items():
        above = path.rpartition("/")[0]
        if above not in made:
            (folder / above).mkdir(parents=True, exist_ok=True)
            made.add(above)
        with open(f"{folder}/{path}", "xb") as file:  # noqa: PTH123 - there are thousands
            file.write(data)


def _discard(temporaries: Iterable[Path]) -> None:
    """Remove temporary files that were not renamed."""
    for temporary in temporaries:
        with suppress(OSError):
            if temporary.is_dir() and not temporary.is_symlink():
                shutil.rmtree(temporary)
            else:
                temporary.unlink()


def _make_folder(folder: Path) -> Iterator[Path]:
    missing: list[Path] = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        yield new


def _remove_leftovers(folder: Path) -> None:
    """Remove temporary files of killed runs, but not of those that still run."""
    with suppress(OSError):
        for path in folder.glob(f".*{_SUFFIX}"):
            if _abandoned(path):
                _discard([path])


def _abandoned(temporary: Path) -> bool:
    """Return whether the run that wrote a temporary has ended."""
    process = temporary.name.removesuffix(_SUFFIX).rpartition(".")[2]
    if not process.isdecimal() or int(process) == os.getpid():
        return True
    if os.name == "nt":
        # On Windows, the call below would terminate that process.
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
    path = Path(*map(_final, Path(str(name)).parts)) if name else None
    where = display_path(path) if path is not None else "the output"
    return _not_writable(where, error.strerror or str(error), hint)


def _final(name: str) -> str:
    """Return the final path of a temporary file, for messages."""
    return name[1:].removesuffix(_SUFFIX).rsplit(".", 2)[0] if name.endswith(_SUFFIX) else name


def _not_writable(where: str, why: str, hint: str) -> FatalError:
    return user_error("output-not-writable", f"{where} cannot be written: {why}", hint)
