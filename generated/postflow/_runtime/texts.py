# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Formatting for errors and logs: paths, JSON types, URLs without secrets."""

from __future__ import annotations

import json
import re
from typing import Any

_userinfo = re.compile(r"//[^/]*@")
charset = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE).search


def step(at: str | int) -> str:
    """Return a member name or an index as a step of a path."""
    if isinstance(at, int):
        return f"[{at}]"
    return f".{at}" if at.isidentifier() else f"[{json.dumps(at)}]"


def json_type(value: Any) -> str:
    """Return the JSON type of a value for messages."""
    name = "float" if isinstance(value, float) else type(value).__name__
    names = {"NoneType": "null", "dict": "object", "list": "array", "float": "number"}
    return names.get(name, name)


def shown(url: str) -> str:
    """Return a URL without the parts that may contain a secret (query, password)."""
    return printable(_userinfo.sub("//", url.partition("?")[0]))


def printable(text: str) -> str:
    """Escape control characters, which terminals would interpret."""
    return "".join(x if x.isprintable() else ascii(x)[1:-1] for x in text)
