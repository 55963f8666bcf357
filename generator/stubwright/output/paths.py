"""What an emitted path may be, and what may stand in its way."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from stubwright.output.facts import NAME

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def demand_safe(path: str) -> None:
    """Raise ValueError where an emitted path could leave its folder. ``plan`` never makes one."""
    parts = path.split("/")
    if (
        not path.isprintable()
        or "\\" in path
        or ":" in path
        or any(part in ("", ".", "..") or part != part.strip() for part in parts)
        or any(part.split(".")[0].lower() in _DEVICES for part in parts)
        or parts[-1] == NAME
    ):
        raise ValueError(f"no path to write to: {path!r}")


def is_safe(path: str) -> bool:
    """Say whether a path that a lock names stays inside its folder."""
    try:
        demand_safe(path)
    except ValueError:
        return False
    return True


def obstacle(output: Path, path: str) -> str:
    """Say what stands in the way of a path below the output folder, ``""`` where nothing does.

    A link would be written through, and one to a folder would lead out of ours.
    """
    here = output
    parts = PurePosixPath(path).parts
    for number, part in enumerate(parts, 1):
        here = here / part
        if here.is_symlink():
            return f"{_relative(here, output)} is a symbolic link"
        if not os.path.lexists(here):
            return ""
        if number < len(parts) and not here.is_dir():
            return f"{_relative(here, output)} is no folder"
    return "" if here.is_file() else f"{path} is no file"


def _relative(path: Path, output: Path) -> str:
    return path.relative_to(output).as_posix()
