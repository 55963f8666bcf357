# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Descriptions of operations, which the endpoint modules declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

T = TypeVar("T")

REDIRECTS = (301, 302, 303, 307, 308)


class Operation(Generic[T]):
    """A method and a path; ``T`` is the type of a successful response.

    Types are names, resolved at the first call in the module of the group. ``body`` and
    ``responses`` map media types to them. ``security`` holds alternatives, each a set
    of schemes required together, or None for the API's default. If ``redirects``, the
    value is the Location. ``switch`` is the member of the body that requests a stream.
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
        """Return the arguments by name: path, other parameters, body, content type."""
        path = re.findall(r"\{([^{}]*)\}", self.path)
        names = dict.fromkeys((*path, *(each.argument for each in self.parameters)))
        return {**dict(zip((*names, "body", "content_type"), args)), **more}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
