"""Quoting of paths and long strings in messages."""

from __future__ import annotations

import os
from pathlib import Path


def display_path(path: Path | str) -> str:
    """Return a path as people know it: relative to the current folder where it lies below.

    URLs, and ``-`` for standard input, stay as they are.
    """
    if path == "-" or "://" in str(path):
        return str(path)
    try:
        relative = os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else relative


def shorten(text: str) -> str:
    """Cut what a message quotes from a document to a length that can be read."""
    return text if len(text) <= 80 else f"{text[:60]}...{text[-15:]}"
