"""Diagnostics for texts that libyaml rejects."""

from __future__ import annotations

import yaml

from stubwright.base.diagnostics import FatalError
from stubwright.load.load_errors import too_deep, unreadable

_HINT = "check the indentation here and above, and quote strings that contain ': ' or ' #'"


def not_yaml(uri: str, text: str, error: yaml.MarkedYAMLError) -> FatalError:
    """Report the position of a syntax error; libyaml's description is used if there is no better one."""
    mark = error.problem_mark or error.context_mark
    at = (mark.line + 1, mark.column + 1) if mark else None
    problem = error.problem or "it cannot be read"
    if "maximum nesting depth" in problem:
        return too_deep(uri, at)
    words, hint = _begun(error) + problem, _HINT
    if mark and text[mark.index : mark.index + 1] == "\t":
        words, hint = "a tab is not allowed here", "indent with spaces, not tabs"
    elif mark and not text[mark.index :].strip():
        words = f"the text ends too early, {words}"
        hint = "look for a bracket, a brace or a quote that is not closed"
        end = text.rstrip()
        at = (end.count("\n") + 1, len(end) - end.rfind("\n"))
    return unreadable("document-syntax", f"this is not YAML: {words}", uri=uri, hint=hint, at=at)


def _begun(error: yaml.MarkedYAMLError) -> str:
    """Return the construct that was being parsed, and its first line if it began on an earlier line."""
    if not error.context:
        return ""
    begin, end = error.context_mark, error.problem_mark
    where = (
        f" that begins on line {begin.line + 1}" if begin and end and begin.line < end.line else ""
    )
    return f"{error.context}{where}, "


def unprintable(uri: str, text: str, error: yaml.reader.ReaderError) -> FatalError:
    """Report a character that YAML does not allow (YAML 1.2.2, section 5.1)."""
    before = text.encode("utf-8")[: error.position].decode("utf-8", "ignore")
    if not yaml.__with_libyaml__:
        before = text[: error.position]
    code = error.character if isinstance(error.character, int) else ord(error.character)
    return unreadable(
        "document-syntax",
        f"this is not YAML: the character U+{code:04X} is not allowed",
        uri=uri,
        hint="remove the character, or write it as an escape in double quotes",
        at=(before.count("\n") + 1, len(before) - before.rfind("\n")),
    )
