"""Imports go one way and are at the top of modules."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter

from rooms import BASE, PURE, ROOMS, TYPES, arrows, own, room_of
from sources import PACKAGE, Source, module_names, sources

IR = ("types.ir", "types.ir_operations")

# Which third-party package may be imported where.
THIRD_PARTY = {
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "jsonpath": {"overlay"},
    "yaml": {"load", "base", "report", "transcribe"},
    "tomli": {"project"},
    "typing_extensions": None,
    "httpx2": {"runtime"},
    "msgspec": {"runtime"},
    "aiohttp": {"runtime"},
    "httpx": {"runtime"},
    "requests": {"runtime"},
    "urllib3": {"runtime"},
    "yarl": {"runtime"},
    "hatchling": {"build_hooks"},
    "pdm": {"build_hooks"},
    "setuptools": {"build_hooks"},
    "datamodel_code_generator": {"second_opinion"},
}

# Imports that do not stand at the top of a module, each with its reason.
LATE = {
    "__init__": "`from stubwright import generate` must not cost what `check` does not need",
    "__main__": "a clean `check` imports nothing but the reader of the lock",
    "cli.bug": "what shows a traceback is loaded where there is one",
    "cli.target_runs": "what starts processes is loaded where there are several targets",
    "base.records": "type checkers see the decorator of `dataclasses` itself",
    "load": "PyYAML is loaded for YAML, a library for JSONPath where an overlay is there",
    "output": "the reader of the lock, see above",
    "render": "Jinja is loaded for a template that is not compiled",
    "report": "PyYAML, see above",
    "runtime": "what only some calls need costs nothing to the others",
}


def stage(name: str) -> list[Source]:
    """Return the modules of a stage or of another top-level folder."""
    return [source for source in sources() if source.top == name]


def where(source: Source, line: int, module: str) -> str:
    """Return the message of a failed test."""
    return f"{source.module or '__init__'}:{line} imports {module}"


def test_modules_are_found() -> None:
    """The modules of the pipeline are found."""
    assert {"base.place", "types.ir"} <= module_names()


def test_every_room_has_a_rule() -> None:
    """The table lists exactly the existing folders and top-level modules."""
    empty = {"backends"}  # holds folders only
    assert {room_of(source.module) for source in sources()} - empty == set(ROOMS)
    assert TYPES.keys() <= ROOMS.keys()


def test_imports_follow_the_rules() -> None:
    """A room imports `base`, the types and the rooms in its rule, and every entry of the rule is used."""
    used_rooms: set[tuple[str, str]] = set()
    used_types: set[tuple[str, str]] = set()
    for source in sources():
        room = room_of(source.module)
        for target, module, line in arrows(source):
            said = where(source, line, module)
            if target == "types" and room != BASE:
                name = module.partition(".")[2]
                assert name in TYPES.get(room, ()), said
                used_types.add((room, name))
            elif target != BASE or room == "runtime":
                assert target in ROOMS[room], said
                used_rooms.add((room, target))
    listed = {(room, target) for room, targets in ROOMS.items() for target in targets}
    assert listed - used_rooms == set(), "nobody uses these"
    assert {(r, name) for r, names in TYPES.items() for name in names} - used_types == set()


def test_rooms_have_no_import_cycles() -> None:
    """Imports between rooms have no cycle."""
    graph = {room: set[str]() for room in ROOMS}
    for source in sources():
        room = room_of(source.module)
        for target, _, _ in arrows(source):
            graph.setdefault(room, set()).add(target)
    tuple(TopologicalSorter(graph).static_order())


def test_the_ir_imports_only_the_standard_library() -> None:
    """The IR depends only on the standard library and the module that declares its records."""
    for source in stage("types"):
        for imported, node in source.imports():
            if source.module in IR and own(imported) not in (*IR, "base.records"):
                allowed = {*sys.stdlib_module_names, "typing_extensions"}
                assert imported.partition(".")[0] in allowed, where(source, node.lineno, imported)


def test_records_use_our_field_function() -> None:
    """Records use `field` of `base.records`: that of `dataclasses` would be taken for a default."""
    for source in sources():
        if source.top == "runtime" or source.module in ("base.records", "render.jinja_templates"):
            continue
        for imported, node in source.imports():
            assert imported.partition(".")[0] != "dataclasses", where(source, node.lineno, imported)


def test_runtime_is_independent() -> None:
    """Modules that are copied into packages import only each other, httpx2 and the standard library.

    A transport also imports its library and that library's requirements.
    """
    libraries = {
        "aiohttp_transport": {"aiohttp", "yarl"},
        "httpx_transport": {"httpx"},
        "requests_transport": {"requests", "urllib3"},
    }
    for source in stage("runtime"):
        for imported, node in source.imports():
            said = where(source, node.lineno, imported)
            if isinstance(node, ast.ImportFrom) and node.level:
                assert (own(imported) or "").startswith("runtime"), said
                continue
            top = imported.partition(".")[0]
            if top == "typing_extensions":
                assert guarded(source, node), said
                continue
            own_library = libraries.get(source.module.rpartition(".")[2], set())
            assert top in {*sys.stdlib_module_names, "httpx2", "msgspec", *own_library}, said


def test_pure_stages_do_no_input_or_output() -> None:
    """The stages from index to render use no files, network, clock or environment."""
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
    for name in PURE:
        for source in stage(name):
            found = {imported for imported, _ in source.imports()} - {"pathlib.PurePosixPath"}
            modules = {
                each
                for each in effects
                for imported in found
                if f"{imported}.".startswith(f"{each}.")
            }
            assert not modules or name in readers, f"{source.module} imports {modules}"


def test_third_party_packages_are_imported_by_few_modules() -> None:
    """Each third-party package is imported only by the modules that need it."""
    for source in sources():
        for imported, node in source.imports():
            top = imported.partition(".")[0]
            if top in sys.stdlib_module_names or top == PACKAGE:
                continue
            said = where(source, node.lineno, imported)
            assert top in THIRD_PARTY, said
            homes = THIRD_PARTY[top]
            assert homes is None or source.top in homes, said


def guarded(source: Source, node: ast.stmt) -> bool:
    """Return whether a statement is for type checkers, or for versions of Python that httpx2 distinguishes."""
    return any(
        isinstance(outer, ast.If)
        and (
            ("TYPE_CHECKING" in ast.unparse(outer.test) and node in outer.body)
            or (ast.unparse(outer.test) == "sys.version_info >= (3, 11)" and node in outer.orelse)
        )
        for outer in ast.walk(source.tree)
    )


def late_imports(source: Source) -> list[int]:
    """Return the lines of imports inside a function or under TYPE_CHECKING."""
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


def test_imports_are_at_the_top() -> None:
    """No import is inside a function or under TYPE_CHECKING, except the listed ones."""
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
