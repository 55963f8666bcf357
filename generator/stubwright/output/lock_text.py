"""The text of the lock: sorted facts, one per line, read with ``str.partition``.

``KIND TARGET KEY VALUE``; KEY may be absent or contain spaces, VALUE contains none::

    config pyproject.toml 9f86…
    document postflow spec/postflow.yaml 60a3…
    file postflow postflow/models.py 2c26…
    generator postflow 0.1.0

This module and ``cli.fast_check`` answer a clean ``check``, so they import no modules that take time to load.
"""

from __future__ import annotations

import os
import sys

# `collections.abc` itself would have to be imported.
from _collections_abc import Iterable

TYPE_CHECKING = False  # `typing` would have to be imported
if TYPE_CHECKING:
    from hashlib import _Hash as Digest

FORMAT = "2"
_HEAD = """\
# Written by `stubwright generate`. Commit this file and do not edit it.
# To resolve a merge conflict in it, run `stubwright generate` again.
"""
_GLOBAL = ("config", "lock")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
# For a short text, loading OpenSSL takes more time than it saves.
LARGE = 1 << 20

# Facts by kind and key, and these by target; those of the target "" apply to all targets.
FactsOfTarget = dict[str, dict[str, str]]
Facts = dict[str, FactsOfTarget]


try:
    # Importing a missing module searches every folder, so import only the one that this version has.
    _small = __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
except ImportError:
    _small = None


def digest(data: bytes) -> str:
    """Return the SHA-256 of a text, in hex, with all line endings as LF.

    Git may write CRLF into a working copy, which is not an edit.
    """
    if _small is not None and len(data) < LARGE:
        return str(_small(_lines(data)).hexdigest())
    return digest_much(data)


def digest_much(data: bytes) -> str:
    """Return the same as ``digest``, but faster for long texts."""
    return str(_sha256(_lines(data)).hexdigest())


def digest_pieces(pieces: Iterable[bytes]) -> str:
    """Return the same for a text in chunks; empty if it may have line endings other than LF."""
    found = _sha256(b"")
    for piece in pieces:
        if b"\r" in piece:
            return ""
        found.update(piece)
    return str(found.hexdigest())


def _sha256(data: bytes) -> Digest:
    # Start-up: see the module. ``hashlib`` itself loads all other algorithms too.
    try:
        found: Digest = __import__("_hashlib").openssl_sha256(data)
    except (ImportError, AttributeError):
        found = __import__("hashlib").sha256(data)
    return found


def same_text(one: bytes, other: bytes) -> bool:
    """Return whether two texts are equal except for line endings."""
    return one == other or _lines(one) == _lines(other)


def _lines(data: bytes) -> bytes:
    """Return a text with LF for CRLF; it looks for CR first, which takes a tenth of the time of looking for CRLF."""
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def escape(text: str, *, spaces: bool = False) -> str:
    r"""Escape a text to one line, with ``\HEX;`` for special characters.

    With ``spaces``, spaces are escaped too. The empty text is ``\;``.
    """
    if not text:
        return "\\;"
    if text.isprintable() and "\\" not in text and not (spaces and " " in text):
        return text
    return "".join(
        char
        if char.isprintable() and char != "\\" and not (spaces and char == " ")
        else f"\\{ord(char):X};"
        for char in text
    )


def unescape(text: str) -> str:
    """Undo ``escape``. Raise ValueError if the text is not valid."""
    if "\\" not in text:
        return text
    if text == "\\;":
        return ""
    first, *others = text.split("\\")
    parts = [first]
    for other in others:
        code, mark, rest = other.partition(";")
        if not mark:
            raise ValueError(f"no escape: {other!r}")
        parts += (chr(int(code, 16)), rest)
    return "".join(parts)


