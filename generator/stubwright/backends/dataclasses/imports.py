"""Where each name that emitted code uses comes from, and the import blocks of a module."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final

from stubwright.backends.dataclasses.layout import WIDTH, Bracket, lay, width

#: Whole statements of the standard library.
_STATEMENTS: Final = {
    "builtins": "import builtins",
    "dt": "import datetime as dt",
}

_MODULES: Final = {"dt": "datetime"}
NO_OTHER: Final[Mapping[str, str]] = {}

#: Names by the module of the standard library that they come from.
_STANDARD: Final = {
    "Annotated": "typing",
    "Any": "typing",
    "Callable": "collections.abc",
    "Awaitable": "collections.abc",
    "Decimal": "decimal",
    "Iterable": "collections.abc",
    "Literal": "typing",
    "Mapping": "collections.abc",
    "Sequence": "collections.abc",
    "TypeAlias": "typing",
    "UUID": "uuid",
    "cached_property": "functools",
    "dataclass": "dataclasses",
    "overload": "typing",
}

#: Names by the runtime's module that they come from.
RUNTIME: Final = {
    "Paginator": "pagination",
    "PageNumber": "pagination",
    "Offset": "pagination",
    "NextURL": "pagination",
    "LinkHeader": "pagination",
    "LastID": "pagination",
    "Cursor": "pagination",
    "AsyncPaginator": "pagination",
    "APIKey": "schemes",
    "Api": "client",
    "AsyncClient": "client",
    "AsyncGroup": "client",
    "AsyncStream": "streams",
    "AsyncTransport": "messages",
    "Base64": "annotations",
    "Base64Url": "annotations",
    "Basic": "schemes",
    "Bearer": "auth",
    "CallOptions": "options",
    "Client": "client",
    "Cookie": "parameters",
    "Credential": "auth",
    "Events": "streams",
    "Extra": "additional_properties",
    "File": "annotations",
    "Form": "forms",
    "Group": "client",
    "Header": "parameters",
    "Hooks": "hooks",
    "Incoming": "incoming",
    "IntEnum": "enums",
    "Lines": "streams",
    "Mismatch": "mismatches",
    "Multipart": "forms",
    "Number": "annotations",
    "Operation": "operation",
    "Part": "forms",
    "Path": "parameters",
    "Query": "parameters",
    "QueryString": "styles",
    "Recursive": "annotations",
    "StrEnum": "enums",
    "Tagged": "annotations",
    "Transport": "messages",
    "UNSET": "sentinels",
    "Xml": "xml",
    "XmlBody": "xml_writing",
    "UnknownValue": "sentinels",
    "Unpack": "options",
    "Unset": "sentinels",
    "Stream": "streams",
    "StreamOperation": "streams",
    "astream": "streams",
    "decode_json": "codec",
    "deep_object": "styles",
    "deprecated": "deprecation",
    "label": "styles",
    "matrix": "styles",
    "pipe_delimited": "styles",
    "space_delimited": "styles",
    "stream": "streams",
}

#: Names that are modules of the package itself, by the module that holds them.
_PACKAGE: Final = {"m": "models as m", "models": "models", "e": "endpoints as e"}


def blocks(
    uses: Iterable[str],
    depth: int,
    classes: Iterable[tuple[str, str]] = (),
    told: Iterable[str] = (),
    called: Mapping[str, str] = NO_OTHER,
) -> tuple[str, ...]:
    """Return a module's import blocks: standard library, httpx2, the package.

    ``depth`` counts the folders between the module and the package's top; ``classes`` are
    (module, name) pairs beside it. ``told`` are names that only texts use, ``called`` says what those are called that give
    way to names of the document's.
    """
    spelled = {name: f"{name} as {called.get(name, name)}" for name in (*told, *called)}
    names = {*uses, *told}
    dots = "." * (depth + 1)
    standard: dict[str, list[str]] = {}
    local: dict[str, list[str]] = {}
    for name in names:
        if name in _STANDARD:
            standard.setdefault(_STANDARD[name], []).append(spelled.get(name, name))
        elif name in RUNTIME:
            home = f"{dots}_runtime.{RUNTIME[name]}"
            local.setdefault(home, []).append(spelled.get(name, name))
        elif name in _PACKAGE:
            local.setdefault(dots, []).append(_of_package(name, spelled))
        elif name not in _STATEMENTS and name != "httpx2":
            raise ValueError(f"no home for the name {name!r}")
    for module, name in classes:
        local.setdefault(f".{module}", []).append(name)
    plain = sorted(_statement(name, called) for name in names if name in _STATEMENTS)
    first = "\n".join([*plain, *_froms(standard)])
    second = "import httpx2" if "httpx2" in names else ""
    return tuple(block for block in (first, second, "\n".join(_froms(local))) if block)


def giving_way(taken: Container[str]) -> dict[str, str]:
    """Return what imported names are called in a module that has names of the document's: an underscore goes in front.

    No name of the document's begins with one.
    """
    every = (*_STATEMENTS, *_STANDARD, *RUNTIME, *_PACKAGE)
    return {name: f"_{name}" for name in every if name in taken}


def _statement(name: str, called: Mapping[str, str]) -> str:
    if name not in called:
        return _STATEMENTS[name]
    return f"import {_MODULES.get(name, name)} as {called[name]}"


def _of_package(name: str, spelled: Mapping[str, str]) -> str:
    module = _PACKAGE[name].partition(" ")[0]
    return f"{module} as {spelled[name].rpartition(' ')[2]}" if name in spelled else _PACKAGE[name]


def _froms(modules: dict[str, list[str]]) -> list[str]:
    return [
        from_import(module, sorted(modules[module], key=_case))
        for module in sorted(modules, key=lambda module: (-_dots(module), module))
    ]


def _dots(module: str) -> int:
    return len(module) - len(module.lstrip("."))


def _case(name: str) -> tuple[int, str]:
    """Constants first, then classes, then the rest: the order isort's profile for black gives."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def from_import(module: str, names: Iterable[str], column: int = 0) -> str:
    """Return a ``from`` statement at ``column``, in brackets where it is too long for a line."""
    listed = tuple(names)
    one = f"from {module} import {', '.join(listed)}"
    if column + width(one) <= WIDTH:
        return one
    return lay(Bracket(f"from {module} import (", listed, ")"), column, after=WIDTH)
