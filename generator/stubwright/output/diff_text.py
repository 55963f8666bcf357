"""Unified diffs of files that may be missing, have no final line break, or be binary."""

from __future__ import annotations

_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_PLAIN = "\x1b[0m"


def unified(name: str, before: bytes | None, after: bytes | None) -> str:
    """Return the diff between two states of a file (None for no file); ``""`` if they are equal."""
    if before == after:
        return ""
    # Start-up: most commands show no difference.
    import difflib

    lines = difflib.unified_diff(
        _lines(before),
        _lines(after),
        fromfile="/dev/null" if before is None else f"a/{name}",
        tofile="/dev/null" if after is None else f"b/{name}",
    )
    text = "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    # Empty files, and bytes that decode to the same text, have no lines to show.
    return text or f"--- a/{name}\n+++ b/{name}\n"


def colored(text: str) -> str:
    """Return a diff with terminal colours."""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        color = "" if line.startswith(("+++", "---")) else _COLORS.get(line[0], "")
        lines.append(f"{color}{line[:-1]}{_PLAIN}\n" if color else line)
    return "".join(lines)


def _lines(data: bytes | None) -> list[str]:
    """Split only at line feeds; other line breaks are part of a line."""
    text = (data or b"").decode("utf-8", "backslashreplace")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [
        line for line in text.split("\n")[-1:] if line
    ]
