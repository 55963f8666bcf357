"""Packages that give other modules' names when they are first used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stubwright.backends.dataclasses.formatting.docstrings import docstring
from stubwright.backends.dataclasses.formatting.layout import Doc, bracket, lay
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.imports import from_import
from stubwright.backends.dataclasses.views import LazyModule


def lazy_module(
    exports: Mapping[str, Sequence[str]], *, header: str, about: str, runtime: str
) -> LazyModule:
    """Plan a package that imports ``exports`` (names by relative module) when they are first used."""
    lines = [
        from_import(module, [f"{name} as {name}" for name in names], 4)
        for module, names in exports.items()
    ]
    entries: list[Doc] = [
        bracket(f"{string(module)}: (", map(string, names), ",)" if len(names) == 1 else ")")
        for module, names in exports.items()
    ]
    return LazyModule(
        header=header,
        docstring=docstring(about, 0),
        runtime=runtime,
        lines=tuple(lines),
        table=lay(
            bracket("__getattr__, __dir__ = lazy(", ["__name__", bracket("{", entries, "}")], ")"),
            4,
        ),
    )
