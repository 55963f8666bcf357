"""What can be set, in the configuration and on the command line alike."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast, get_args

from stubwright.types.options import Layout, UnknownMembers

_PATHS = ("document", "output", "root", "overlays")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one target; None where nothing is said."""

    document: str | None = None
    overlays: tuple[str, ...] | None = None
    output: str | None = None
    package: str | None = None
    client: str | None = None
    project: bool | None = None
    testing: bool | None = None
    layout: Layout | None = None
    names: Mapping[str, str] | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    unknown_members: UnknownMembers | None = None
    pagination: Mapping[str, Mapping[str, str | int] | None] | None = None
    security: Mapping[str, dict[str, str]] | None = None
    root: str | None = None
    allow_urls: bool | None = None
    allow_private: bool | None = None
    strict: bool | None = None


def over(upper: Settings, lower: Settings) -> Settings:
    """Return what ``upper`` says, and what ``lower`` says where it is silent."""
    said = {item.name: getattr(upper, item.name) for item in fields(upper)}
    return replace(lower, **{name: value for name, value in said.items() if value is not None})


def setting(key: str, value: object) -> tuple[str, Any]:
    """Return the name and the value of a setting. Raise ValueError, saying what was expected.

    The value is of the type that ``Settings`` has for the name.
    """
    name = key.replace("-", "_")
    return name, _READERS[name](value)


def anchored(name: str, value: Any, anchor: Callable[[str], str]) -> Any:
    """Return a setting's value with the paths in it anchored where they were set; URLs stay as they are."""
    if name not in _PATHS:
        return value
    if isinstance(value, tuple):
        return tuple(anchored(name, each, anchor) for each in cast("tuple[str, ...]", value))
    return value if value == "-" or "://" in value else anchor(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("empty" if value == "" else f"{value!r}, not a text")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r}, neither true nor false")
    return value


def _texts(value: object) -> tuple[str, ...]:
    texts = cast("list[object]", value) if isinstance(value, list) else [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in texts):
        raise ValueError(f"{value!r}, not a list of texts")
    return tuple(str(item) for item in texts)


def _names(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise ValueError("not a table of names, such as { Pet = 'Animal' }")
    names: dict[str, str] = {}
    for key, name in cast("dict[str, object]", value).items():
        if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
            raise ValueError(f"a table with {name!r}, which is no Python name")
        names[key] = name
    return dict(sorted(names.items()))


_RULES = ("cursor", "next-url", "link-header", "last-id", "offset", "page")
_PARTS = ("rule", "items", "parameter", "next", "more", "done", "total", "pages", "start")


def _pagination(value: object) -> Mapping[str, Mapping[str, str | int] | None]:
    if not isinstance(value, dict):
        raise ValueError(
            "not a table of operations, such as { listPets = { rule = 'link-header', items = '$' } }"
        )
    found: dict[str, Mapping[str, str | int] | None] = {}
    for key, stated in cast("dict[str, object]", value).items():
        if stated is False:
            found[key] = None
            continue
        table = cast("dict[str, object]", stated) if isinstance(stated, dict) else {}
        if table.get("rule") not in _RULES or not table.get("items"):
            raise ValueError(
                f"a table whose {key!r} lacks 'items', or a 'rule' of {', '.join(_RULES)}"
            )
        if unknown := table.keys() - set(_PARTS):
            raise ValueError(
                f"a table whose {key!r} has {min(unknown)!r}; known are {', '.join(_PARTS)}"
            )
        for name, part in table.items():
            wanted = int if name == "start" else str
            if not isinstance(part, wanted) or isinstance(part, bool):
                raise ValueError(
                    f"a table whose {key!r} has {part!r} for {name!r}, not {wanted.__name__}"
                )
        found[key] = cast("dict[str, str | int]", table)
    return found


_SCHEMES = "bearer, basic, or { in = 'header', name = 'X-API-Key' }"


def _security(value: object) -> Mapping[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise ValueError(f"not a table of security schemes, each {_SCHEMES}")
    found: dict[str, dict[str, str]] = {}
    for name, stated in cast("dict[str, object]", value).items():
        if stated in ("bearer", "basic"):
            found[name] = {"kind": str(stated)}
            continue
        table = cast("dict[str, object]", stated) if isinstance(stated, dict) else {}
        place, parameter = table.get("in"), table.get("name")
        known = place in ("header", "query", "cookie") and table.keys() == {"in", "name"}
        if not known or not isinstance(parameter, str) or not parameter:
            raise ValueError(f"a table whose {name!r} is {stated!r}, not {_SCHEMES}")
        found[name] = {"kind": "apikey", "in": str(place), "name": parameter}
    return found


def _overlays(value: object) -> tuple[str, ...]:
    texts = _texts(value)
    if wrong := [text for text in texts if text in ("", "-")]:
        raise ValueError(f"{wrong[0]!r}, neither a file nor a URL")
    return texts


def _one_of(known: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in known:
            raise ValueError(f"{value!r}, none of {', '.join(known)}")
        return str(value)

    return read


def _identifier(value: object) -> str:
    text = _text(value)
    if not (text.isidentifier() and text.isascii()) or keyword.iskeyword(text):
        raise ValueError(f"{value!r}, not a Python name of letters, digits and '_'")
    return text


_READERS: dict[str, Callable[[object], object]] = {
    "document": _text,
    "overlays": _overlays,
    "output": _text,
    "package": _identifier,
    "client": _identifier,
    "project": _flag,
    "testing": _flag,
    "layout": _one_of(get_args(Layout)),
    "names": _names,
    "include": _texts,
    "exclude": _texts,
    "unknown_members": _one_of(get_args(UnknownMembers)),
    "pagination": _pagination,
    "security": _security,
    "root": _text,
    "allow_urls": _flag,
    "allow_private": _flag,
    "strict": _flag,
}
