"""Bytes from a file, a URL or standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO, cast

from stubwright.base.diagnostics import FatalError
from stubwright.base.suggest import closest
from stubwright.base.text_encoding import MAX_BYTES
from stubwright.base.uris import STDIN, from_path, is_web, join, to_path
from stubwright.load.fetching import Fetch, FetchError
from stubwright.load.load_errors import too_large, unreadable
from stubwright.load.places import Rules


def uri_of(source: str) -> str:
    """Return the URI for a path, a URL or ``-``."""
    if source == "-":
        return STDIN
    if re.match(r"(?:https?|file)://", source, re.IGNORECASE):
        return join(source, source.partition("#")[0])
    return from_path(Path(source))


def read_source(source: str, uri: str, rules: Rules, fetch: Fetch) -> bytes:
    """Read the root document. Raise FatalError."""
    if uri == STDIN:
        return _limited(_standard_input(), uri)
    if is_web(uri):
        return read_url(uri, rules, fetch)
    path = to_path(uri)
    if path is None or not source:
        raise unreadable(
            "document-missing", f"{source!r} is not a path", hint="pass the path of a document"
        )
    if "://" in source and not source.startswith("file:") and not path.exists():
        known = "URLs begin with http:// or https://"
        raise unreadable("document-url", f"{source} is not a URL that can be fetched", hint=known)
    return _read_path(path, uri, source)


def _standard_input() -> bytes:
    # A process may have no standard input.
    stream = cast("TextIO | None", sys.stdin)
    return b"" if stream is None else stream.buffer.read(MAX_BYTES + 1)


def read_file(uri: str, rules: Rules) -> bytes:
    """Read a file that a reference names. Raise FatalError."""
    path = to_path(uri)
    if path is None:
        raise AssertionError(f"{uri} was not checked before it was read")
    name = rules.name(uri)
    if _waits(path):
        raise unreadable(
            "document-unreadable", f"{name} is not a regular file", hint="refer to a file"
        )
    return _read_path(path, uri, name)


def read_url(uri: str, rules: Rules, fetch: Fetch) -> bytes:
    """Fetch a document. Raise FatalError."""
    if "@" in uri.split("/")[2]:
        raise unreadable(
            "document-url",
            f"{rules.name(uri)}: a URL with a user name or password is not fetched",
            hint="fetch the document yourself and pass its path, or '-' for standard input",
        )
    try:
        return _limited(fetch(uri, rules.private(uri)), uri)
    except FetchError as error:
        raise unreadable(
            "document-url",
            f"{rules.name(uri)} could not be fetched: {error}",
            hint=error.hint or "check the URL, or fetch the document yourself and pass its path",
        ) from None


def _waits(path: Path) -> bool:
    """Return whether this is a pipe or device, which might never end; only the user may name one."""
    try:
        return path.exists() and not (path.is_file() or path.is_dir())
    except (OSError, ValueError):  # Not a valid file name: opening it reports that.
        return False


def _read_path(path: Path, uri: str, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            return _limited(file.read(MAX_BYTES + 1), uri)
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(path, shown) from None
    except IsADirectoryError:
        raise unreadable(
            "document-missing",
            f"{shown} is a folder, not a document",
            hint=_suggested(_documents(path), "pass the path of the document in it"),
        ) from None
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise unreadable(
            "document-unreadable",
            f"{shown} cannot be read: {words.lower()}",
            hint="check the file's permissions and its name",
        ) from None


def _limited(data: bytes, uri: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise too_large(uri, f"more than {MAX_BYTES:,} bytes")
    return data


def _missing(path: Path, shown: str) -> FatalError:
    # A shared suffix says nothing about similarity.
    stems = {name.rpartition(".")[0]: name for name in reversed(_documents(path.parent))}
    near = closest(path.stem, stems)
    return unreadable(
        "document-missing",
        f"{shown} does not exist",
        hint="check the path" if near is None else f"did you mean {stems[near]!r}?",
    )


def _suggested(names: Iterable[str], otherwise: str) -> str:
    first = next(iter(names), None)
    return otherwise if first is None else f"did you mean {first!r}?"


def _documents(folder: Path) -> list[str]:
    """Return the YAML and JSON files of a folder, for suggestions."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if name.endswith((".yaml", ".yml", ".json")))
