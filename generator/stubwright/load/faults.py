"""Faults of a text, as exceptions that carry a diagnostic."""

from __future__ import annotations

from stubwright.diagnostics import Diagnostic, Severity, Stop
from stubwright.place import Place
from stubwright.texts import MAX_DEPTH


def stop(
    code: str,
    message: str,
    *,
    uri: str | None = None,
    hint: str = "",
    line: int | None = None,
    column: int | None = None,
) -> Stop:
    """Make the exception for a document that cannot be read. Lines and columns count from 1."""
    place = None if uri is None else Place(uri)
    return Stop(
        Diagnostic(
            code=code,
            severity=Severity.ERROR,
            message=message,
            place=place,
            hint=hint,
            line=line,
            column=column,
        )
    )


def repeated_key(uri: str, key: str, line: int, column: int, first: int) -> Stop:
    """Say that a key stands twice in one object."""
    return stop(
        "document-duplicate-key",
        f"the key {key!r} stands twice in one object (first in line {first})",
        uri=uri,
        hint="keep one of the two, or rename one",
        line=line,
        column=column,
    )


def too_deep(uri: str, line: int | None = None, column: int | None = None) -> Stop:
    """Say that the nesting is deeper than any stage could follow."""
    return stop(
        "document-too-deep",
        f"objects and arrays stand more than {MAX_DEPTH} levels deep in each other",
        uri=uri,
        hint="move inner schemas to components and refer to them with $ref",
        line=line,
        column=column,
    )


def long_number(uri: str, digits: int, line: int, column: int) -> Stop:
    """Say that a number is too long to be one."""
    return stop(
        "document-number",
        f"a number of {digits:,} characters cannot be read",
        uri=uri,
        hint="write it as a string, in quotes",
        line=line,
        column=column,
    )


def too_large(uri: str, what: str) -> Stop:
    """Say that reading would take more memory than any real document needs."""
    return stop(
        "document-too-large",
        f"the document is too large: {what}",
        uri=uri,
        hint="split it into several files that refer to each other",
    )
