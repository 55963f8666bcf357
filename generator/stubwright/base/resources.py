"""Locations of the templates, the runtime and the pages about codes: beside the package in a wheel, otherwise above it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_REPOSITORY = _PACKAGE.parent.parent


def _folder(shipped: str, source: str) -> Path:
    """Return a folder whose name in the wheel differs from that in the repository."""
    packaged = _PACKAGE / shipped
    return packaged if packaged.is_dir() else _REPOSITORY / source


def template_folder() -> Path:
    """Return the folder of the Jinja templates."""
    return _folder("templates", "templates")


def runtime_folder() -> Path:
    """Return the folder of the modules that are copied into packages."""
    return _PACKAGE / "runtime"


def code_page(code: str) -> str | None:
    """Return the Markdown page about a diagnostic's code, None if the code is unknown."""
    if code not in codes():
        return None
    return (_folder("codes", "docs/codes") / f"{code}.md").read_text(encoding="utf-8")


def codes() -> tuple[str, ...]:
    """Return all codes that have a page, sorted."""
    return tuple(sorted(path.stem for path in _folder("codes", "docs/codes").glob("*.md")))
