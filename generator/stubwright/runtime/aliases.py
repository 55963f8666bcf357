"""Types that stand as text: recursive ones, which refer to themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Union

from .derive import resolve
from .lazy import HOMES


@dataclass(frozen=True)
class Alias:
    """A type that stands as text in a module."""

    text: str
    module: str

    def __or__(self, other: Any) -> Any:
        return Union[self, other]

    def __ror__(self, other: Any) -> Any:
        return Union[other, self]

    def __call__(self) -> Any:  # before 3.11 typing takes callables only
        """Return what the text means."""
        return resolve(self.text, self.module)


@dataclass(frozen=True)
class _Module:
    """A module whose text aliases come as such."""

    module: ModuleType

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.module, name)
        if isinstance(value, str):
            return Alias(value, _home(self.module.__name__, name))
        return _Module(value) if isinstance(value, ModuleType) else value


class Names(dict[str, Any]):
    """The names of a module, for ``eval``; missing ones are left to the builtins."""

    def __init__(self, module: ModuleType) -> None:
        self._get: Callable[[str], Any] = _Module(module).__getattr__

    def __missing__(self, name: str) -> Any:
        try:
            return self._get(name)
        except AttributeError:
            raise KeyError(name) from None


def _home(package: str, name: str) -> str:
    """Return the name of the module that defines what a lazy package exports."""
    relative = HOMES.get(package, {}).get(name)
    return import_module(relative, package).__name__ if relative else package
