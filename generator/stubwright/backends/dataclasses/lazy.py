"""Packages that import the names of other modules at their first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stubwright.backends.dataclasses.formatting.docstrings import docstring
from stubwright.backends.dataclasses.formatting.layout import WIDTH, width
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.imports import by_isort, from_import
from stubwright.backends.dataclasses.views import LazyModule

_COLUMN = 8


def lazy_module(
    whole: Mapping[str, Sequence[str]],
    parts: Mapping[str, Sequence[str]],
    *,
    header: str,
    about: str,
    runtime: str,
    rest: str = "",
) -> LazyModule:
    """Plan a package that imports names, by relative module, when they are first used.

    All names of the modules in ``whole`` are exported, as listed in their ``__all__``; of those in ``parts``, only the
    given names. ``rest`` is the module that exports all other names.
    """
    modules = sorted({**whole, **parts, **({rest: ()} if rest else {})})
    listed = {**whole, **parts}
    return LazyModule(
        header=header,
        docstring=docstring(about, 0),
        runtime=runtime,
        lines=tuple(line for module in modules for line in _imports(module, parts)),
        names=tuple(line for module in sorted(listed) for line in _lines(module, listed[module])),
        rest=string(rest) if rest else "",
    )


def _imports(module: str, parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if module not in parts:
        yield f"from {module} import *"
    for name in sorted(parts.get(module, ()), key=by_isort):
        yield from_import(module, [f"{name} as {name}"], 4)


def _lines(module: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a module and its names; each line begins with the module."""
    line = module
    for name in names:
        if line != module and _COLUMN + width(f"{line} {name}") > WIDTH:
            yield line
            line = module
        line = f"{line} {name}"
    yield line
