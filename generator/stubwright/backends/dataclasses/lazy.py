"""Modules that give other modules' names: lazily, or as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stubwright.backends.dataclasses.docstrings import docstring
from stubwright.backends.dataclasses.imports import from_import
from stubwright.backends.dataclasses.layout import Doc, bracket, lay, stable
from stubwright.backends.dataclasses.literals import string
from stubwright.types.package import LazyModule, ReexportModule


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


def errors_module(base: str, names: Sequence[str], *, header: str) -> ReexportModule:
    """Plan the module of errors; ``base`` is the package's name for the runtime's ``APIError``."""
    lines = from_import("._runtime.errors", [f"{name} as {name}" for name in names])
    return ReexportModule(
        header=header,
        docstring=docstring("Errors that calls raise.", 0),
        lines=(lines,),
        assignment=stable(f"{base} = APIError") if base != "APIError" else "",
    )


def reexports(exports: Mapping[str, Sequence[str]], *, header: str, about: str) -> ReexportModule:
    """Plan a module that gives names of others, which are imported with it."""
    lines = [
        from_import(module, [f"{name} as {name}" for name in names])
        for module, names in sorted(exports.items())
    ]
    return ReexportModule(
        header=header, docstring=docstring(about, 0), lines=tuple(lines), assignment=""
    )
