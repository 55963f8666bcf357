"""The modules that define the names used in generated code, and the import blocks of a module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from stubwright.backends.dataclasses.formatting.layout import WIDTH, width
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.views import Imports

#: Whole statements of the standard library.
_STATEMENTS: Final = {
    "builtins": "import builtins",
    "dt": "import datetime as dt",
}

_MODULES: Final = {"dt": "datetime"}
NO_OTHER: Final[Mapping[str, str]] = {}

#: Names, and the module of the standard library that defines each.
_STANDARD: Final = {
    "Annotated": "typing",
    "Any": "typing",
    "Callable": "collections.abc",
    "ClassVar": "typing",
    "AsyncIterable": "collections.abc",
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
    "field": "dataclasses",
    "overload": "typing",
}

#: Names, and the module of the package, copied from the runtime, that defines each.
RUNTIME: Final = {
    "APIKey": "_runtime.schemes",
    "Api": "_runtime.session",
    "AsyncClient": "_runtime.client",
    "AsyncGroup": "_runtime.client",
    "AsyncPaginator": "pagination",
    "AsyncStreamingClient": "_runtime.streaming_client",
    "AsyncStream": "streams",
    "AsyncTransport": "http",
    "Base64": "_runtime.annotations",
    "Base64Url": "_runtime.annotations",
    "Basic": "_runtime.schemes",
    "Bearer": "_runtime.auth",
    "CallOptions": "http",
    "Client": "_runtime.client",
    "Content": "files",
    "Cookie": "_runtime.parameters",
    "Credential": "http",
    "Cursor": "_runtime.pages",
    "Events": "_runtime.streaming",
    "Extra": "_runtime.additional_properties",
    "File": "files",
    "Form": "_runtime.forms",
    "Group": "_runtime.client",
    "Header": "_runtime.parameters",
    "Hooks": "http",
    "Incoming": "_runtime.incoming",
    "IncomingXml": "_runtime.incoming_xml",
    "IntEnum": "_runtime.enums",
    "LastID": "_runtime.pages",
    "Lines": "_runtime.streaming",
    "LinkHeader": "_runtime.pages",
    "Mismatch": "mismatches",
    "Multipart": "_runtime.forms",
    "NextURL": "_runtime.pages",
    "Number": "_runtime.annotations",
    "OAuth2": "_runtime.oauth",
    "Offset": "_runtime.pages",
    "Operation": "_runtime.operation",
    "PageNumber": "_runtime.pages",
    "Paginator": "pagination",
    "Part": "_runtime.forms",
    "PartList": "_runtime.part_lists",
    "PartStream": "_runtime.part_stream",
    "Path": "_runtime.parameters",
    "Query": "_runtime.parameters",
    "QueryString": "_runtime.styles",
    "Recursive": "_runtime.annotations",
    "StrEnum": "_runtime.enums",
    "Stream": "streams",
    "StreamingClient": "_runtime.streaming_client",
    "StreamOperation": "_runtime.streaming",
    "Tagged": "_runtime.annotations",
    "Transport": "http",
    "UNSET": "values",
    "Xml": "_runtime.xml",
    "XmlBody": "_runtime.xml_writing",
    "UnknownValue": "values",
    "Unpack": "_runtime.options",
    "Unset": "values",
    "astream": "_runtime.streaming",
    "decode_json": "_runtime.codec",
    "deep_object": "_runtime.styles",
    "deprecated": "_runtime.deprecation",
    "label": "_runtime.styles",
    "matrix": "_runtime.styles",
    "pipe_delimited": "_runtime.styles",
    "pipes": "_runtime.styles",
    "space_delimited": "_runtime.styles",
    "spaces": "_runtime.styles",
    "tab_delimited": "_runtime.styles",
    "tabs": "_runtime.styles",
    "filled": "_runtime.server_urls",
    "stream": "_runtime.streaming",
}

#: Names of modules of the package itself, and how each is imported.
_PACKAGE: Final = {"m": "models as m", "e": "endpoints as e"}
_EVERY: Final = frozenset({*_STATEMENTS, *_STANDARD, *RUNTIME, *_PACKAGE})


def blocks(
    uses: Iterable[str],
    depth: int,
    classes: Iterable[tuple[str, str]] = (),
    called: Mapping[str, str] = NO_OTHER,
) -> Imports:
    """Return a module's import blocks: standard library, httpx2, the package.

    ``depth`` is the number of folders between the module and the package's top; ``classes`` are
    (module, name) pairs in the same folder. ``called`` maps imported names to the local names of those that are
    renamed because the document uses their names.
    """
    renamed = {name: f"{name} as {other}" for name, other in called.items()}
    names = set(uses)
    standard, local = _by_module(names, "." * (depth + 1), renamed)
    for module, name in classes:
        local.setdefault(f".{module}", []).append(name)
    plain = sorted(_statement(name, called) for name in names if name in _STATEMENTS)
    first = "\n".join([*plain, *_froms(standard)])
    second = "import httpx2" if "httpx2" in names else ""
    found = (first, second, "\n".join(_froms(local)))
    return Imports(
        blocks=tuple(block for block in found if block),
        runtime=frozenset(RUNTIME[name] for name in names if name in RUNTIME),
    )


def _by_module(
    names: Iterable[str], dots: str, renamed: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the names that are imported from each module of the standard library, and of the package."""
    standard: dict[str, list[str]] = {}
    local: dict[str, list[str]] = {}
    for name in names:
        if name in _STANDARD:
            standard.setdefault(_STANDARD[name], []).append(renamed.get(name, name))
        elif name in RUNTIME:
            home = f"{dots}{RUNTIME[name]}"
            local.setdefault(home, []).append(renamed.get(name, name))
        elif name in _PACKAGE:
            local.setdefault(dots, []).append(_of_package(name, renamed))
        elif name not in _STATEMENTS and name != "httpx2":
            raise ValueError(f"no home for the name {name!r}")
    return standard, local


