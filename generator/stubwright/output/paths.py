"""Checks of output paths: whether they are allowed, and whether something is in the way."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from stubwright.output.lock_path import NAME

LINK = "it is a symbolic link"

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def demand_safe(path: str) -> None:
    """Raise ValueError if a path could lead outside its folder. ``plan`` never creates such a path."""
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
    """Return whether a path in a lock is inside its folder."""
    try:
        demand_safe(path)
    except ValueError:
        return False
    return True


def obstacle(output: Path, path: str) -> tuple[str, str] | None:
    """Return the path that is in the way of a path below the output folder, and the reason; None if there is none.

    Writing to a link would change its target, and a link to a folder could lead outside the output folder.
    """
    here = output
    parts = PurePosixPath(path).parts
    for number, part in enumerate(parts, 1):
        here = here / part
        name = "/".join(parts[:number])
        if here.is_symlink():
            return name, LINK
        if not os.path.lexists(here):
            return None
        if number < len(parts) and not here.is_dir():
            return name, "it is not a folder"
    return None if here.is_file() else (path, "it is not a file")
