"""Rules about documents that may be read, and their names in messages."""

from __future__ import annotations

import os
from pathlib import Path

from stubwright.base.records import dataclass
from stubwright.base.uris import STDIN, absolute_path, is_web, origin, readable, scheme, to_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rules about the targets of references. All folders are absolute, with links resolved.

    ``trusted`` is the origin of a document whose URL the user passed; its address may
    therefore be private.
    """

    folders: tuple[Path, ...]
    home: Path
    allow_urls: bool
    allow_private: bool
    trusted: tuple[str, str] | None = None

    def private(self, url: str) -> bool:
        """Return whether a URL's host may have a private address."""
        return self.allow_private or origin(url) == self.trusted

    def refusal(self, uri: str, referrer: str) -> tuple[str, str] | None:
        """Return why one document may not read another, and a hint; None if it may."""
        if is_web(uri):
            if self.allow_urls or (is_web(referrer) and origin(uri) == origin(referrer)):
                return None
            return "references to URLs are not followed", "allow them with --allow-urls"
        if scheme(uri) != "file":
            if scheme(referrer) == scheme(STDIN) == scheme(uri):
                hint = "pass the document's path instead of '-'"
                return "a document from standard input has no folder for relative references", hint
            return f"{scheme(uri)}: is not a supported URL scheme", "refer to a file or a URL"
        if is_web(referrer):
            return "a document from the web must not refer to a file", "refer to a URL"
        path = to_path(uri)
        if path is None:
            return "the file is on another machine", "copy it beside the document"
        try:
            real = Path(os.path.realpath(path))
        except (OSError, ValueError):  # NUL, or a name longer than the file system allows.
            return "this is not a valid file name", "correct the reference"
        if any(real.is_relative_to(folder) for folder in self.folders):
            return None
        return "the file is outside the project's folder", "allow a wider folder with --root FOLDER"

    def name(self, uri: str) -> str:
        """Return the name of a document for the user: never an absolute path."""
        if uri == STDIN:
            return "<stdin>"
        path = to_path(uri) if scheme(uri) == "file" else None
        if path is None:
            return readable(uri)
        try:
            return Path(os.path.relpath(path, self.home)).as_posix()
        except ValueError:  # Windows: on another drive.
            return path.name


def rules(
    root_uri: str,
    *,
    project: Path | None,
    root: Path | None,
    allow_urls: bool,
    allow_private: bool,
) -> Rules:
    """Return the rules about what the references of a root document may read."""
    own = to_path(root_uri) if scheme(root_uri) == "file" else None
    base = absolute_path(project) if project is not None else _working_folder()
    inside = own is None or (base is not None and own.is_relative_to(base))
    home = base if inside and base is not None else own.parent if own else Path()
    folders = [home, *([root] if root else []), *(_behind_links(own, home) if own else [])]
    real = dict.fromkeys(Path(os.path.realpath(folder)) for folder in folders)
    return Rules(
        folders=tuple(real),
        home=home,
        allow_urls=allow_urls,
        allow_private=allow_private,
        trusted=origin(root_uri) if is_web(root_uri) else None,
    )


def _behind_links(document: Path, home: Path) -> list[Path]:
    """Return a document's own folder, and the folders that correspond to it and to ``home`` after resolving links.

    Build engines run a command in a folder with links to its inputs.
    """
    try:
        real = Path(os.path.realpath(document))
    except (OSError, ValueError):  # NUL, or a name longer than the file system allows.
        return [document.parent]
    found = [document.parent, real.parent]
    if document.is_relative_to(home):
        below = document.relative_to(home).parts
        if real.parts[-len(below) :] == below:
            found.append(Path(*real.parts[: -len(below)]))
    return found


def _working_folder() -> Path | None:
    """Return the current folder, unless it is the home folder or above it."""
    folder = Path.cwd()
    return None if folder in (Path(folder.anchor), _home()) else folder


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None
