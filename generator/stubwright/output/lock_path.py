"""Path of the lock. The fast path of `check` reads this, so it imports nothing but `os`."""

from __future__ import annotations

import os

NAME = "stubwright.lock"


def lock_of(configuration: str) -> str:
    """Return the path of the lock that belongs to a configuration file."""
    folder, name = os.path.split(configuration)
    if name in ("pyproject.toml", "stubwright.toml"):
        return os.path.join(folder, NAME)
    return os.path.join(folder, f"{name.removesuffix('.toml')}.lock")
