"""Servers and authentication on a page of Scalar."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Operation
from stubwright.transcribe.reading.operation import api_key, basic, bearer, fact
from stubwright.transcribe.systems.scalar.fields import RULE
from stubwright.types.page import Line


def with_server(operation: Operation, lines: Sequence[Line]) -> Operation:
    """Add the selected server, or that of the cURL call."""
    for at, line in enumerate(lines):
        match = re.match(r"^server:\s*(\S*)$", line.text, re.I)
        if not match:
            continue
        url, where = match[1], line
        if not url and at + 1 < len(lines):
            url, where = lines[at + 1].text, lines[at + 1]
        if re.match(r"^https?://[^\s{}]+$", url):
            operation.servers.append(fact(url.rstrip("/"), where, RULE))
            return operation
    path = re.sub(r"\\\{[^{}]+\\\}", r"[^/?]+", re.escape(str(operation.path.value)))
    for line in lines:
        called = re.match(rf"^\s*curl\s+'?(https?://[^\s'?]*?){path}/?(?:[?'\s].*)?$", line.text)
        if called and line.code:
            found = fact(called[1].rstrip("/"), line, "cURL less path")
            operation.servers.append(replace(found, status="inferred"))
            break
    return operation


def add_auth(operation: Operation, lines: Sequence[Line]) -> None:
    """Add the selected scheme if the operation needs one."""
    needed = any(re.match(r"^auth required$", line.text, re.I) for line in lines)
    if not needed:
        return
    for at, line in enumerate(lines):
        # The panel lists the schemes of the whole document; the call shows which of them it sends.
        if re.match(r"^bearer token\s*:?$", line.text, re.I) and _sends(lines, "Bearer"):
            operation.schemes.append(bearer(line, RULE))
            return
        if re.match(r"^username\s*:?$", line.text, re.I) and _sends(lines, "Basic"):
            operation.schemes.append(basic(line, RULE))
            return
        if not re.match(r"^name\s*:?$", line.text, re.I):
            continue
        for after in lines[at + 1 : at + 3]:
            if re.match(r"^[\w-]{3,60}$", after.text):
                _key(operation, after, lines)
                return


def _key(operation: Operation, line: Line, lines: Sequence[Line]) -> None:
    """Only the cURL sample shows where the key is sent."""
    name = line.text
    where = ""
    for one in lines:
        if one.code and re.search(rf"(--header|-H)\s+'{re.escape(name)}:", one.text, re.I):
            where = "header"
        elif one.code and re.search(rf"[?&]{re.escape(name)}=", one.text):
            where = "query"
    if where:
        operation.schemes.append(api_key(name, where, line, RULE))


def _sends(lines: Sequence[Line], scheme: str) -> bool:
    return any(line.code and f"Authorization: {scheme} " in line.text for line in lines)
