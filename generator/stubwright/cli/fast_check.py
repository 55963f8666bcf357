"""Answer a `check` or `generate` that has nothing to do from the lock alone, in the time of an empty program.

This module only detects that nothing changed; in any doubt, the complete program answers. It imports only modules
that ``site`` has already loaded.
"""

from __future__ import annotations

import os
import sys

# `collections.abc` itself would have to be imported.
from _collections_abc import Callable

from stubwright.output.lock_path import NAME, lock_of
from stubwright.output.lock_text import (
    FORMAT,
    LARGE,
    Facts,
    FactsOfTarget,
    configured_text,
    digest,
    digest_much,
    digest_pieces,
    modules,
    only,
    parse,
    without_pins,
)
from stubwright.version import __version__

# The arguments with a value that this module supports.
_VALUED = {
    "--output": "output",
    "-o": "output",
    "--package": "package",
    "-p": "package",
    "--config": "config",
    "--target": "target",
    "--jobs": "jobs",
    "-j": "jobs",
}
# For more files than this, loading OpenSSL takes less time than it saves.
_MANY = 200
_QUIET = ("--quiet", "-q")

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
# Larger than most files, and small enough to be released without a system call.
_CHUNK = 1 << 15
_LARGE_CHUNK = 1 << 17


def check(words: list[str]) -> int | None:
    """Return 0 if nothing changed, None if the complete program must determine that.

    ``words`` are the arguments after ``check``.
    """
    chosen = _arguments(words)
    found = None if chosen is None else _clean(chosen)
    if chosen is None or found is None:
        return None
    if "quiet" not in chosen:
        sys.stderr.write(clean_words(sum(len(kinds["file"]) for kinds in found[1])))
    return 0


def generate(words: list[str]) -> int | None:
    """Return 0 if nothing has to be written, None if the complete program must determine that.

    ``words`` are the arguments after ``generate``. The lock does not have the current content of a URL.
    """
    chosen = _arguments(words)
    found = None if chosen is None else _clean(chosen)
    if chosen is None or found is None:
        return None
    base, targets = found
    if any("://" in name for kinds in targets for name in kinds["document"]):
        return None
    for kinds in () if "quiet" in chosen else targets:
        package = os.path.join(base, only(kinds, "output"), only(kinds, "package"))
        count = len(kinds["file"])
        shown = os.path.relpath(package).replace(os.sep, "/")
        sys.stderr.write(f"{shown}: {count} file{'' if count == 1 else 's'}, unchanged\n")
    return 0


def clean_words(count: int) -> str:
    """Print that nothing changed."""
    return f"clean: {count} file{'' if count == 1 else 's'} as generated\n"


def _arguments(words: list[str]) -> dict[str, str] | None:
    chosen: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, mark, value = word.partition("=")
        if word[:2] == "-j" and word[2:].isdecimal():
            name, mark, value = "-j", "=", word[2:]
        if word in _QUIET:
            chosen["quiet"] = "yes"
        elif name in _VALUED and (mark or word == name):
            value = value if mark else next(rest, "")
            if not value or _VALUED[name] in chosen:
                return None
            chosen[_VALUED[name]] = value
            if not _is_number(chosen.get("jobs", "auto")):
                return None
        elif word[:1] == "-" or not word or "document" in chosen:
            return None
        else:
            chosen["document"] = word
    return chosen


def _is_number(jobs: str) -> bool:
    """Return whether a number of processes is valid; the complete program reports one that is not."""
    return jobs == "auto" or (jobs.isdecimal() and jobs.strip("0") != "")


def _clean(chosen: dict[str, str]) -> tuple[str, list[FactsOfTarget]] | None:
    """Return the selected targets and the folder of their lock if nothing changed, None in any doubt."""
    try:
        found = _selected(chosen)
        return found if found and _unchanged(*found) else None
    except (OSError, ValueError, KeyError, OverflowError):
        return None


def _selected(chosen: dict[str, str]) -> tuple[str, list[FactsOfTarget]] | None:
    name = _configuration(chosen.get("config", ""))
    document = chosen.get("document", "")
    if document and "://" not in document:
        document = os.path.abspath(document)
    facts: Facts = {}
    if name:
        base = os.path.dirname(name)
        facts = _read(lock_of(name))
        if not _configured_same(facts, name):
            return None
        targets = _configured(facts, base, chosen, document)
        if targets:
            return base, targets
        if not document or "target" in chosen:
            return None
    if not document:
        return None
    base = os.path.abspath(chosen.get("output", "."))
    kinds = _alone(_read(os.path.join(base, NAME)), base, chosen, document)
    return (base, [kinds]) if kinds else None


