"""Which of the runtime's modules the emitted modules import."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stubwright.types.package import View

_MODULE = re.compile(r"_runtime\.(\w+)")


def runtime_modules(views: Iterable[View]) -> tuple[str, ...]:
    """Return the modules that ``views`` name, sorted; what these import in turn is ``render``'s to add."""
    found: set[str] = set()
    for view in views:
        for name in ("imports", "lines", "table", "runtime"):
            value = getattr(view, name, ())
            for text in (value,) if isinstance(value, str) else value:
                found.update(_MODULE.findall(text))
    return tuple(sorted(found))
