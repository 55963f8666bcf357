"""PostFlow's generated package, importable, and a server for it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import page_server
from cases import all_cases
from emitted import emit_postflow
from places import REPOSITORY
from server import Played, serving


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of PostFlow's emitted project."""
    return emit_postflow(tmp_path_factory.mktemp("postflow"))


@pytest.fixture(scope="session")
def postflow(project: Path) -> Iterator[Any]:
    """Return the emitted package, imported."""
    sys.path.insert(0, str(project))
    try:
        yield importlib.import_module("postflow")
    finally:
        sys.path.remove(str(project))


@pytest.fixture(scope="session")
def example() -> Any:
    """Return the example payload of the reference page."""
    document = yaml.safe_load((REPOSITORY / "spec/postflow.yaml").read_text("utf-8"))
    answers = document["paths"]["/posts/{postId}/metrics"]["get"]["responses"]
    return answers["200"]["content"]["application/json"]["example"]


@pytest.fixture
def played() -> Iterator[Played]:
    """Return a running server."""
    with serving() as server:
        yield server


@pytest.fixture
def package(packages: Path, request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """Return the package of the case that a test is marked with."""
    wanted = request.node.get_closest_marker("case").args[0]
    case = next(one for one in all_cases() if one.name == wanted)
    sys.path.insert(0, str(packages))
    try:
        yield importlib.import_module(case.package)
    finally:
        sys.path.remove(str(packages))


@pytest.fixture
def pages() -> Iterator[page_server.Pages]:
    """Return a running server of pages."""
    with page_server.serving() as served:
        yield served
