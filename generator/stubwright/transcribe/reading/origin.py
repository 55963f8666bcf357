"""Servers whose host is that of the documentation itself.

Redoc, Scalar and RapiDoc resolve a server URL without a host against the address of the page;
the result looks like any other server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Fact, Operation
from stubwright.types.page import Page

OWN_HOST = "the page's own host"
"""The rule of a server of which only the path is kept."""
_HOST = r"https?://[^/\s\"'<>()\[\]]+"
_ADDRESSES = (
    # Redoc links to the document in the page; saved pages and crawls include their address.
    re.compile(rf"Download OpenAPI specification:\s*\[Download\]\(({_HOST})/"),
    re.compile(rf"<a\b[^>]*\bdownload\b[^>]*\bhref=\"({_HOST})/"),
    re.compile(rf"<(?:base|link)\b[^>]*\brel=\"canonical\"[^>]*\bhref=\"({_HOST})"),
    re.compile(rf"<base\b[^>]*\bhref=\"({_HOST})"),
    re.compile(rf"<meta\b[^>]*\bproperty=\"og:url\"[^>]*\bcontent=\"({_HOST})"),
    re.compile(rf"<!-- saved from url=\(\d+\)({_HOST})"),
    re.compile(
        rf"\A(?:---\n)?(?:.*\n){{0,6}}?(?:url|source|sourceURL)[=:]\s*[\"']?({_HOST})", re.I
    ),
)
_DOCUMENTATION = re.compile(
    r"https?://(?:(?:api-?)?docs?|api-reference|reference)(?:[.:/]|$)"
    r"|https?://[\w-]+\.(?:github\.io|gitbook\.io|readme\.io|redoc\.ly|stoplight\.io|mintlify\.app)(?:[:/]|$)",
    re.I,
)
_SPLIT = re.compile(rf"({_HOST})(/.*)?$")


def without_own_origin(page: Page, operations: Iterable[Operation]) -> None:
    """Remove the host from servers on the host of the page; the remaining path is inferred."""
    own = {match[1].lower() for one in _ADDRESSES for match in one.finditer(page.text)}
    for operation in operations:
        kept: list[Fact] = []
        for server in operation.servers:
            split = _SPLIT.match(str(server.value))
            host = split[1].lower() if split else ""
            alone = len(operation.servers) == 1
            if not (split and (host in own or (alone and _DOCUMENTATION.match(host)))):
                kept.append(server)
                continue
            operation.questions.append("server")
            path = (split[2] or "").rstrip("/")
            if path:
                kept.append(replace(server, value=path, status="inferred", rule=OWN_HOST))
        operation.servers = kept
