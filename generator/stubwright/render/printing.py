"""The function of this stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from stubwright.base.digests import sha256
from stubwright.types.backend import Backend
from stubwright.types.package import Copy, Package

_Print: TypeAlias = Callable[[Any], str]


def render(package: Package, backend: Backend) -> dict[str, str]:
    """Return the texts of all files by path, posix and below the output folder."""
    used = {file.template: _printer(file.template, backend) for file in package.files}
    texts = {file.path: used[file.template](file.view) for file in package.files}
    texts |= {copy.path: _copied(copy, backend.runtime) for copy in package.copies}
    return {**texts, **dict.fromkeys(package.empty, "")}


def digest(template: str) -> str:
    """Return a digest of a template, to detect edits."""
    return sha256(template.encode())[:32]


def _printer(name: str, backend: Backend) -> _Print:
    """Return the renderer of a template: its compiled function, or Jinja if that is missing or out of date."""
    compiled = backend.compiled.get(name)
    if compiled is not None and compiled.digest == digest(_source(backend.templates / name)):
        write = compiled.write
        return lambda view: "".join(write(view))
    # Start-up: loading Jinja takes longer than the rest of a small package.
    from stubwright.render.jinja_templates import print_template

    return partial(print_template, backend.templates, name)


def _copied(copy: Copy, folder: Path) -> str:
    text = _source(folder / copy.source)
    return copy.head + (text.replace(copy.placeholder, copy.word) if copy.word else text)


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")
