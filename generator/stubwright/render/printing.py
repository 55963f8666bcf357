"""The stage's verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stubwright.base.resources import template_folder
from stubwright.types.package import File, Package

_RUNTIME = Path(__file__).parent.parent / "runtime"
_IMPORTED = re.compile(r"^\s*from \.(\w*) import (.+)$", re.MULTILINE)


def render(package: Package) -> dict[str, str]:
    """Return the texts of all files by path, posix and below the output folder."""
    files = {file.path: _text(file) for file in package.files}
    files[package.marker] = ""
    for module in _closure(package.runtime):
        files[f"{package.runtime_folder}/{module}.py"] = _source(module)
    return files


def _text(file: File) -> str:
    view = {one.name: getattr(file.view, one.name) for one in fields(file.view)}
    return _environment().get_template(file.template).render(view)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(template_folder() / "dataclasses"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _closure(modules: Iterable[str]) -> Iterator[str]:
    """Add what the runtime's modules import of each other, ``__init__`` included, sorted."""
    needed: set[str] = set()
    waiting = ["__init__", *modules]
    while waiting:
        module = waiting.pop()
        if module not in needed:
            needed.add(module)
            waiting += _imports(_source(module))
    yield from sorted(needed)


def _imports(source: str) -> Iterator[str]:
    for match in _IMPORTED.finditer(source):
        if match[1]:
            yield match[1]
        else:
            yield from (name.split(" as ")[0].strip() for name in match[2].strip("()").split(","))


@cache
def _source(module: str) -> str:
    return (_RUNTIME / f"{module}.py").read_text(encoding="utf-8")
