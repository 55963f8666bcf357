"""Settings of the configuration and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.records import dataclass, fields, replace
from stubwright.types.options import Layout, Rename, Transport, UnknownMembers


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one target; None for those that are not set."""

    document: str | None = None
    overlays: tuple[str, ...] | None = None
    output: str | None = None
    package: str | None = None
    client: str | None = None
    project: bool | None = None
    testing: bool | None = None
    transports: tuple[Transport, ...] | None = None
    layout: Layout | None = None
    names: Mapping[str, str] | None = None
    rename: tuple[Rename, ...] | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    unknown_members: UnknownMembers | None = None
    pagination: Mapping[str, Mapping[str, str | int] | None] | None = None
    security: Mapping[str, dict[str, str]] | None = None
    headers: Mapping[str, str] | None = None
    root: str | None = None
    allow_urls: bool | None = None
    allow_private: bool | None = None
    strict: bool | None = None


def over(upper: Settings, lower: Settings) -> Settings:
    """Return the settings of ``upper``, and those of ``lower`` that ``upper`` does not set."""
    stated = {item.name: getattr(upper, item.name) for item in fields(upper)}
    return replace(lower, **{name: value for name, value in stated.items() if value is not None})
