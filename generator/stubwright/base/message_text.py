"""Quoting of paths and long strings in messages."""

from __future__ import annotations

import os
from pathlib import Path


def display_path(path: Path | str) -> str:
    """Return a path for messages: relative to the current folder if it is below it.

    URLs, and ``-`` for standard input, are returned unchanged.
    """
    if path == "-" or "://" in str(path):
        return str(path)
    try:
        relative = os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else relative


def shorten(text: str) -> str:
    """Truncate a quotation from a document to a readable length."""
    return text if len(text) <= 80 else f"{text[:60]}...{text[-15:]}"
