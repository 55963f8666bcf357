"""The ``deprecated`` decorator of PEP 702, on every version of Python."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
elif sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    import functools
    import inspect
    import warnings

    def deprecated(message):
        """Return a decorator that warns with ``message`` at each call."""

        def decorate(function):
            @functools.wraps(function)
            def call(*args, **kwargs):
                warnings.warn(message, DeprecationWarning, stacklevel=2)
                return function(*args, **kwargs)

            if inspect.iscoroutinefunction(function):
                (
                    inspect.markcoroutinefunction(call)
                    if hasattr(inspect, "markcoroutinefunction")
                    else None
                )
            return call

        return decorate
