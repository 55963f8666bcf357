"""The generated code on the pages is up to date, and their programs run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from command import stubwright
from pages import PACKAGE, TRANSPORTS, Block, blocks, emitted, pages, rewritten, shown
from places import BUILD, REPOSITORY
from stubwright.types.options import Layout, Transport, UnknownMembers

POSTFLOW = REPOSITORY / "spec" / "postflow.yaml"
ANSWERS = Path(__file__).parent / "answers.json"
RUNNER = REPOSITORY / "tests" / "support" / "run_programs.py"
PRINTS = re.compile(r"# -> (.*)$", re.MULTILINE)
PAGES = [pytest.param(page, id=page.name) for page in pages()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program of a page, and the document whose package it imports."""

    block: Block
    source: str

    @property
    def key(self) -> tuple[str, bool, bool]:
        """Return what determines the package."""
        return self.source, self.block.kind == "run", bool(self.transports)

    @property
    def transports(self) -> tuple[Transport, ...]:
        """Return the transports that the package has."""
        return TRANSPORTS if "_transport import" in self.block.text else ()

    @property
    def prints(self) -> list[str]:
        """Return the lines that the page says it prints."""
        return PRINTS.findall(self.block.text)


def layout_of(word: str) -> Layout:
    """Return the layout in a comment."""
    return "compact" if word == "compact" else "split" if word == "split" else "auto"


def wanted(block: Block, folder: Path) -> str:
    """Return the content of a block with `emits`: a file or some of its statements."""
    path, *names = block.words
    wanted_layout, _, path = path.rpartition(":")
    files = emitted(block.source, folder, layout_of(wanted_layout))
    return shown(files[path], tuple(names))


def locked(block: Block, folder: Path) -> str:
    """Return the lines of one kind in the lock of a run over the document."""
    (folder / "openapi.yaml").write_text(block.source, "utf-8")
    ran = stubwright("generate", "openapi.yaml", "-p", PACKAGE, cwd=folder)
    assert ran.code == 0, ran.err
    lines = (folder / "stubwright.lock").read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith(f"{block.words[0]} "))


def listed(block: Block, folder: Path) -> str:
    """Return the files of the package in a layout, with a single line for the runtime."""
    files = emitted(block.source, folder, layout_of(block.words[0]))
    own = sorted(name for name in files if not name.startswith("_runtime/"))
    return "".join(f"{PACKAGE}/{name}\n" for name in [*own, "_runtime/..."])


SHOWN = {"emits": wanted, "files": listed, "lock": locked}


@pytest.mark.golden
@pytest.mark.parametrize("page", PAGES)
def test_generated_code_is_up_to_date(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each block of generated code is up to date; `--snapshot-update` regenerates it."""
    found = [
        (each, SHOWN[each.kind](each, tmp_path)) for each in blocks(page) if each.kind in SHOWN
    ]
    stale = [(block, text) for block, text in found if block.text != text]
    if stale and request.config.option.update_snapshots:
        page.write_text(rewritten(page, stale), "utf-8")
        return
    for block, text in stale:
        assert block.text == text, block.name


@pytest.mark.parametrize("page", PAGES)
def test_configuration_is_accepted(page: Path, tmp_path: Path) -> None:
    """The configuration on a page is valid for its document."""
    for block in blocks(page):
        if block.kind == "accepted":
            (tmp_path / "openapi.yaml").write_text(block.source, "utf-8")
            text = '[tool.stubwright]\ndocument = "openapi.yaml"\n' + block.text
            (tmp_path / "pyproject.toml").write_text(text, "utf-8")
            ran = stubwright("generate", "--strict", cwd=tmp_path)
            assert ran.code == 0, ran.err


@pytest.mark.parametrize("page", PAGES)
def test_links_are_valid(page: Path) -> None:
    """Each link to a file of the repository, and its heading, exist."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        found = page if not path else (page.parent / path)
        assert found.exists(), f"{page.name}: {target}"
        if heading:
            titles = re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in titles}
            assert heading in anchors, f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES)
def test_excerpts_are_in_their_files(page: Path) -> None:
    """The lines of an excerpt occur in its file, in the same order."""
    for block in blocks(page):
        if block.kind == "excerpt":
            lines = iter((REPOSITORY / block.words[0]).read_text("utf-8").splitlines())
            for line in block.text.splitlines():
                is_there = not line.strip() or line.strip() == "..." or line in lines
                assert is_there, f"{block.name}: {line}"


