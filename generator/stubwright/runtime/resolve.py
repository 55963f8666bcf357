"""Turn annotations, which are text, into types; each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, fields
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, Union

from .lazy import home
from .wire import JSONValue


@dataclass(frozen=True)
class Alias:
    """A type that stands as text in a module: a recursive one."""

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
            if value == str(JSONValue):
                return Any
            return Alias(value, home(self.module, name))
        return _Module(value) if isinstance(value, ModuleType) else value


class _Names(dict[str, Any]):
    def __init__(self, get: Callable[[str], Any]) -> None:
        self._get = get

    def __missing__(self, name: str) -> Any:
        try:
            return self._get(name)
        except AttributeError:
            raise KeyError(name) from None  # which makes it a builtin


@lru_cache(maxsize=None)
def resolve(text: str, module: str) -> Any:
    """Return the type that an annotation means in a module."""
    found = import_module(module)
    return eval(text, vars(found), _Names(_Module(found).__getattr__))


def field_types(cls: Any) -> list[tuple[Field[Any], Any]]:
    """Return a dataclass's fields, inherited ones included, with their types."""
    return [(field, _field_type(cls, field)) for field in fields(cls)]


def _field_type(cls: type[Any], field: Field[Any]) -> Any:
    if not isinstance(field.type, str):
        return field.type
    for base in reversed(cls.__mro__):  # a text means something where it was written
        if base.__dict__.get("__dataclass_fields__", {}).get(field.name) is field:
            return resolve(field.type, base.__module__)
    raise TypeError(f"{cls.__name__}.{field.name} has no home")
