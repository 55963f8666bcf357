"""The servers that Swagger UI shows above the operations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from stubwright.types.page import Line

_SCHEMES = re.compile(r"^schemes\s*(https?)(?=$|\s|http)", re.I)


def servers_of(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Read the URLs, each with its line: the base URL of OpenAPI 2, or the list."""
    for at, line in enumerate(lines):
        based = re.match(r"^\[ Base URL: (\S+) \]$", line.text)
        if based:
            url = based[1].rstrip("/")
            whole = url.startswith(("http", "/"))
            return [(url if whole else f"{_scheme(lines[at:])}://{url}", line)]
        computed = re.match(r"^computed url:\s*(\S+)$", line.text, re.I)
        if computed:
            return [(computed[1].rstrip("/"), line)]
        if line.text.lower() == "servers":
            urls = [
                (match[1].rstrip("/"), after)
                for after in lines[at + 1 : at + 12]
                if (match := re.match(r"^(https?://[^\s{}]+|/\S+)(?:\s+-\s+.*)?$", after.text))
            ]
            if any(one[0] for one in urls):
                return [one for one in urls if one[0]]
    return []


def _scheme(lines: Sequence[Line]) -> str:
    """Return the first scheme below the base URL of OpenAPI 2; Markdown runs them together."""
    for line, below in itertools.pairwise(lines[:8]):
        match = _SCHEMES.match(line.text) or _SCHEMES.match(f"{line.text} {below.text}")
        if match:
            return match[1].lower()
    return "https"
