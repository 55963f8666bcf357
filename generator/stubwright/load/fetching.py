"""Interface for fetching a URL, independent of network libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

NO_HEADERS: Final[Mapping[str, str]] = {}

Fetch: TypeAlias = Callable[[str, bool], bytes]
"""Return a URL's body, or raise FetchError. The flag allows private addresses."""


class FetchError(Exception):
    """A URL could not or must not be fetched; the message is the reason."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint
