"""Servers (OpenAPI 3.1.1, section 4.8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from stubwright.types.spec import Server


def filled(server: Server) -> str:
    """Return a server's URL with its variables' defaults, without a slash at its end."""
    url = server.url
    host = url.partition("://")[2].partition("/")[0]
    for name, default in server.variables:
        if not default and "{" + name + "}" in host:
            continue  # no server is there: the caller has to say which
        url = url.replace("{" + name + "}", default)
    return url.strip().rstrip("/")


def server_url(servers: Iterable[Server], beside: str | None = None) -> str:
    """Return the first server's URL; empty where there is none, or only a relative one.

    A path is one on the host of the server ``beside``, which may be unknown still: then it stays one.
    """
    for server in servers:
        url = filled(server)
        if beside is not None and url.startswith("/"):
            return urljoin(beside, url)
        return url if is_absolute(url) else ""
    return ""


def is_absolute(url: str) -> bool:
    """Tell whether a URL names a host."""
    return url.lower().startswith(("http://", "https://")) and "{" not in url.split("/")[2]
