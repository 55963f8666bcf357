"""URLs of servers with variables (OpenAPI 3.1.1, section 4.8.6)."""

from __future__ import annotations

import re

from ..errors import InvalidRequestError

_variable = re.compile(r"\{([^{}]*)\}")
_is_host = re.compile(r"[\w.~:-]+|\[[0-9A-Fa-f:.]+\]").fullmatch


def filled(template: str, values: dict[str, str]) -> str:
    """Substitute variables in a URL; reject a value that would change the host."""
    _, mark, rest = template.partition("://")
    host, _, path = rest.partition("/")
    if not mark:  # the whole URL is a variable
        return _fill(template, values)
    for name in _variable.findall(host):
        if not _is_host(values[name]):
            raise InvalidRequestError(
                f"{name} is a part of the host; it cannot be {values[name]!r}"
            )
    for name in _variable.findall(path):
        if {*values[name]} & {*"?#"}:
            raise InvalidRequestError(f"{name} is a part of the path, not of a query")
    return _fill(template, values)


def _fill(template: str, values: dict[str, str]) -> str:
    return _variable.sub(lambda match: values[match[1]], template)
