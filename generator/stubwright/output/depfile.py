"""Dependency files that Make and Ninja read."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.base.user_errors import user_error


def depfile(target: str, needed: Iterable[str]) -> str:
    """Return a rule without a recipe: a target and its inputs, each once. Raise FatalError."""
    names = list(dict.fromkeys(needed))
    demand_names([target, *names])
    return f"{_escape(target)}:" + "".join(f" \\\n  {_escape(name)}" for name in names) + "\n"


def demand_names(names: Iterable[str]) -> None:
    """Raise FatalError for a name with a line break, which the format cannot represent."""
    for name in names:
        if "\n" in name:
            raise user_error(
                "depfile-name",
                f"cannot write a dependency file: a line break in the file name {name!r}",
                "rename it",
            )


def _escape(name: str) -> str:
    r"""Escape characters that are special in both tools: ``\ ``, ``\#`` and ``$$``."""
    return name.replace("$", "$$").replace(" ", "\\ ").replace("#", "\\#")
