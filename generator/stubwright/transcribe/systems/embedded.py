"""Pages that contain their document: `.md` pages of Mintlify, ReadMe and GitBook; HTML state."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import cast

from stubwright.base.diagnostics import FatalError
from stubwright.base.json_value import Json
from stubwright.load.read_text import read_text
from stubwright.transcribe.drafts.draft import Draft
from stubwright.transcribe.reading.operation import METHODS
from stubwright.transcribe.systems.mintlify_document import is_piece, openapi
from stubwright.transcribe.systems.states import docusaurus_api, texts_in_scripts
from stubwright.types.page import Page

_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.M | re.S
)
_DOCUMENT = re.compile(r"^\s*[\"']?(openapi|swagger)[\"']?\s*:|^paths:\n +path: /", re.M)
_NAMED = re.compile(r"\b(get|put|post|delete|options|head|patch|trace)\s+(/\S*)\s*$", re.I)
_LINE = re.compile(r"^[ \t]*(\{.*\"(?:openapi|swagger)\"\s*:.*\})[ \t]*$", re.M)
_STATE = re.compile(
    r"<script[^>]*(?:id=[\"'](?:api-reference|redoc-state|__NEXT_DATA__)[\"']|type=[\"']application/(?:json|ld\+json)[\"'])[^>]*>"
    r"(?P<body>.*?)</script>|(?:__redoc_state|window\.__INITIAL_STATE__)\s*=\s*(?P<state>\{.*)",
    re.S | re.I,
)
_CONFIGURATION = re.compile(r"data-configuration=(\"[^\"]*\"|'[^']*')")
_DEEPEST = 6
_LARGEST = 20_000_000


def embedded(page: Page) -> list[Draft]:
    """Read the documents in a page; GitBook has one per operation."""
    found: list[Draft] = []
    api = docusaurus_api(page.text)
    if api is not None:
        return [_draft(page, api[0], api[1], api[1])]
    for text, line, last, named in _texts(page):
        tree = _tree(text)
        document = _document(tree) if tree is not None else None
        if document is None and isinstance(tree, dict) and is_piece(tree):
            document = openapi(tree)
        if document is None:
            continue
        kept = only(document, named) if named else document
        if kept.get("paths") and all(kept != one.document for one in found):
            found.append(_draft(page, kept, line, last))
    return found


def _draft(page: Page, document: dict[str, Json], first: int, last: int) -> Draft:
    return Draft(
        page=page.name,
        system="embedded",
        operations=[],
        document=document,
        lines=(first, last),
    )


def _texts(page: Page) -> Iterator[tuple[str, int, int, tuple[str, str] | None]]:
    """Yield texts that may be documents: first and last line, and the operation named by a fence."""
    text = page.text
    if len(text) > _LARGEST or not re.search(r"openapi|swagger", text, re.I):
        return
    for match in _FENCE.finditer(text):
        if not _DOCUMENT.search(match["body"]):
            continue
        named = _NAMED.search(match["info"])
        first = text.count("\n", 0, match.start("body")) + 1
        last = first + match["body"].count("\n")
        yield match["body"], first, last, (named[1].lower(), named[2]) if named else None
    for match in _LINE.finditer(text):
        first = text.count("\n", 0, match.start()) + 1
        yield match[1], first, first, None
    if page.form != "html":
        return
    for match in _STATE.finditer(text):
        body = match["body"] or match["state"] or ""
        first = text.count("\n", 0, match.start()) + 1
        yield html.unescape(body) if match["body"] else body, first, first, None
    for match in _CONFIGURATION.finditer(text):
        first = text.count("\n", 0, match.start()) + 1
        yield html.unescape(match[1][1:-1]), first, first, None
    for body, begin in texts_in_scripts(text):
        first = text.count("\n", 0, begin) + 1
        yield body, first, first, None


def _tree(text: str) -> Json:
    text = text.strip()
    if text.startswith("{"):
        try:
            value: Json = json.JSONDecoder().raw_decode(text)[0]
        except (ValueError, RecursionError):
            pass
        else:
            return value
    try:
        return read_text(text.encode("utf-8", "replace"), "page:")[0]
    except FatalError:
        return None


def _document(tree: Json, depth: int = 0) -> dict[str, Json] | None:
    """Find a document: the tree itself, or one in the state of a renderer."""
    if (
        isinstance(tree, str)
        and depth
        and re.match(r"\s*[{\"]?\s*\"?(openapi|swagger)", tree[:200])
    ):
        return _document(_tree(tree), depth + 1)
    if not isinstance(tree, dict) or depth > _DEEPEST:
        return None
    version = tree.get("openapi")
    if (
        isinstance(version, (str, float))
        and str(version).startswith("3.")
        and isinstance(tree.get("paths"), dict)
    ):
        return tree
    for value in tree.values():
        if isinstance(value, (dict, str)):
            found = _document(value, depth + 1)
            if found is not None:
                return found
    return None


def only(document: dict[str, Json], named: tuple[str, str]) -> dict[str, Json]:
    """Keep one operation of a document, and everything that is not an operation."""
    method, path = named
    paths = document.get("paths")
    item = paths.get(path) if isinstance(paths, dict) else None
    if not isinstance(item, dict) or method not in item:
        return document
    kept = {key: value for key, value in item.items() if key not in METHODS or key == method}
    return {**document, "paths": cast("Json", {path: kept})}
