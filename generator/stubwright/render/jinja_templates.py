"""Rendering of templates with Jinja."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stubwright.types.package import View


def print_template(folder: Path, name: str, view: View) -> str:
    """Render a template of a folder."""
    values = {one.name: getattr(view, one.name) for one in fields(view)}
    return jinja_environment(folder).get_template(name).render(values)


@lru_cache(maxsize=8)
def jinja_environment(folder: Path) -> Environment:
    """Return the Jinja environment for the templates of a folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
