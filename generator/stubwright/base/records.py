"""Records: dataclasses that nobody changes, which type checkers see to and the run time does not pay for.

A frozen dataclass sets each field by a call of ``object.__setattr__``, and takes twice as long to make; there are
hundreds of thousands of records in a run.
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

    def dataclass(cls: Any = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """Do as ``dataclasses.dataclass`` does, but let ``frozen`` mean equality and a hash alone."""
        return dataclasses.dataclass(cls, unsafe_hash=frozen, **options)

    def replace(record: Any, /, **changes: Any) -> Any:
        """Do as ``dataclasses.replace`` does, for records whose fields are all given to ``__init__``."""
        names, values = _fields_of(record.__class__)
        return record.__class__(**{**dict(zip(names, values(record), strict=True)), **changes})

    @cache
    def _fields_of(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
        names = tuple(field.name for field in dataclasses.fields(cls))
        values = attrgetter(*names)
        return names, values if len(names) > 1 else lambda record: (values(record),)
