"""A downstream repository installs the generated project and uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from interpreters import run
from server import Played

# One worker, so that the fixture is made once.
pytestmark = pytest.mark.xdist_group("downstream")

CONSUMER = '''\
"""Sum the views of a post group."""

from __future__ import annotations

import asyncio
import sys

from postflow import AsyncPostFlow, PostDetailData, PostFlow, PostMetricData
from postflow.errors import NotFoundError


def views(metrics: list[PostMetricData]) -> int:
    """Sum the views; a post without them counts as none."""
    return sum(each.views or 0 for each in metrics)


def network(detail: PostDetailData) -> str:
    """Return the network of a post."""
    return detail.social_network or "unknown"


async def later(url: str) -> list[PostMetricData]:
    """Ask again without blocking."""
    async with AsyncPostFlow("token", base_url=url) as client:
        return await client.posts.get_post_group_metrics("1")


def main(url: str) -> None:
    """Ask twice and print."""
    with PostFlow("token", base_url=url) as client:
        try:
            metrics = client.posts.get_post_group_metrics("1")
        except NotFoundError:
            metrics = []
    print(views(metrics), views(asyncio.run(later(url))), network(metrics[0].post_detail))


if __name__ == "__main__":
    main(sys.argv[1])
'''

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "consumer"
version = "1.0"
dependencies = ["postflow"]

[tool.hatch.build.targets.wheel]
packages = ["consumer"]
"""

WRONG = textwrap.dedent("""
    from postflow import PostFlow, PostMetricData

    def wrong(metrics: PostMetricData) -> int:
        return metrics.updated_at

    PostFlow().posts.get_post_group_metric("1")
    from postflow import PostMetricDatum
""")


@pytest.fixture(scope="module")
def downstream(tmp_path_factory: pytest.TempPathFactory, project: Path) -> tuple[Path, Path]:
    """Install the generated project and a consumer into a new environment; return its Python and the consumer."""
    base = tmp_path_factory.mktemp("downstream")
    consumer = base / "consumer"
    (consumer / "consumer").mkdir(parents=True)
    (consumer / "pyproject.toml").write_text(PROJECT, "utf-8")
    (consumer / "consumer" / "__init__.py").write_text(CONSUMER, "utf-8")
    (consumer / "consumer" / "py.typed").touch()
    copied = base / "generated"
    shutil.copytree(project, copied)
    run([sys.executable, "-m", "venv", base / "venv"])
    python = base / "venv" / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", copied, consumer], cwd=base)
    return python, consumer


def test_consumer_runs(downstream: tuple[Path, Path], played: Played, example: Any) -> None:
    """The consumer calls a local server through the installed package, sync and async."""
    python, _ = downstream
    played.answer(example)
    program = f"import consumer; consumer.main({played.url!r})"
    done = subprocess.run(
        [str(python), "-W", "error", "-I", "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("123 123 twitter\n", "")
    assert len(played.asked) == 2


def test_nothing_of_ours_is_needed(downstream: tuple[Path, Path]) -> None:
    """The generated package requires httpx2 and no part of the generator."""
    python, _ = downstream
    names = run([python, "-m", "pip", "list", "--format", "freeze"]).lower()
    assert "httpx2==" in names
    assert "stubwright" not in names


def test_consumer_type_checks(downstream: tuple[Path, Path], tmp_path: Path) -> None:
    """Strict mypy reports no error for the consumer; the installed package is typed."""
    python, consumer = downstream
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir"]
    command += [str(tmp_path), "--python-executable", str(python), "consumer"]
    run(list(command), cwd=consumer)


def test_wrong_use_is_found(downstream: tuple[Path, Path], tmp_path: Path) -> None:
    """Type checkers report a wrong type, a misspelt method and an unknown name."""
    python, _ = downstream
    program = tmp_path / "wrong.py"
    program.write_text(WRONG, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir"]
    command += [str(tmp_path / "cache"), "--python-executable", str(python), str(program)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "Found 3 errors" in done.stdout, done.stdout