LIBRARIES = ("aiohttp", "httpx", "requests", "opentelemetry.sdk")
NEEDS_LIBRARIES = re.compile("_transport import|opentelemetry")
alone_and_with_libraries = pytest.mark.parametrize(
    "libraries", [False, True], ids=["httpx2", "libraries"]
)


def need(libraries: bool) -> None:
    """Skip a test that needs a library that is not installed."""
    for name in LIBRARIES if libraries else ():
        pytest.importorskip(name, reason=f"{name} is not installed (make setup)")


def programs(libraries: bool) -> Iterator[Program]:
    """Yield the programs of all pages, either those that send with other ``libraries`` or the others.

    Programs of a page without a document use PostFlow.
    """
    postflow = (REPOSITORY / "spec" / "postflow.yaml").read_text("utf-8")
    for page in pages():
        for block in blocks(page):
            is_program = block.language == "python" and block.kind in ("", "run")
            if is_program and libraries == bool(NEEDS_LIBRARIES.search(block.text)):
                yield Program(block=block, source=block.source or postflow)


def write_package(program: Program, name: str, folder: Path) -> None:
    """Write the package that a program imports."""
    members: UnknownMembers = "keep" if program.block.kind == "run" else "drop"
    for path, text in emitted(
        program.source, folder, members=members, testing=True, transports=program.transports
    ).items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def imported(program: Program) -> str:
    """Return the name of the package that a program imports."""
    return PACKAGE if program.block.source else "postflow"


def answers() -> dict[str, Any]:
    """Return the responses of the servers: those of the pages, and the sample of PostFlow's page."""
    paths = yaml.safe_load(POSTFLOW.read_text("utf-8"))["paths"]
    answer = paths["/posts/{postId}/metrics"]["get"]["responses"]["200"]
    sample = answer["content"]["application/json"]["example"]
    postflow = [200, {"content-type": "application/json"}, json.dumps(sample)]
    pages: dict[str, Any] = json.loads(ANSWERS.read_text("utf-8"))
    return {**pages, "GET /v1/posts/42/metrics": postflow}


@alone_and_with_libraries
def test_programs_run_and_print_what_they_say(libraries: bool, tmp_path: Path) -> None:
    """Each program runs and prints the lines after its arrows."""
    need(libraries)
    given: list[dict[str, str]] = []
    homes: dict[tuple[str, bool, bool], Path] = {}
    found = list(programs(libraries))
    for each in found:
        if each.key not in homes:
            homes[each.key] = tmp_path / str(len(homes))
            homes[each.key].mkdir()
            write_package(each, imported(each), homes[each.key])
        home = str(homes[each.key])
        given.append({"name": each.block.name, "folder": home, "code": each.block.text})
    table = tmp_path / "answers.json"
    table.write_text(json.dumps(answers()), "utf-8")
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(table)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for program, result in zip(found, json.loads(done.stdout), strict=True):
        assert not result["fault"], f"{result['name']}\n{result['fault']}"
        assert result["printed"].splitlines() == program.prints, result["name"]


def test_programs_use_public_modules() -> None:
    """Programs import only public modules, and there are programs."""
    found = [*programs(libraries=False), *programs(libraries=True)]
    assert len(found) > 30
    assert [one.block.name for one in found if "_runtime" in one.block.text] == []


def checkable(code: str, old: str, new: str) -> str:
    """Return a program for type checkers: top-level awaits are moved into a function."""
    code = re.sub(rf"^(from|import) {old}\b", rf"\1 {new}", code, flags=re.MULTILINE)
    if not re.search(r"^(async (with|for)|.*\bawait\b)", code, re.MULTILINE):
        return code
    return f"async def main() -> None:\n{textwrap.indent(code, '    ')}"


@alone_and_with_libraries
def test_programs_are_typed(libraries: bool, tmp_path: Path) -> None:
    """`mypy --strict` reports no error for any program; one process checks all."""
    need(libraries)
    names: dict[tuple[str, bool, bool], str] = {}
    for number, each in enumerate(programs(libraries)):
        if each.key not in names:
            names[each.key] = f"package_{len(names)}"
            write_package(each, names[each.key], tmp_path)
        code = checkable(each.block.text, imported(each), names[each.key])
        (tmp_path / f"program_{number}.py").write_text(f"# {each.block.name}\n{code}", "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ""]
    cache = BUILD / f"mypy-pages-{'with' if libraries else 'without'}-libraries"  # may run at once
    command += ["--cache-dir", str(cache), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
