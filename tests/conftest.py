"""Shared by all tests: strictness about skips, and fixtures for interpreters and environments."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from cases import Outcome, all_cases, run
from golden import Golden
from places import ALLOWED_SKIPS

LONGEST = ("test_cases_quality.py", "test_typing_public_names.py")


def skip_reasons(config: pytest.Config) -> list[str]:
    """Return the reasons of all skipped tests except the allowed ones."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return []
    skipped = reporter.stats.get("skipped", [])
    reasons = [str(each.longrepr[2]).removeprefix("Skipped: ") for each in skipped]
    return sorted({reason for reason in reasons if not reason.startswith(ALLOWED_SKIPS)})


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session if a test was skipped and all must run (`STUBWRIGHT_STRICT_TESTS`)."""
    if not os.environ.get("STUBWRIGHT_STRICT_TESTS") or hasattr(session.config, "workerinput"):
        return
    if skip_reasons(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take minutes, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """List the skips that failed the session."""
    if not os.environ.get("STUBWRIGHT_STRICT_TESTS"):
        return
    for reason in skip_reasons(config):
        terminalreporter.write_line(f"A skip that is not allowed here: {reason}", red=True)


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return a function that compares a text with a golden file of the test's case."""
    return snapshot.use_extension(Golden)


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Generate every case, once in each worker."""
    base = tmp_path_factory.mktemp("cases")
    return {case.name: run(case, base / case.package) for case in all_cases()}


@pytest.fixture(scope="session")
def packages(outcomes: dict[str, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one folder with the packages of all cases, as if they were installed."""
    folder = tmp_path_factory.mktemp("packages")
    for outcome in outcomes.values():
        for package in outcome.packages():
            shutil.copytree(package, folder / package.name)
    return folder
