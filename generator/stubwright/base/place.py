"""A location in a set of documents."""

from __future__ import annotations

from stubwright.base.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A document and a JSON Pointer into it (RFC 6901).

    ``document`` is the absolute URI the document was read from; ``pointer`` is
    ``""`` for its root, otherwise ``/a/b`` with ``~`` and ``/`` escaped.
    """

    document: str
    pointer: str = ""

    def child(self, *keys: str | int) -> Place:
        """Return the place of a member, given unescaped keys or indexes."""
        pointer = self.pointer
        for key in keys:
            token = str(key)
            pointer += f"/{escape(token) if '~' in token or '/' in token else token}"
        return Place(self.document, pointer)

    def keys(self) -> tuple[str, ...]:
        """Return the pointer's unescaped reference tokens."""
        return tuple(unescape(token) for token in self.pointer.split("/")[1:])

    def __str__(self) -> str:
        return f"{self.document}#{self.pointer}"


def escape(key: str) -> str:
    """Escape one reference token (RFC 6901, section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """Undo ``escape`` (RFC 6901, section 4)."""
    return token.replace("~1", "/").replace("~0", "~")
