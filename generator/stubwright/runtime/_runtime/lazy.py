"""Load exported names when they are first used (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(
    package: str, exports: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return a package's ``__getattr__`` and ``__dir__``.

    ``exports`` maps relative module names to the names that they give.
    """
    homes = {name: module for module, names in exports.items() for name in names}

    def load(name: str) -> Any:
        if name not in homes and f".{name}" not in exports:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(homes.get(name, f".{name}"), package)
        value = getattr(module, name) if name in homes else module
        inner: Any = getattr(value, "__origin__", None)
        if getattr(inner, "__forward_module__", "") is None:  # for get_type_hints
            inner.__forward_module__ = module.__name__
        vars(sys.modules[package])[name] = value
        return value

    def names() -> list[str]:
        own = set(vars(sys.modules[package])) - {"TYPE_CHECKING", "lazy"}
        return sorted(own.union(homes))

    vars(sys.modules[package])["__all__"] = [*homes]  # what ``import *`` gives
    return load, names
