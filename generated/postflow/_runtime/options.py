"""Settings of a client and of one call."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, TypedDict

from .errors import InvalidRequestError

if sys.version_info >= (3, 11):
    from typing import Unpack as Unpack
else:  # httpx2 requires it there
    from typing_extensions import Unpack as Unpack


@dataclass(frozen=True, slots=True)
class Timeout:
    """Seconds to wait; None waits forever.

    ``each`` is for each wait that has no number of its own: to connect, to read or to
    write a piece, for a free connection. ``total`` is for the whole call with its
    retries; for a stream, until its headers are there.
    """

    each: float | None = 60.0
    _: KW_ONLY
    connect: float | None = None
    read: float | None = None
    write: float | None = None
    pool: float | None = None
    total: float | None = None

    def __post_init__(self) -> None:
        for name in ("each", "connect", "read", "write", "pool", "total"):
            value = getattr(self, name)
            if not isinstance(value, (int, float, type(None))):
                raise InvalidRequestError(
                    f"timeout must be seconds or a Timeout, not {value!r}"
                )
            if value is not None and not 0 < value < math.inf:
                raise InvalidRequestError(
                    f"timeout must be a number of seconds, not {value!r}"
                )


class CallOptions(TypedDict, total=False):
    """What each method takes besides the arguments of its operation.

    ``headers`` take the place of the client's and the operation's; None leaves one out.
    ``extra_query`` is appended to the query. ``max_retries`` is how often a call is
    repeated. ``follow_redirects`` is for GET and HEAD; credentials stay with their
    origin. ``strict`` refuses what does not fit its type.
    """

    timeout: float | Timeout | None
    headers: Mapping[str, str | None] | None
    max_retries: int
    extra_query: Mapping[str, Any]
    follow_redirects: bool
    strict: bool


def combined(first: CallOptions, then: CallOptions) -> CallOptions:
    """Return options, checked, with those of a call over those of the client."""
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