def giving_way(taken: Iterable[str]) -> dict[str, str]:
    """Return the local names of imports that clash with the document's names in a module: they begin with an underscore.

    No name of the document begins with one.
    """
    return {name: f"_{name}" for name in sorted(_EVERY.intersection(taken))}


def _statement(name: str, called: Mapping[str, str]) -> str:
    if name not in called:
        return _STATEMENTS[name]
    return f"import {_MODULES.get(name, name)} as {called[name]}"


def _of_package(name: str, renamed: Mapping[str, str]) -> str:
    module = _PACKAGE[name].partition(" ")[0]
    return f"{module} as {renamed[name].rpartition(' ')[2]}" if name in renamed else _PACKAGE[name]


def exports(names: Iterable[str]) -> str:
    """Return a module's ``__all__``, in the order that linters require."""
    listed = list(map(string, sorted(names, key=by_case)))
    one = f"__all__ = [{', '.join(listed)}]"
    if width(one) <= WIDTH:
        return one
    return "\n".join(["__all__ = [", *(f"    {name}," for name in listed), "]"])


def _froms(modules: dict[str, list[str]]) -> list[str]:
    """Return ``from`` statements in isort's order; ``X as Y`` has a separate statement."""
    found: list[str] = []
    for module in sorted(modules, key=lambda module: (-_dots(module), module)):
        plain = sorted((name for name in modules[module] if " as " not in name), key=by_isort)
        found += [from_import(module, plain)] if plain else []
        renamed = sorted((name for name in modules[module] if " as " in name), key=by_isort)
        found += [from_import(module, [name]) for name in renamed]
    return found


def _dots(module: str) -> int:
    return len(module) - len(module.lstrip("."))


@lru_cache(maxsize=512)
def by_case(name: str) -> tuple[object, ...]:
    """Return the sort key of a name in ``__all__``: constants, classes, other names; numbers by value."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    parts = re.findall(r"\d+|\D+", name)
    return kind, [(int(one), "") if one.isdecimal() else (0, one) for one in parts], name


@lru_cache(maxsize=512)
def by_isort(name: str) -> tuple[object, ...]:
    """Return the sort key of a name in an import: as in ``__all__``, but case-insensitive."""
    kind, _, _ = by_case(name)
    return kind, *by_case(name.lower())[1:], name


def from_import(module: str, names: Iterable[str], column: int = 0) -> str:
    """Return a ``from`` statement at ``column``, in parentheses if it is too long for a line."""
    listed = list(names)
    one = f"from {module} import {', '.join(listed)}"
    if column + width(one) <= WIDTH:
        return one
    pad = " " * column
    return "\n".join(
        [f"from {module} import (", *(f"{pad}    {name}," for name in listed), f"{pad})"]
    )
