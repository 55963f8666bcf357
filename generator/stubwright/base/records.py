"""Records: dataclasses that nobody changes, which type checkers see to and the run time does not pay for.

A frozen dataclass sets each field by a call of ``object.__setattr__``, and takes twice as long to make; there are
hundreds of thousands of records in a run.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: Any = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """Do as ``dataclasses.dataclass`` does, but let ``frozen`` mean equality and a hash alone."""
        return dataclasses.dataclass(cls, unsafe_hash=frozen, **options)
