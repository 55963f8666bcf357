"""Readers of option values: each takes a TOML value, and raises ValueError with a description of the fault."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from typing import cast

_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def text(value: object) -> str:
    """Read a string."""
    if not isinstance(value, str) or not value:
        raise ValueError("empty" if value == "" else f"{value!r}, not a string")
    return value


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r}, neither true nor false")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Read a list of strings."""
    texts = cast("list[object]", value) if isinstance(value, list) else [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in texts):
        raise ValueError(f"{value!r}, not a list of strings")
    return tuple(str(item) for item in texts)


def names(value: object) -> Mapping[str, str]:
    """Read names by their keys."""
    if not isinstance(value, dict):
        raise ValueError("not a table of names, such as { Pet = 'Animal' }")
    names: dict[str, str] = {}
    for key, name in cast("dict[str, object]", value).items():
        if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
            raise ValueError(f"a table with {name!r}, which is not a Python name")
        names[key] = name
    return dict(sorted(names.items()))


_RULES = ("cursor", "next-url", "link-header", "last-id", "offset", "page")
_PARTS = ("rule", "items", "parameter", "next", "more", "done", "total", "pages", "start")


def pagination(value: object) -> Mapping[str, Mapping[str, str | int] | None]:
    """Read the pagination of operations: a table for each, or false."""
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
                f"a table whose {key!r} has {min(unknown)!r}; known keys are {', '.join(_PARTS)}"
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


def security(value: object) -> Mapping[str, dict[str, str]]:
    """Read security schemes."""
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


def overlays(value: object) -> tuple[str, ...]:
    """Read files and URLs of overlays."""
    values = texts(value)
    if wrong := [text for text in values if text in ("", "-")]:
        raise ValueError(f"{wrong[0]!r}, neither a file nor a URL")
    return values


def one_of(known: tuple[str, ...]) -> Callable[[object], str]:
    """Return a reader of a string that must be one of the known ones."""

    def read(value: object) -> str:
        if value not in known:
            raise ValueError(f"{value!r}, not one of {', '.join(known)}")
        return str(value)

    return read


def some_of(known: tuple[str, ...]) -> Callable[[object], tuple[str, ...]]:
    """Return a reader of a list of known strings; the result is sorted, without duplicates."""

    def read(value: object) -> tuple[str, ...]:
        values = texts(value)
        if wrong := [one for one in values if one not in known]:
            raise ValueError(f"a list with {wrong[0]!r}, which is not one of {', '.join(known)}")
        return tuple(sorted({*values}))

    return read


def headers(value: object) -> Mapping[str, str]:
    """Read environment variables by the names of headers."""
    example = "{ Authorization = 'DOCS_AUTHORIZATION' }"
    if not isinstance(value, dict):
        raise ValueError(f"not a table of headers with environment variables, such as {example}")
    found: dict[str, str] = {}
    for name, variable in cast("dict[str, object]", value).items():
        if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
            raise ValueError(
                f"a table with {name!r} = {variable!r}, which does not name an environment variable, as {example} does"
            )
        if not _HEADER.fullmatch(name):
            raise ValueError(f"a table with {name!r}, which is not a header name")
        found[name] = variable
    return found


def package(value: object) -> str:
    """Read the name of a package."""
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) > 1 and all(part.isidentifier() for part in parts):
        *folders, name = parts
        output = "/".join(["src", *folders])
        raise ValueError(
            f"{value!r}; the package of a namespace is a folder: output = '{output}', package = '{name}'"
        )
    return identifier(value)


def identifier(value: object) -> str:
    """Read a Python name of ASCII characters."""
    name = text(value)
    if not (name.isidentifier() and name.isascii()) or keyword.iskeyword(name):
        raise ValueError(f"{value!r}, not a Python name of ASCII letters, digits and '_'")
    return name
