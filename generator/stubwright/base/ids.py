"""Strings that represent several parts; different parts never produce the same string.

An id is the text of a place, or that of another id with the role of what is derived from it. A key is several
texts in one line; pins and claims go by keys.
"""

from __future__ import annotations

from typing import Final

# RFC 6901 writes `~` before `0` or `1` only, so no pointer holds this.
_MARK: Final = "~!"

VALUE: Final = "value"
"""What is left of a type without null."""

OWN: Final = "own"
"""A schema without what it is composed of."""

JOINED: Final = "all"
"""What several parts of a composition say of one child."""

EXTRA: Final = "extra"
"""Additional properties under any of several patterns."""

UNION: Final = "union"
"""A base with a discriminator, or any of its children."""

AMONG: Final = "among"
"""The members of a tagged union that one value may be of."""

HEADERS: Final = "headers"
"""The documented headers of a response, as an object, and each of them."""

INPUT: Final = "input"
"""A type as requests have it."""

FORM: Final = "multipart"
"""An object as a multipart form has it."""

FILE: Final = "file"
"""A type whose binary values are files."""

PATCH: Final = "patch"
"""A type as a merge patch has it."""

NULL: Final = "null"
"""A type, or null."""


def derived(id_: str, *role: str) -> str:
    """Return the id of an item derived from another; the parts of the role are ids or escaped."""
    return f"{id_}{_MARK}{'/'.join(role)}"


def has_role(id_: str, role: str) -> bool:
    """Return whether an id has a role."""
    return id_.endswith(f"{_MARK}{role}")


def key(*parts: str) -> str:
    """Join parts to one string; spaces occur only between them."""
    return " ".join(map(escaped, parts))


def escaped(part: str) -> str:
    """Escape one part of a key as a URI does, as little as possible."""
    if " " in part or "%" in part:
        return part.replace("%", "%25").replace(" ", "%20")
    return part


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a key."""
    return tuple(part.replace("%20", " ").replace("%25", "%") for part in text.split(" "))


def former_key(text: str) -> str:
    """Return a key as in locks of format 1: unescaped, so that two keys could be the same string."""
    parts = parts_of(text)
    if parts[0] == STREAM:
        parts = (*parts[1:3], STREAM, *parts[3:])
    return " ".join(part.replace(_MARK, "!") for part in parts)


STREAM: Final = "stream"
"""The front of the id of an operation that asks for the stream of one that also answers whole."""
