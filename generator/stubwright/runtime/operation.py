"""Describe operations: what the emitted endpoint modules declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a request that parameters write, escaped where they must be."""

    path: dict[str, str] = field(default_factory=dict[str, str])
    query: list[str] = field(default_factory=list[str])
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Parameter(Protocol):
    """What writes JSON data, the argument of a call, to its place."""

    @property
    def argument(self) -> str: ...
    def write(self, value: Any, draft: Draft, /) -> None: ...


@dataclass(slots=True, eq=False)
class Operation(Generic[T]):
    """A method of a path; ``T`` is what a successful response is decoded to.

    Types are names, resolved at the first call in the module of the group. ``body`` and
    ``responses`` map media types to them. ``security`` holds alternatives of schemes that
    go together, None where the API's own apply.
    """

    method: str
    path: str
    _: KW_ONLY
    parameters: tuple[Parameter, ...] = ()
    body: Mapping[str, Any] | None = None
    responses: Mapping[int | str, Any] = field(default_factory=dict[int | str, Any])
    security: tuple[tuple[str, ...], ...] | None = None
    server: str = ""


@dataclass(frozen=True, slots=True)
class Response(Generic[T]):
    """A value with the status and the headers it came with."""

    value: T
    status: int
    headers: Mapping[str, str]
