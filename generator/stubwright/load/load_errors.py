"""Faults of a text, as exceptions that carry a diagnostic."""

from __future__ import annotations

from typing import TypeAlias

from stubwright.base.diagnostics import Diagnostic, FatalError, Severity
from stubwright.base.message_text import shorten
from stubwright.base.place import Place
from stubwright.base.text_encoding import MAX_DEPTH

Position: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""


def unreadable(
    code: str,
    message: str,
    *,
    uri: str | None = None,
    pointer: str = "",
    hint: str = "",
    at: Position | None = None,
) -> FatalError:
    """Make the exception for a document that cannot be read."""
    place = None if uri is None else Place(uri, pointer)
    line, column = (None, None) if at is None else at
    return FatalError(
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


def empty(uri: str) -> FatalError:
    """Say that there is nothing to read."""
    return unreadable(
        "document-empty",
        "the document is empty",
        uri=uri,
        hint="an OpenAPI document starts with a line such as 'openapi: 3.1.0'",
    )


def repeated_key(uri: str, key: str, at: Position | None, first: Position | None) -> FatalError:
    """Say that a key stands twice in one object."""
    before = "" if first is None else f" (first in line {first[0]})"
    return unreadable(
        "document-duplicate-key",
        f"the key {shorten(key)!r} stands twice in one object{before}",
        uri=uri,
        hint="keep one of the two, or rename one",
        at=at,
    )


def too_deep(uri: str, at: Position | None = None, *, pointer: str = "") -> FatalError:
    """Say that the nesting is deeper than any stage could follow."""
    return unreadable(
        "document-too-deep",
        f"objects and arrays stand more than {MAX_DEPTH} levels deep in each other",
        uri=uri,
        pointer=pointer,
        hint="move inner schemas to components and refer to them with $ref",
        at=at,
    )


def long_number(uri: str, digits: int, at: Position | None) -> FatalError:
    """Say that a number is too long to be one."""
    return unreadable(
        "document-number",
        f"a number of {digits:,} characters cannot be read",
        uri=uri,
        hint="write it as a string, in quotes",
        at=at,
    )


def too_large(uri: str, what: str) -> FatalError:
    """Say that reading would take more memory than any real document needs."""
    return unreadable(
        "document-too-large",
        f"the document is too large: {what}",
        uri=uri,
        hint="split it into several files that refer to each other",
    )