def _configuration(name: str) -> str:
    """Return the path of the configuration file, as ``config.find`` does; ``""`` without one."""
    if name:
        return os.path.abspath(name)
    folder = os.getcwd()
    while True:
        for own in ("stubwright.toml", "pyproject.toml"):
            path = os.path.join(folder, own)
            if os.path.isfile(path) and configured_text(own, _bytes(path)) is not None:
                return path
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def _read(path: str) -> Facts:
    facts = parse(without_pins(_bytes(path)).decode(), without="pin")
    if only(facts[""], "lock") != FORMAT:
        raise ValueError("another format")
    return facts


def _configured_same(facts: Facts, name: str) -> bool:
    """Return whether the lock was written from exactly this configuration."""
    text = configured_text(name, _bytes(name))
    wanted = facts[""].get("config", {}).get(os.path.basename(name))
    return text is not None and wanted == digest(text)


def _configured(
    facts: Facts, base: str, chosen: dict[str, str], document: str
) -> list[FactsOfTarget]:
    """Return the configured targets that the arguments select; none if they specify another target."""
    selected = [
        kinds
        for key, kinds in facts.items()
        if key
        and not key.startswith("./")
        and chosen.get("target", key) == key
        and (not document or _locate(base, only(kinds, "source")) == document)
        and _fits(base, kinds, chosen)
    ]
    if not document and "target" not in chosen:
        every = [key for key in facts if key and not key.startswith("./")]
        return selected if len(selected) == len(every) else []
    return selected


def _fits(base: str, kinds: FactsOfTarget, chosen: dict[str, str]) -> bool:
    """Return whether output and package, if given, are those in the lock."""
    if chosen.get("package", only(kinds, "package")) != only(kinds, "package"):
        return False
    if "output" not in chosen:
        return True
    return os.path.abspath(chosen["output"]) == _locate(base, only(kinds, "output"))


def _alone(facts: Facts, base: str, chosen: dict[str, str], document: str) -> FactsOfTarget | None:
    """Return the target that was generated by the same command line, None if there is none."""
    for key, kinds in facts.items():
        if not key.startswith("./") or _locate(base, only(kinds, "source")) != document:
            continue
        options = dict(kinds.get("option", {}))
        # A package name that was given must be given again, since the title may result in another.
        stated = "package" in chosen or "package" not in options
        options.pop("package", "")
        if stated and not options and _fits(base, kinds, chosen):
            return kinds
    return None


def _unchanged(base: str, targets: list[FactsOfTarget]) -> bool:
    count = sum(len(kinds["file"]) for kinds in targets)
    digested = digest_much if count > _MANY else digest
    for kinds in targets:
        if only(kinds, "generator") != __version__:
            return False
        if not _documents_same(base, kinds) or not _files_same(base, kinds, digested):
            return False
    return True


def _documents_same(base: str, kinds: FactsOfTarget) -> bool:
    for path, wanted in kinds["document"].items():
        if "://" in path:
            continue
        if path[:1] == "<" or _digest_of(os.path.join(base, path)) != wanted:
            return False
    for path, wanted in kinds.get("refused", {}).items():
        path = os.path.join(base, path)
        if wanted != (digest(_bytes(path)) if os.path.isfile(path) else "absent"):
            return False
    return True


def _files_same(base: str, kinds: FactsOfTarget, digested: Callable[[bytes], str]) -> bool:
    files = kinds["file"]
    folder = os.path.join(base, only(kinds, "output"))
    package = only(kinds, "package")
    plain, links = modules(os.path.join(folder, package))
    # Modules behind a link to a folder are not listed.
    wanted = {path for path in files if path.startswith(f"{package}/") and path.endswith(".py")}
    if links or {f"{package}/{path}" for path in plain} != wanted:
        return False
    front = os.path.join(folder, "")
    return all(digested(_bytes(front + path)) == wanted for path, wanted in files.items())


def _locate(base: str, path: str) -> str:
    return path if "://" in path else os.path.abspath(os.path.join(base, path))


def _digest_of(path: str) -> str:
    """Return the digest of a file, reading a large one in chunks."""
    if os.stat(path).st_size < LARGE:
        return digest(_bytes(path))
    file = os.open(path, _READ)
    try:
        return digest_pieces(iter(lambda: os.read(file, _LARGE_CHUNK), b"")) or digest(_bytes(path))
    finally:
        os.close(file)


def _bytes(path: str) -> bytes:
    # Half of the system calls of a file object.
    file = os.open(path, _READ)
    try:
        piece = os.read(file, _CHUNK)
        if len(piece) < _CHUNK:
            return piece
        pieces = [piece]
        while piece := os.read(file, _LARGE_CHUNK):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(file)
