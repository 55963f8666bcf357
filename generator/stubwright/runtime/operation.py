"""Describe operations: what the emitted endpoint modules declare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Generic, Protocol, TypeAlias, TypeVar
from urllib.parse import quote

from .codec import dump

T = TypeVar("T")

Escape: TypeAlias = Callable[[str], str]
PathStyle: TypeAlias = Callable[[str, Any, bool, Escape], str]
QueryStyle: TypeAlias = Callable[[str, Any, bool, Escape], list[str]]


def text(value: Any) -> str:
    """Return JSON data as the text of a parameter."""
    return value if isinstance(value, str) else dump(value).decode()


def items(value: Any) -> list[str]:
    """Return the texts of an array's items, or an object's names and values in turn."""
    if isinstance(value, dict):
        return [part for name, each in members(value) for part in (name, each)]
    return [text(each) for each in value if each is not None]


def members(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return an object's names and values; members that are null are left out."""
    return [(name, text(each)) for name, each in value.items() if each is not None]


def simple(name: str, value: Any, explode: bool, escape: Escape) -> str:
    """Write a value in the style ``simple`` (RFC 6570, section 3.2.2)."""
    if isinstance(value, dict) and explode:
        return ",".join(f"{escape(k)}={escape(v)}" for k, v in members(value))
    if isinstance(value, (list, dict)):
        return ",".join(map(escape, items(value)))
    return escape(text(value))


def form(name: str, value: Any, explode: bool, escape: Escape) -> list[str]:
    """Write a value in the style ``form`` (RFC 6570, section 3.2.8)."""
    if isinstance(value, dict) and explode:
        return [f"{quote(k, safe='')}={escape(v)}" for k, v in members(value)]
    key = quote(name, safe="")
    if isinstance(value, (list, dict)):
        parts = list(map(escape, items(value)))
        if explode or not parts:
            return [f"{key}={part}" for part in parts]
        return [f"{key}={','.join(parts)}"]
    return [f"{key}={escape(text(value))}"]


@dataclass(frozen=True, slots=True)
class Path:
    """A path parameter; ``wire`` is its name in the document."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: PathStyle = simple
    explode: bool = False
    content: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A header parameter."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: PathStyle = simple
    explode: bool = False
    content: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query parameter; with ``content`` it is written as a document of that type."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: QueryStyle = form
    explode: bool = True
    allow_reserved: bool = False
    content: str = ""


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie parameter."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: QueryStyle = form
    explode: bool = True
    content: str = ""


Parameter: TypeAlias = Path | Header | Query | Cookie


class BodyWriter(Protocol):
    """What writes a body that is neither JSON nor text nor bytes."""

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, bytes]:
        """Return the content type and the content; type names belong to ``module``."""
        ...


class BodyReader(Protocol):
    """What reads a response item by item."""

    @property
    def item(self) -> str:
        """The name of an item's type."""
        ...


Body: TypeAlias = Mapping[str, str | BodyWriter]
Contents: TypeAlias = str | Mapping[str, str | BodyReader]


@dataclass(slots=True, eq=False)
class Operation(Generic[T]):
    """A method of a path; ``T`` is what a successful response is decoded to.

    Types are names, resolved at the first call in the module of the group. ``body`` and
    ``responses`` map media types to them; a response that is a name is JSON. ``security`` holds alternatives of schemes that go together,
    None where the API's own apply.
    """

    method: str
    path: str
    _: KW_ONLY
    parameters: tuple[Parameter, ...] = ()
    body: Body = field(default_factory=dict[str, "str | BodyWriter"])
    responses: Mapping[int | str, Contents] = field(
        default_factory=dict["int | str", "Contents"]
    )
    security: tuple[tuple[str, ...], ...] | None = None
    server: str = ""


@dataclass(frozen=True, slots=True)
class Response(Generic[T]):
    """A value with the status and the headers it came with."""

    value: T
    status: int
    headers: Mapping[str, str]
