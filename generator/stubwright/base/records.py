"""Records: dataclasses that nobody changes, which type checkers see to and the run time does not pay for.

A frozen dataclass sets each field by a call of ``object.__setattr__``, and takes twice as long to make; there are
hundreds of thousands of records in a run. The methods of a record are compiled when one of them is first called: that
of 150 classes would take a quarter of the time of generating from a small document.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:
    _METHODS = ("__init__", "__repr__", "__eq__", "__hash__")

    def dataclass(
        cls: Any = None, /, *, frozen: bool = False, order: bool = False, **options: Any
    ) -> Any:
        """Do as ``dataclasses.dataclass`` does, but let ``frozen`` mean equality and a hash alone."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, order=order, **options)
        if order:
            return dataclasses.dataclass(cls, unsafe_hash=frozen, order=True, **options)
        own = vars(cls).copy()
        made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, **options)
        for name in _METHODS:
            if name not in own:
                setattr(made, name, _first(made, name))
        if not frozen and "__hash__" not in own:
            made.__hash__ = None
        return made

    def _first(cls: type, name: str) -> Callable[..., Any]:
        """Return a method that puts the one of its name into its place, and does as it does."""

        def first(self: Any, *args: Any, **named: Any) -> Any:
            whole = dataclasses.dataclass(
                # Without words of its own `dataclasses` would write its signature there.
                type(cls.__name__, (cls,), {"__doc__": cls.__name__}),
                init=name == "__init__",
                repr=name == "__repr__",
                eq=name in ("__eq__", "__hash__"),
                unsafe_hash=name == "__hash__",
            )
            method = vars(whole)[name]
            setattr(cls, name, method)
            return method(self, *args, **named)

        return first

    def replace(record: Any, /, **changes: Any) -> Any:
        """Do as ``dataclasses.replace`` does, for records whose fields are all given to ``__init__``."""
        names, values = _fields_of(record.__class__)
        return record.__class__(**{**dict(zip(names, values(record), strict=True)), **changes})

    @cache
    def _fields_of(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
        names = tuple(field.name for field in dataclasses.fields(cls))
        values = attrgetter(*names)
        return names, values if len(names) > 1 else lambda record: (values(record),)
