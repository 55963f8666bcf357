"""Sync and async classes of generated packages have the same public methods, parameters and types."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PACKAGES = (
    "body_json_lines",
    "body_multipart",
    "body_parts",
    "operation_pagination",
    "option_testing",
    "petstore_openapi_3_1",
    "response_document_or_stream",
    "response_headers",
    "response_multipart",
    "response_streams",
    "server_variables",
)
MODULES = ("client", "downloads", "endpoints", "pagination", "streams")
SYNC_NAMES = {
    "aclose": "close",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
}


@pytest.fixture
def package(packages: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the name of a package that can be imported."""
    sys.path.insert(0, str(packages))
    try:
        yield request.param
    finally:
        sys.path.remove(str(packages))


def modules(package: str) -> Iterator[ModuleType]:
    """Yield the public modules of a package that have classes of both kinds."""
    for name in MODULES:
        try:
            module = importlib.import_module(f"{package}.{name}")
        except ModuleNotFoundError:
            continue
        yield module
        for each in getattr(module, "__path__", ()):
            for path in sorted(Path(each).glob("*.py")):
                yield importlib.import_module(f"{module.__name__}.{path.stem}")


def pairs(package: str) -> dict[str, tuple[type, type]]:
    """Return the async class and the sync one, by the name of the latter."""
    found: dict[str, tuple[type, type]] = {}
    for module in modules(package):
        for name, value in vars(module).items():
            public = name in getattr(module, "__all__", [name])
            if name.startswith("Async") and inspect.isclass(value) and public:
                found[name.removeprefix("Async")] = (value, getattr(module, name[5:]))
    return found


def sync_type(annotation: str) -> str:
    """Return the annotation of a sync method for that of an async one."""
    found = re.sub(r"\bAsync(?=[A-Z])", "", str(annotation))
    found = re.sub(
        r"^(.+?) \| \1(?= \||$)", r"\1", found
    )  # async methods take both kinds of iterables
    return re.sub(r"\b(?:Awaitable|Coroutine)\[(?:Any, Any, )?(.*?)\](?=[\],]|$)", r"\1", found)


def shape(function: Any) -> tuple[Any, ...]:
    """Return parameters and return type, as those of a sync function."""
    signature = inspect.signature(function)
    own, *parameters = signature.parameters.values()
    returned = signature.return_annotation
    return (
        *((x.name, x.kind, x.default, sync_type(x.annotation)) for x in parameters),
        "itself" if returned == own.annotation else sync_type(returned),
    )


def members(of: type) -> dict[str, Any]:
    """Return the public methods and properties of a class, by the names of the sync one."""
    return {
        SYNC_NAMES.get(name, name): value
        for name in dir(of)
        if not name.startswith("_") or name in {*SYNC_NAMES, *SYNC_NAMES.values()}
        for value in [inspect.getattr_static(of, name)]
    }


@pytest.mark.parametrize("package", PACKAGES, indirect=True)
def test_classes_have_the_same_members(package: str) -> None:
    """An async class has all members of the sync one, with the same signatures."""
    found = pairs(package)
    assert any(name.endswith("Endpoints") for name in found)
    for name, (later, now) in found.items():
        ours, theirs = members(now), members(later)
        assert ours.keys() == theirs.keys(), name
        for each, value in ours.items():
            if inspect.isfunction(value):
                assert shape(value) == shape(theirs[each]), f"{name}.{each}"
                if name.endswith("Endpoints"):
                    assert value.__doc__ == theirs[each].__doc__, f"{name}.{each}"


@pytest.mark.parametrize("package", PACKAGES, indirect=True)
def test_methods_of_async_groups_are_awaited_or_iterated(package: str) -> None:
    """An async method is a coroutine function; a method of a paginator is not."""
    for name, (later, now) in pairs(package).items():
        if not name.endswith("Endpoints"):
            continue
        for each, value in members(later).items():
            if inspect.isfunction(value) and not each.startswith("iter"):
                assert inspect.iscoroutinefunction(value), f"{name}.{each}"
                assert not inspect.iscoroutinefunction(members(now)[each]), f"{name}.{each}"
