"""Paths as people see them."""

from __future__ import annotations

import os
from pathlib import Path


def shown(path: Path) -> str:
    """Return a path relative to the current folder where it lies below."""
    relative = os.path.relpath(path).replace(os.sep, "/")
    return str(path) if relative.startswith("..") else relative
