"""Generate typed Python packages from OpenAPI documents."""

from __future__ import annotations

import sys

# Nothing is imported here: `stubwright check` starts with this file and must not take more than twice the
# time of an empty program. Type checkers treat the name below as true, like that of `typing`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from stubwright.base.diagnostics import Diagnostic as Diagnostic
    from stubwright.base.diagnostics import FatalError as FatalError
    from stubwright.base.diagnostics import Severity as Severity
    from stubwright.base.place import Place as Place
    from stubwright.generate import generate as generate
    from stubwright.types.documents import Documents as Documents
    from stubwright.types.options import Options as Options
    from stubwright.types.result import Result as Result
    from stubwright.version import __version__ as __version__
else:
    ModuleType = type(sys)

_HOMES = {
    "Diagnostic": "stubwright.base.diagnostics",
    "Documents": "stubwright.types.documents",
    "Options": "stubwright.types.options",
    "Place": "stubwright.base.place",
    "Result": "stubwright.types.result",
    "Severity": "stubwright.base.diagnostics",
    "FatalError": "stubwright.base.diagnostics",
    "__version__": "stubwright.version",
    "generate": "stubwright.generate",
}


class _Package(ModuleType):
    """This package; `generate` remains the function after its module is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    """Import a public name at its first use."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Start-up: see above.
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(_HOMES)
