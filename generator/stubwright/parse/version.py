"""The version of the specification that a document follows."""

from __future__ import annotations

import re
from enum import IntEnum

from stubwright.types.documents import Json


class Dialect(IntEnum):
    """A feature line of the specification; later ones compare greater."""

    V20 = 20
    V30 = 30
    V31 = 31
    V32 = 32

    @property
    def words(self) -> str:
        """Return the version as text."""
        return f"{self // 10}.{self % 10}"


_LINE = re.compile(r"\s*v?(\d+)\.(\d+)(?:[.\-].*)?\s*\Z", re.DOTALL)
_DIALECTS = {(int(d) // 10, int(d) % 10): d for d in Dialect}


def version_of(tree: Json) -> tuple[str, Json] | None:
    """Return the key that states a version, and its value; ``openapi`` takes precedence over ``swagger``."""
    if isinstance(tree, dict):
        for key in ("openapi", "swagger"):
            if key in tree:
                return key, tree[key]
    return None


def dialect_of(key: str, stated: Json) -> Dialect | None:
    """Return the dialect of a stated version, or None if it is not known.

    A number is read as it is spelled (``3.1`` is 3.1); ``2`` can only mean 2.0.
    """
    if isinstance(stated, bool) or not isinstance(stated, str | int | float):
        return None
    if isinstance(stated, int):
        return Dialect.V20 if stated == 2 else None
    match = _LINE.match(str(stated))
    if match is None:
        return None
    if len(match[1]) > 3 or len(match[2]) > 3:
        return None
    dialect = _DIALECTS.get((int(match[1]), int(match[2])))
    if dialect is None or (dialect is Dialect.V20) != (key == "swagger"):
        return None
    return dialect
