"""Lazy packages: names load their module at first use, and recursive aliases are resolved in their own module."""

from __future__ import annotations

import datetime as dt
import importlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from places import REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.runtime._runtime.codec import decode, encode
from stubwright.types.options import Options

FILES = {
    "__init__.py": "",
    "models/__init__.py": """
from stubwright.runtime._runtime.lazy import lazy

__getattr__, __dir__ = lazy(__name__, ".node Node\\n.tree Tree\\n.missing Gone")
""",
    "models/node.py": """
from __future__ import annotations

from dataclasses import dataclass

from .. import models as m


@dataclass(slots=True, kw_only=True)
class Node:
    tree: m.Tree | None = None
    nodes: list[m.Node] | None = None
    leaf: m.Tree | int | None = None
""",
    "models/tree.py": """
from __future__ import annotations

import datetime as day
from typing import Annotated, TypeAlias

from stubwright.runtime._runtime.annotations import Recursive

from .. import models as m

Tree: TypeAlias = Annotated["dict[str, m.Tree] | list[Tree] | day.date", Recursive()]
""",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a package of models in a module each."""
    folder = tmp_path_factory.mktemp("lazy")
    for name, text in FILES.items():
        path = folder / "lazily" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("lazily.models")
    finally:
        sys.path.remove(str(folder))


def test_star_and_dir_list_the_exported_names(models: Any) -> None:
    """Both list the exported names, and no internal ones."""
    assert "Node" in models.__all__
    assert not {"lazy", "TYPE_CHECKING"} & {*models.__all__, *dir(models)}


def test_names_load_at_first_use(models: Any) -> None:
    """Nothing is imported before a name is used; `dir` lists all names nevertheless."""
    assert "Node" in dir(models)
    assert "lazily.models.tree" not in sys.modules
    assert models.Node.__name__ == "Node"
    assert "lazily.models.tree" not in sys.modules
    assert vars(models)["Node"] is models.Node


def test_unknown_names_raise_attribute_error(models: Any) -> None:
    """A missing name is an AttributeError; a module that cannot be loaded raises with the reason."""
    with pytest.raises(AttributeError, match=r"module 'lazily\.models' has no attribute 'Nope'"):
        _ = models.Nope
    with pytest.raises(ModuleNotFoundError):
        _ = models.Gone


def test_aliases_are_resolved_in_their_own_module(models: Any) -> None:
    """A recursive alias is resolved in its own module, even if another module refers to it."""
    payload = {"tree": {"a": ["2020-01-01"]}, "nodes": [{}], "leaf": 3}
    value = decode(models.Node, payload)
    assert encode(value) == payload
    assert encode(decode(models.Node, {"leaf": ["2020-01-01"]})) == {"leaf": ["2020-01-01"]}


def test_type_hints_can_be_read_anywhere(models: Any) -> None:
    """`typing.get_type_hints` resolves names in a recursive alias, even if the class is in another module."""
    hints = get_type_hints(models.Node)
    assert dt.date in get_args(hints["tree"])


def test_threads_can_decode_for_the_first_time_together(models: Any) -> None:
    """Many threads that decode for the first time get the same result."""
    found: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(decode(models.Node, {"nodes": [{"nodes": []}]}))
        )
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert all(each == found[0] for each in found)


def test_models_do_not_load_the_client() -> None:
    """Decoding models loads no HTTP library."""
    code = (
        "import sys; from stubwright.runtime._runtime.codec import decode; from stubwright.runtime.errors import APIError;"
        "assert 'httpx2' not in sys.modules and 'stubwright.runtime._runtime.codec_extended' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY / "generator")


def test_the_base_stays_small() -> None:
    """The private runtime of PostFlow's client does not grow unnoticed; the goal of 1,900 lines is not yet reached."""
    documents = load(str(REPOSITORY / "spec" / "postflow.yaml"))
    files = generate(documents, Options(package="postflow"), {}).files
    texts = [text for path, text in files.items() if "/_runtime/" in path]
    assert 0 < sum(text.count("\n") for text in texts) < 2_800


def test_a_module_is_an_attribute_of_its_package() -> None:
    """`postflow.models.X` works without importing `postflow.models`, as type checkers assume."""
    program = "import postflow; postflow.models.PostMetricData; postflow.errors.NotFoundError"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY / "generated",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
