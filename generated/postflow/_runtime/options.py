# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Options of a client and of a call."""

from __future__ import annotations

import sys

from ..errors import InvalidRequestError
from ..http import CallOptions, Timeout

if sys.version_info >= (3, 11):
    from typing import Unpack as Unpack
else:  # a dependency of httpx2 there
    from typing_extensions import Unpack as Unpack


def combined(first: CallOptions, then: CallOptions) -> CallOptions:
    """Return the options of a client, overridden by those of a call, after checks."""
    for name in then.keys() - CallOptions.__annotations__.keys():
        raise TypeError(f"unexpected keyword argument {name!r}")
    options: CallOptions = {**first, **then}
    both = [one.get("headers") or {} for one in (first, then)]
    options["headers"] = {name.lower(): x for one in both for name, x in one.items()}
    own = then.get("timeout")
    timeout = first.get("timeout") if own is None else own
    if timeout is not None and not isinstance(timeout, Timeout):
        timeout = Timeout(timeout)
    options["timeout"] = timeout
    if options.get("max_retries", 0) < 0:
        raise InvalidRequestError("max_retries must not be negative")
    return options
