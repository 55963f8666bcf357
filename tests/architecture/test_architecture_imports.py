"""Imports run one way, and stand at the top."""

from __future__ import annotations

import ast
import sys

import pytest

from sources import PACKAGE, Source, module_names, sources

LEAVES = frozenset({"base", "version"})

# Which types a stage may see: those of the stages before it and its own.
TYPES = {
    "load": {"documents"},
    "overlay": {"documents"},
    "index": {"documents", "index"},
    "parse": {"documents", "index", "spec"},
    "lower": {"documents", "spec", "ir", "ir_walk"},
    "select": {"ir", "ir_walk", "options"},
    "name": {"ir", "names", "options"},
    "backends": {"ir", "ir_walk", "names", "options", "package"},
    "render": {"package"},
}

# Verbs of another stage that a stage may use, each with its reason.
VERBS = {
    ("load", "overlay"): "an overlay may add references, which are then followed",
    ("parse", "index"): "following a reference is a question to the index",
    ("backends", "name"): "words become identifiers in one way",
    ("report", "load"): "positions are looked up by reading a text again",
}

# Which third-party package may be imported where.
THIRD_PARTY = {
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "black": {"backends", "render"},
    "jsonpath": {"overlay"},
    "yaml": {"load", "base", "report"},
    "tomli": {"project"},
    "typing_extensions": None,
    "httpx2": {"runtime"},
    "msgspec": {"runtime"},
    "hatchling": {"hatch_plugin"},
    "datamodel_code_generator": {"second_opinion"},
}

# Imports that do not stand at the top of a module, each with its reason.
LATE = {
    "__init__": "`from stubwright import generate` must not cost what `check` does not need",
    "__main__": "a clean `check` imports nothing but the reader of the lock",
    "load": "a library for JSONPath is loaded where an overlay is there",
    "output": "the reader of the lock, see above",
    "runtime": "what only some calls need costs nothing to the others",
}

STAGES = tuple(TYPES)


def stage(name: str) -> list[Source]:
    """Return the modules of one stage."""
    return [source for source in sources() if source.top == name]


def own(name: str) -> str | None:
    """Return the module below the package that an imported name is or stands in, else None."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return None
    while parts[1:] and ".".join(parts[1:]) not in module_names():
        parts.pop()
    return ".".join(parts[1:])


def test_there_is_something_to_hold() -> None:
    """The modules of the pipeline are found."""
    assert {"base.place", "types.ir"} <= module_names()


@pytest.mark.parametrize("name", STAGES)
def test_stage_sees_earlier_types_only(name: str) -> None:
    """A stage imports its own folder, the leaves, and the types before it."""
    for source in stage(name):
        for imported, node in source.imports():
            module = own(imported)
            if module is None:
                continue
            where = f"{source.module}:{node.lineno} imports {imported}"
            top, _, rest = module.partition(".")
            if top == "types":
                assert rest in TYPES[name], where
            else:
                assert top in {name, *LEAVES} or (name, top) in VERBS, where


def test_types_import_types_only() -> None:
    """Types know each other and the leaves; `ir` knows the standard library alone."""
    for source in stage("types"):
        for imported, node in source.imports():
            module = own(imported)
            where = f"{source.module}:{node.lineno} imports {imported}"
            if module is None:
                allowed = {*sys.stdlib_module_names, "typing_extensions"}
                assert imported.partition(".")[0] in allowed, where
            else:
                assert source.module != "types.ir", where
                assert module.partition(".")[0] in {"types", *LEAVES}, where


def test_leaves_import_leaves_only() -> None:
    """A leaf knows nothing of the pipeline but what JSON is."""
    for source in sources():
        if source.top in LEAVES:
            for imported, node in source.imports():
                module = own(imported)
                known = module is None or module == "types.documents" or module.startswith("base")
                assert known, f"{source.module}:{node.lineno} imports {imported}"


def test_runtime_stands_alone() -> None:
    """What is copied into emitted packages imports itself relatively, httpx2 and the standard library."""
    for source in stage("runtime"):
        for imported, node in source.imports():
            where = f"{source.module}:{node.lineno} imports {imported}"
            if isinstance(node, ast.ImportFrom) and node.level:
                assert (own(imported) or "").startswith("runtime"), where
                continue
            top = imported.partition(".")[0]
            if top == "typing_extensions":  # checkers always know it; it is never imported
                assert guarded(source, node), where
                continue
            assert top in {*sys.stdlib_module_names, "httpx2", "msgspec"}, where


def test_pure_stages_do_no_input_or_output() -> None:
    """From index to render nothing touches files, the network, the clock or the environment."""
    effects = {
        "os",
        "pathlib",
        "shutil",
        "socket",
        "subprocess",
        "time",
        "tempfile",
        "urllib.request",
    }
    readers = {"render"}  # finds its templates beside the package
    for name in STAGES[1:]:
        for source in stage(name):
            found = {imported for imported, _ in source.imports()} - {"pathlib.PurePosixPath"}
            modules = {
                each
                for each in effects
                for imported in found
                if f"{imported}.".startswith(f"{each}.")
            }
            assert not modules or name in readers, f"{source.module} imports {modules}"


def test_third_party_packages_stay_where_they_belong() -> None:
    """Each package is imported by the modules that have the task it serves."""
    for source in sources():
        for imported, node in source.imports():
            top = imported.partition(".")[0]
            if top in sys.stdlib_module_names or top == PACKAGE:
                continue
            where = f"{source.module}:{node.lineno} imports {imported}"
            assert top in THIRD_PARTY, where
            homes = THIRD_PARTY[top]
            assert homes is None or source.top in homes, where


def guarded(source: Source, node: ast.stmt) -> bool:
    """Tell whether a statement stands under TYPE_CHECKING, where only checkers read it."""
    return any(
        isinstance(outer, ast.If)
        and "TYPE_CHECKING" in ast.unparse(outer.test)
        and any(node in ast.walk(inner) for inner in outer.body)
        for outer in ast.walk(source.tree)
    )


def late_imports(source: Source) -> list[int]:
    """Return the lines of imports that stand in a function or under TYPE_CHECKING."""
    lines: list[int] = []
    for outer in ast.walk(source.tree):
        checked = isinstance(outer, ast.If) and "TYPE_CHECKING" in ast.unparse(outer.test)
        if checked or isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            lines += [
                node.lineno
                for node in ast.walk(outer)
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]
    return sorted(set(lines))


def test_imports_stand_at_the_top() -> None:
    """No import hides in a function or under TYPE_CHECKING, but for the listed ones."""
    used: set[str] = set()
    for source in sources():
        lines = late_imports(source)
        if not lines:
            continue
        name = source.module or "__init__"
        allowed = next((each for each in LATE if each in (name, source.top)), None)
        assert allowed, f"{name} imports late in lines {lines}"
        used.add(allowed)
    assert used == set(LATE), "an exception that nobody needs any more"
