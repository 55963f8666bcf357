"""Dependency files that Make and Ninja read."""

from __future__ import annotations

from collections.abc import Iterable


def depfile(target: str, needed: Iterable[str]) -> str:
    """Return a rule without a recipe: a target and what it was made from, once each.

    Raise ValueError for a name with a line break, which the format cannot hold.
    """
    names = list(dict.fromkeys(needed))
    if any("\n" in name for name in (target, *names)):
        raise ValueError("a line break in a file name")
    return f"{_escape(target)}:" + "".join(f" \\\n  {_escape(name)}" for name in names) + "\n"


def _escape(name: str) -> str:
    r"""Escape what both readers take for something else: ``\ ``, ``\#`` and ``$$``."""
    return name.replace("$", "$$").replace(" ", "\\ ").replace("#", "\\#")
