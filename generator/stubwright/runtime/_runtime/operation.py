"""Describe operations: what the emitted endpoint modules declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

T = TypeVar("T")

REDIRECTS = (301, 302, 303, 307, 308)


class Operation(Generic[T]):
    """A method and a path; ``T`` is what a successful response is decoded to.

    Types are names, resolved at the first call in the module of the group. ``body`` and
    ``responses`` map media types to them. ``security`` holds alternatives of schemes
    that go together, None where the API's own apply. Where an operation ``redirects``,
    its value is the Location. ``switch`` is the member of the body that asks for a stream.
    """

    parameters: tuple[Any, ...] = ()
    body: Mapping[str, Any] | None = None
    responses: Mapping[int | str, Any] = MappingProxyType({})
    security: tuple[tuple[str, ...], ...] | None = None
    server = switch = ""
    pages: Any = None
    redirects = False

    def __init__(self, called: str, **described: Any) -> None:
        self.method, _, self.path = called.partition(" ")
        vars(self).update(described)

    def bind(self, args: tuple[Any, ...], more: dict[str, Any]) -> dict[str, Any]:
        """Return a call's arguments by name: the path's, the others, the body, its type."""
        path = re.findall(r"\{([^{}]*)\}", self.path)
        names = dict.fromkeys((*path, *(each.argument for each in self.parameters)))
        return {**dict(zip((*names, "body", "content_type"), args)), **more}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
