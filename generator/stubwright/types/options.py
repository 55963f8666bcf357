"""Options of one package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from stubwright.base.records import dataclass, field

Layout: TypeAlias = Literal["auto", "compact", "split"]
Transport: TypeAlias = Literal["aiohttp", "httpx", "requests"]
UnknownMembers: TypeAlias = Literal["drop", "keep"]
Renamed: TypeAlias = Literal["operations", "groups", "models"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A rule that renames items of a ``kind``: a regular expression, and the replacement of each match.

    ``file`` (a URI) and ``line`` are its position in the configuration.
    """

    kind: Renamed
    pattern: str
    replacement: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.pattern!r} = {self.replacement!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of the generated package; the defaults are suitable for most documents.

    ``package`` is the importable name (empty: the document's title in snake case),
    ``client`` the class name of the client (empty: from the title). ``project`` adds
    a pyproject.toml and a README beside the package, ``testing`` a module that answers calls in tests, and
    ``transports`` a module for each of the HTTP libraries. ``names`` maps places or ids to names chosen by the user;
    ``rename`` contains rules for all other names, applied in order. ``source`` is the name of the document in the
    headers of generated files; it is set from ``Document.name``. ``include`` and ``exclude`` select operations.
    ``unknown_members`` determines whether models drop or keep properties that the document does not declare.
    ``pagination`` states how operations paginate, by the fields of ``ir.Pagination``, or None if they do not.
    ``security`` declares schemes: ``kind``, and for an API key ``in`` and ``name``.
    """

    package: str = ""
    client: str = ""
    project: bool = False
    testing: bool = False
    transports: tuple[Transport, ...] = ()
    layout: Layout = "auto"
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    rename: tuple[Rename, ...] = ()
    source: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    unknown_members: UnknownMembers = "drop"
    pagination: Mapping[str, Mapping[str, str | int] | None] = field(
        default_factory=dict[str, "Mapping[str, str | int] | None"]
    )
    security: Mapping[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
