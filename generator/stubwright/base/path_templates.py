"""Path templates with the patterns that gateways and frameworks allow in braces."""

from __future__ import annotations

import re
from collections.abc import Set

_BRACES = re.compile(r"\{(\+|\*{1,2}|)([^{}=:*+]+)([*+]|=[^{}]*|:[^{}]*)?\}")


def plain_path(path: str, declared: Set[str]) -> tuple[str, frozenset[str]]:
    """Return a path with plain parameters, and the parameters whose values may contain slashes.

    ``{name=projects/*}`` (google.api.http), ``{+path}`` (RFC 6570), ``{proxy+}`` (API Gateway), ``{*rest}`` (ASP.NET), ``{rest*}`` and ``{path:.*}`` refer to the
    parameter whose name they contain, unless the whole text is the name of a ``declared`` one.
    """
    wide: set[str] = set()

    def plain(match: re.Match[str]) -> str:
        front, name, pattern = match[1], match[2], match[3] or ""
        if match[0][1:-1] in declared or not (front or pattern):
            return match[0]
        if front or pattern in ("*", "+", ":path") or re.search(r"/|\*\*|\.[*+]", pattern):
            wide.add(name)
        return f"{{{name}}}"

    return _BRACES.sub(plain, path), frozenset(wide)
