"""Documents in what pages carry for their scripts: script elements, attributes and front matter."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import base64
import binascii
import html
import json
import re
import zlib
from collections.abc import Iterator
from typing import cast

from stubwright.base.json_value import Json
from stubwright.transcribe.reading.operation import METHODS

_SCRIPT = re.compile(r"<script\b[^>]*>(?P<body>.*?)</script\s*>", re.S | re.I)
_KEY = r"(?:openapi|swagger)"
_OBJECT = re.compile(rf"\{{\s*\"{_KEY}\"\s*:\s*\"")
# An object in a string of JavaScript, up to the end of that string.
_QUOTED = re.compile(rf"\{{(?:\\n|\s)*\\\"{_KEY}\\\"\s*:(?:[^\"\\]|\\.)*", re.S)
_TEMPLATE = re.compile(rf"`(?P<body>\s*{_KEY}:[^`]*)`")
_PLAIN = re.compile(rf"\s*{_KEY}:")
_ATTRIBUTE = re.compile(rf"=\"(?P<body>\s*\{{\s*&quot;{_KEY}&quot;[^\"]*)\"")
_FRONT = re.compile(r"\A---\n(?P<lines>.*?)\n---\s*\n", re.S)
_API = re.compile(r"^api: (?P<value>.+)$", re.M)
_LARGEST = 20_000_000
# What Docusaurus adds to an operation for its own use.
_ADDED = ("method", "path", "servers", "securitySchemes", "jsonRequestBodyExample", "info")
_UNUSED = (*_ADDED, "postman", "extensions")


def texts_in_scripts(text: str) -> Iterator[tuple[str, int]]:
    """Yield texts of HTML that may be documents, each with where it begins."""
    for script in _SCRIPT.finditer(text):
        body, begin = script["body"], script.start("body")
        if _PLAIN.match(body):
            yield body, begin
        for match in _OBJECT.finditer(body):
            yield body[match.start() :], begin + match.start()
        for match in _QUOTED.finditer(body):
            try:
                yield cast("str", json.loads(f'"{match[0]}"', strict=False)), begin + match.start()
            except ValueError:
                continue
        for match in _TEMPLATE.finditer(body):
            yield match["body"], begin + match.start("body")
    for match in _ATTRIBUTE.finditer(text):
        yield html.unescape(match["body"]), match.start("body")


def docusaurus_api(text: str) -> tuple[dict[str, Json], int] | None:
    """Read the operation in the front matter of a page that Docusaurus OpenAPI generated.

    ``api`` is JSON, or JSON that is compressed (RFC 1950) and in base64. Return a document with
    that operation, and the line of the page.
    """
    front = _FRONT.match(text)
    found = _API.search(front["lines"]) if front else None
    said = _operation(found["value"].strip()) if found else None
    if front is None or found is None or said is None:
        return None
    method, path = said.get("method"), said.get("path")
    if method not in METHODS or not isinstance(path, str) or not path.startswith("/"):
        return None
    operation = {key: value for key, value in said.items() if key not in _UNUSED}
    document: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": said.get("info") or {"title": "API", "version": "1"},
        "paths": {path: {str(method): operation}},
    }
    if said.get("servers"):
        document["servers"] = said["servers"]
    if said.get("securitySchemes"):
        document["components"] = {"securitySchemes": said["securitySchemes"]}
    return document, text.count("\n", 0, front.start("lines") + found.start()) + 1


def _operation(value: str) -> dict[str, Json] | None:
    try:
        if not value.startswith("{"):
            packed = base64.b64decode(value.strip("\"'"), validate=True)
            unpacking = zlib.decompressobj()
            value = unpacking.decompress(packed, _LARGEST).decode()
            if unpacking.unconsumed_tail:
                return None
        found = json.loads(value)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None
    return cast("dict[str, Json]", found) if isinstance(found, dict) else None
