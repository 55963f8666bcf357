"""What users hang around the attempts of a call."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from typing import Any

from .errors import APIError
from .messages import Request
from .messages import RawResponse

_package = __name__.partition("._runtime")[0]
log = logging.getLogger(_package)
"""Has a line for each attempt, at the level DEBUG; none holds a credential."""

if os.environ.get(f"{_package.rpartition('.')[2].upper()}_LOG", "").lower() == "debug":
    log.setLevel(logging.DEBUG)
    log.addHandler(logging.StreamHandler())


@dataclass(slots=True, eq=False)
class Attempt:
    """One sending of a request; ``number`` counts from 1.

    ``request`` has no credential. ``context`` is for the hooks: what ``on_request``
    leaves there is there when the attempt ends.
    """

    request: Request
    number: int
    context: Any = None


class Hooks:
    """What is called around every attempt; override what you need."""

    def on_request(self, attempt: Attempt) -> Request | None:
        """Return the request to send in place of ``attempt.request``, or None."""

    def on_response(self, attempt: Attempt, response: RawResponse) -> None:
        """Look at a response, whatever its status; one that is streamed has no content."""

    def on_error(self, attempt: Attempt, error: APIError) -> None:
        """Look at the fault of an attempt that had no response."""
