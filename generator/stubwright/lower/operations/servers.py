"""Servers (OpenAPI 3.1.1, section 4.8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from stubwright.types import ir_operations
from stubwright.types.spec import Server, ServerVariable

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})
_MOST_WORDS = 5


def filled(server: Server, *, free: bool = True) -> str:
    """Return a server's URL with its variables' defaults, without a slash at its end.

    Variables without an enumeration in the host keep their braces, unless ``free`` allows their defaults.
    """
    url = server.url
    for one in server.variables:
        known = one.default if free else default_of(server, one)
        in_host = "{" + one.name + "}" in _host(server.url)
        if known is None or (not known and in_host):
            continue  # such a server does not exist, so the caller must pass one
        url = url.replace("{" + one.name + "}", known)
    return url.strip().rstrip("/")


def default_of(server: Server, one: ServerVariable) -> str | None:
    """Return a variable's default; None if it can lead to any host, because the default is only an example."""
    braced = "{" + one.name + "}"
    is_host = braced in _host(server.url).partition(":")[0]
    if is_host and not one.enum and one.default not in _LOCAL:
        return None
    return one.default or None


def servers_of(servers: Iterable[Server]) -> tuple[ir_operations.Server, ...]:
    """Return the servers with a host in the document's order, without duplicates and unencrypted variants of others."""
    found = [_server(one) for one in servers if is_absolute(filled(one)) or _is_open(one)]
    known = {one.url: one for one in reversed(found)}
    return tuple(
        one
        for one in found
        if one is known[one.url]
        and (_encrypted(one.url) not in known or one.url == _encrypted(one.url))
    )


def _encrypted(url: str) -> str:
    return f"https://{url.removeprefix('http://')}" if url.startswith("http://") else url


def _server(server: Server) -> ir_operations.Server:
    found = set(_VARIABLE.findall(server.url))
    return ir_operations.Server(
        url=server.url.strip().rstrip("/"),
        hint=_hint(server),
        description=server.description,
        variables=tuple(
            ir_operations.ServerVariable(
                name=one.name,
                default=default_of(server, one),
                enum=one.enum,
                description=one.description,
            )
            for one in server.variables
            if one.name in found
        ),
    )


def _hint(server: Server) -> str:
    """Return the name, otherwise a short description, otherwise the words of the host."""
    first = server.description.strip().partition("\n")[0].rstrip(".")
    if server.name or (first and len(first.split()) <= _MOST_WORDS):
        return server.name or first
    host = _VARIABLE.sub(" ", _host(server.url))
    return host if re.search("[A-Za-z]", host) else "server"


def _host(url: str) -> str:
    """Return the host of a URL; the whole URL if it is a variable."""
    if "://" in url:
        return url.partition("://")[2].partition("/")[0]
    return url.partition("/")[0] if url.startswith("{") else ""


def _is_open(server: Server) -> bool:
    return "{" in filled(server, free=False).partition("?")[0]


def example_host(servers: Iterable[Server]) -> str:
    """Return the first server's host if it is only an example, otherwise an empty string."""
    first = next(iter(servers), None)
    if first is None:
        return ""
    free = any(one.default and default_of(first, one) is None for one in first.variables)
    return _host(filled(first)) if free else ""


def server_url(servers: Iterable[Server], beside: str | None = None) -> str:
    """Return the first server's URL; empty if there is none, or only a relative one.

    A relative URL is resolved against the server ``beside``; it remains relative if that server is unknown.
    """
    for server in servers:
        url = filled(server)
        if beside is not None and url.startswith("/"):
            return urljoin(beside, url)
        return url if is_absolute(url) else ""
    return ""


def is_absolute(url: str) -> bool:
    """Return whether a URL names a host."""
    return url.lower().startswith(("http://", "https://")) and "{" not in url.split("/")[2]