def parse(text: str, *, without: str = "") -> Facts:
    """Read a lock, or all of it ``without`` one kind. Raise ValueError for a line that is not a fact."""
    facts: Facts = {"": {}}
    skipped = f"{without} " if without else "#"
    for line in text.splitlines():
        if not line or line[0] == "#" or line.startswith(skipped):
            continue
        kind, mark, rest = line.partition(" ")
        if not mark or kind in _CONFLICT:
            raise ValueError(f"no fact: {line!r}")
        target = ""
        if kind not in _GLOBAL:
            target, mark, rest = rest.partition(" ")
            if not mark:
                raise ValueError(f"no fact: {line!r}")
        key, _, value = rest.rpartition(" ")
        if "\\" in line:
            target, key, value = unescape(target), unescape(key), unescape(value)
        facts.setdefault(target, {}).setdefault(kind, {})[key] = value
    return facts


def without_pins(data: bytes) -> bytes:
    """Return a lock without its pins, which are most of its lines, if they are contiguous."""
    start, end = data.find(b"\npin "), data.rfind(b"\npin ")
    end = data.find(b"\n", end + 1)
    block = data[start:end] if 0 <= start < end else b""
    return data[:start] + data[end:] if block.count(b"\n") == block.count(b"\npin ") else data


def has_conflicts(data: bytes) -> bool:
    """Return whether a text contains git's conflict markers."""
    lines = data.splitlines()
    return b"=======" in lines and any(line.startswith(b"<<<<<<< ") for line in lines)


def parse_damaged(text: str) -> Facts:
    """Read the valid lines of a lock that was merged or edited; the last fact takes precedence."""
    facts: Facts = {"": {}}
    for line in text.splitlines():
        try:
            read = parse(line)
        except (ValueError, OverflowError):
            continue
        for target, kinds in read.items():
            for kind, values in kinds.items():
                facts.setdefault(target, {}).setdefault(kind, {}).update(values)
    return facts


def render(facts: Facts) -> str:
    """Write a lock."""
    lines: list[str] = []
    for target, kinds in facts.items():
        for kind, values in kinds.items():
            front = kind if kind in _GLOBAL else f"{kind} {escape(target, spaces=True)}"
            for key, value in values.items():
                middle = f" {escape(key)}" if key else ""
                lines.append(f"{front}{middle} {escape(value, spaces=True)}\n")
    return _HEAD + "".join(sorted(lines))


def only(facts: FactsOfTarget, kind: str) -> str:
    """Return the value of a fact that has no key, ``""`` if there is none."""
    return facts.get(kind, {}).get("", "")


def modules(folder: str) -> tuple[list[str], list[str]]:
    """List the Python modules in a package folder: plain files, and links.

    Paths are relative and posix. Folders that are links, start with a dot or contain bytecode are skipped; a missing
    folder is empty. Raise OSError if a folder cannot be read.
    """
    plain: list[str] = []
    links: list[str] = []
    todo = [] if os.path.islink(folder) else [""]
    while todo:
        inside = todo.pop()
        try:
            entries = os.scandir(os.path.join(folder, inside) if inside else folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    if name[0] != "." and name != "__pycache__":
                        todo.append(f"{inside}{name}/")
                elif name.endswith((".py", ".pyi")) and name[0] != ".":
                    (links if entry.is_symlink() else plain).append(inside + name)
    return plain, links


def configured_text(name: str, data: bytes) -> bytes | None:
    """Return the part of a configuration file that Stubwright reads, None if there is none.

    In a pyproject.toml, these are the tables ``[tool.stubwright…]``, so that unrelated edits have no
    effect. The result may contain more than that part, never less.
    """
    if os.path.basename(name) != "pyproject.toml":
        return data
    if b"stubwright" not in data:
        return None
    kept: list[bytes] = []
    ours = False
    for line in data.splitlines():
        bare = line.replace(b" ", b"").replace(b"\t", b"").replace(b'"', b"").replace(b"'", b"")
        if bare.startswith(b"["):
            ours = bare.startswith((b"[tool.stubwright", b"[[tool.stubwright"))
        if ours:
            kept.append(line)
        elif b"stubwright" in bare and bare.startswith((b"stubwright", b"tool")):
            # Spelled as `stubwright = {…}` below `[tool]`, or with dotted keys: return everything.
            return data
    text = b"\n".join(kept)
    # In a multi-line string, a line that begins with a bracket is not a table.
    return data if b'"""' in text or b"'''" in text else text or None
