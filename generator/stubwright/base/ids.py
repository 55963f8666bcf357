"""Strings that represent several parts; different parts never produce the same string.

An id is the text of a place, or another id with the role of the item that is derived from it. A key joins several
strings to one; pins and claims are identified by keys.
"""

from __future__ import annotations

from typing import Final

# In RFC 6901, `~` occurs only before `0` or `1`, so no pointer contains this.
_MARK: Final = "~!"

VALUE: Final = "value"
"""A nullable type without null."""

OWN: Final = "own"
"""The own keywords of a schema, without its composition."""

JOINED: Final = "all"
"""The combination of one child of several parts of a composition."""

EXTRA: Final = "extra"
"""Additional properties that match any of several patterns."""

UNION: Final = "union"
"""The union of a base with a discriminator and its children."""

AMONG: Final = "among"
"""The union of the members of a tagged union that allow the same value."""

HEADERS: Final = "headers"
"""The documented headers of a response, as an object, and each of them."""

INPUT: Final = "input"
"""A type in requests."""

FORM: Final = "multipart"
"""An object in a multipart form."""

FILE: Final = "file"
"""A type whose binary values are files."""

PATCH: Final = "patch"
"""A type in a merge patch."""

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
"""The beginning of the id of the twin that requests the stream of an operation which can also respond with a document."""
