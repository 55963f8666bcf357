"""The stage's verb."""

from __future__ import annotations

from dataclasses import fields
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stubwright.types.backend import Backend
from stubwright.types.package import Copy, File, Package


def render(package: Package, backend: Backend) -> dict[str, str]:
    """Return the texts of all files by path, posix and below the output folder."""
    environment = _environment(backend.templates)
    texts = {file.path: _text(file, environment) for file in package.files}
    texts |= {copy.path: _copied(copy, backend.runtime) for copy in package.copies}
    return {**texts, **dict.fromkeys(package.empty, "")}


def _text(file: File, environment: Environment) -> str:
    view = {one.name: getattr(file.view, one.name) for one in fields(file.view)}
    return environment.get_template(file.template).render(view)


def _copied(copy: Copy, folder: Path) -> str:
    text = _source(folder / copy.source)
    return copy.head + (text.replace(copy.placeholder, copy.word) if copy.word else text)


@lru_cache(maxsize=8)
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")
