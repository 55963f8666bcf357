# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Import exported names at their first use (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any


def lazy(
    package: str, names: str, rest: str = ""
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return a package's ``__getattr__`` and ``__dir__``.

    Each line of ``names`` is a relative module and the names that it exports. ``rest``
    is the module that exports all other names.
    """
    exports = _Exports(package, names, rest)
    return exports.load, exports.listed


class _Exports:
    def __init__(self, package: str, names: str, rest: str) -> None:
        self.package = package
        self.names = names
        self.rest = rest

    @cached_property
    def homes(self) -> dict[str, str]:
        """Names with the modules that export them; a module is an attribute itself."""
        lines = [line.split() for line in f"{self.names}\n{self.rest}".splitlines()]
        found = {module[1:]: "" for module, *_ in filter(None, lines)}
        for module, *given in filter(None, lines):
            found.update(dict.fromkeys(given, module))
        return found

    def others(self) -> list[str]:
        """Return the names that ``rest`` exports."""
        rest = import_module(self.rest, self.package) if self.rest else None
        names: list[str] = getattr(rest, "__all__", [])
        return [name for name in names if not self.homes.get(name)]

    def load(self, name: str) -> Any:
        """Import and return an exported name."""
        if name == "__all__":  # for ``import *``
            return [*filter(self.homes.get, self.homes), *self.others()]
        home = self.homes.get(name)
        if home is None and (name.startswith("_") or name not in self.others()):
            raise AttributeError(f"module {self.package!r} has no attribute {name!r}")
        home = self.rest if home is None else home
        module = import_module(home or f".{name}", self.package)
        value = getattr(module, name) if home else module
        inner: Any = getattr(value, "__origin__", None)
        if getattr(inner, "__forward_module__", "") is None:  # for get_type_hints
            inner.__forward_module__ = module.__name__
        vars(sys.modules[self.package])[name] = value
        return value

    def listed(self) -> list[str]:
        """Return the names for ``dir``."""
        own = set(vars(sys.modules[self.package])) - {"TYPE_CHECKING", "lazy"}
        return sorted(own.union(self.load("__all__")))
