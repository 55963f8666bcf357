"""Targets can be cached and distributed: with the declared inputs, every machine generates the same bytes."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import stubwright
from command import DOCUMENT, tree
from places import REPOSITORY

RECIPES = dict(
    re.findall(
        r"<!-- recipe: (\S+) -->\n```\w+\n(.*?)```",
        (REPOSITORY / "docs" / "scale.md").read_text("utf-8"),
        re.DOTALL,
    )
)
PROGRAM = f"{sys.executable} -m stubwright"

# Runs the command line that follows, and writes which files were opened for reading and who was called.
WATCHED = """
import json, os, sys
opened, called = set(), set()

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        if not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            opened.add(os.path.abspath(os.fsdecode(arguments[0])))
    elif event in ("os.listdir", "os.scandir") and arguments[0] is not None:
        opened.add(os.path.abspath(os.fsdecode(arguments[0])))
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")):
        called.add(event)

sys.addaudithook(watch)
from stubwright.__main__ import main
code = main(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    json.dump({"opened": sorted(opened), "called": sorted(called)}, file)
sys.exit(code)
"""


def specs(folder: Path) -> None:
    """Write the documents of the guide: two of them, one with a reference."""
    common = folder / "specs" / "common"
    common.mkdir(parents=True)
    (common / "age.yaml").write_text("type: integer\n")
    text = DOCUMENT.replace("{type: integer}", "{$ref: 'common/age.yaml'}")
    (folder / "specs" / "billing.yaml").write_text(text)
    (folder / "specs" / "search.yaml").write_text(DOCUMENT)


def run(folder: Path, *words: str) -> str:
    """Run an engine and return its output."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guide_has_recipes() -> None:
    """Each engine has a recipe."""
    assert RECIPES.keys() == {
        "build.ninja",
        "Makefile",
        "stubwright.bzl",
        "BUILD.bazel",
        "BUILD.pants",
    }


def ninja() -> str:
    """Return the path of Ninja, which is a development dependency."""
    found = shutil.which("ninja", path=Path(sys.executable).parent) or shutil.which("ninja")
    if found is None:
        pytest.skip("ninja is not installed here (`pip install ninja`)")
    return found


def test_ninja(tmp_path: Path) -> None:
    """Both packages are generated; a change runs only its own edge."""
    specs(tmp_path)
    text = RECIPES["build.ninja"].replace("stubwright = stubwright", f"stubwright = {PROGRAM}")
    (tmp_path / "build.ninja").write_text(text)
    program = ninja()
    assert "[2/2]" in run(tmp_path, program)
    assert "no work to do" in run(tmp_path, program)
    (tmp_path / "specs" / "common" / "age.yaml").write_text("type: string\n")
    said = run(tmp_path, program)
    assert "billing.yaml" in said
    assert "search.yaml" not in said
    models = (tmp_path / "out" / "billing" / "billing" / "models.py").read_text()
    assert "age: str | None" in models
    assert "no work to do" in run(tmp_path, program)


def test_make(tmp_path: Path) -> None:
    """Make generates both packages in parallel."""
    make = shutil.which("make")
    assert make, "make is needed"
    specs(tmp_path)
    (tmp_path / "Makefile").write_text(RECIPES["Makefile"])
    words = [make, "-j2", f"STUBWRIGHT={PROGRAM}"]
    assert run(tmp_path, *words).count("generate") == 2
    assert "Nothing to be done" in run(tmp_path, *words)
    (tmp_path / "specs" / "common" / "age.yaml").write_text("type: string\n")
    assert run(tmp_path, *words).count("generate") == 1
    assert "age: str | None" in (tmp_path / "out/billing/billing/models.py").read_text()


def calls(recipe: str) -> dict[str, dict[str, Any]]:
    """Return the keyword arguments of the calls in a recipe; Starlark has the syntax of Python."""
    found: dict[str, dict[str, Any]] = {}
    for node in ast.walk(ast.parse(RECIPES[recipe])):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            found[name] = {each.arg or "": each.value for each in node.keywords}
    return found


def bazel_words() -> list[str]:
    """Return the command line that Bazel's rule creates for the example."""
    given = calls("BUILD.bazel")["stubwright_package"]
    said = {
        "ctx.file.document": ast.literal_eval(given["document"]),
        "ctx.attr.package": ast.literal_eval(given["package"]),
        "folder.path": "out/billing",
    }
    words: list[str] = []
    body = next(
        node for node in ast.parse(RECIPES["stubwright.bzl"]).body if isinstance(node, ast.FunctionDef)
    )
    for statement in body.body:  # what stands under `if` is about a configuration, and there is none
        if isinstance(statement, ast.Expr) and "arguments.add" in ast.unparse(statement):
            assert isinstance(statement.value, ast.Call)
            for word in statement.value.args:
                text = ast.unparse(word)
                words.append(said[text] if text in said else ast.literal_eval(word))
    return words


def pants_words() -> list[str]:
    """Return the command line of the Pants target."""
    words: list[str] = ast.literal_eval(calls("BUILD.pants")["adhoc_tool"]["args"])
    return words


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a plain run."""
    folder = tmp_path_factory.mktemp("plain")
    specs(folder)
    run(folder, *PROGRAM.split(), *pants_words())
    return tree(folder / "out")


def test_bazel_and_pants_run_the_same(reference: dict[str, bytes]) -> None:
    """Both recipes are the command of the guide."""
    assert bazel_words() == pants_words()
    guide = (REPOSITORY / "docs" / "scale.md").read_text("utf-8")
    (command,) = re.findall(r"^stubwright (generate .*)$", guide, re.MULTILINE)
    plain = command.replace("--config stubwright.toml ", "").split()
    assert [*plain, "--quiet"] == pants_words()
    assert "billing/billing/models.py" in reference


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "plain": {},
    "other": {
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "77",
        "COLUMNS": "20",
        "SOURCE_DATE_EPOCH": "1",
    },
}


@pytest.mark.parametrize("inputs", ["read-only", "links"])
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_declared_inputs_are_sufficient(
    inputs: str, environment: str, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    """In an empty environment with only the declared inputs, the bytes are the same, and no other file is read."""
    source = tmp_path / "source"
    specs(source)
    sandbox = tmp_path / "some" / "where" / "else"
    home = tmp_path / "home"
    home.mkdir()
    declared = [source / "specs/billing.yaml", source / "specs/common/age.yaml"]
    for path in declared:
        copy = sandbox / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if inputs == "links":
            copy.symlink_to(path)
        else:
            shutil.copy(path, copy)
            copy.chmod(0o444)
    for folder in (sandbox / "specs" / "common", sandbox / "specs"):
        folder.chmod(0o555)
    done = subprocess.run(
        [*no_network(), sys.executable, "-I", "-c", WATCHED, str(home / "seen"), *pants_words()],
        cwd=sandbox,
        env={"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **ENVIRONMENTS[environment]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(sandbox / "out") == reference
    seen = json.loads((home / "seen").read_text())
    assert seen["called"] == []
    assert foreign(seen["opened"], sandbox, declared) == []


def no_network() -> list[str]:
    """Return the words that run a command without a network, if the system supports it; the audit works in any case."""
    words = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and not subprocess.run([*words, "true"], check=False).returncode:
        return words
    return []


def foreign(opened: list[str], sandbox: Path, declared: list[Path]) -> list[str]:
    """Return the opened files that are neither declared inputs nor outputs nor part of the installed program."""
    installed = {sys.prefix, sys.base_prefix, str(Path(stubwright.__file__).parents[1])}
    installed |= {str(REPOSITORY / "templates"), os.path.realpath(sys.base_prefix), "/dev/null"}
    allowed = [
        *installed,
        str(sandbox / "out"),
        *(str(path) for path in declared),
        *(str(sandbox / "specs" / name) for name in ("billing.yaml", "common/age.yaml")),
    ]
    return [
        name
        for name in opened
        if not any(name == each or name.startswith(f"{each}/") for each in allowed)
    ]


def test_undeclared_inputs_are_detected(tmp_path: Path) -> None:
    """An undeclared input, a configuration in a parent folder, is detected."""
    specs(tmp_path)
    (tmp_path / "stubwright.toml").write_text('document = "other.yaml"\n')
    seen = tmp_path / "seen"
    words = [sys.executable, "-I", "-c", WATCHED, str(seen), *pants_words()]
    run(tmp_path / "specs", *[word.removeprefix("specs/") for word in words])
    opened = json.loads(seen.read_text())["opened"]
    assert foreign(opened, tmp_path / "specs", []) == sorted(
        str(tmp_path / name)
        for name in (
            "specs/billing.yaml",
            "specs/common/age.yaml",
            "stubwright.lock",
            "stubwright.toml",
        )
    )
