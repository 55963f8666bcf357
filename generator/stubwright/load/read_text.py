"""Convert a document's bytes to its tree."""

from __future__ import annotations

import re

from stubwright.base.diagnostics import Diagnostic, FatalError
from stubwright.base.gc_pause import gc_paused
from stubwright.base.text_encoding import decode, encoding, looks_like_json
from stubwright.base.uris import is_web
from stubwright.load.load_errors import empty, unreadable
from stubwright.load.read_json import NotJson, read_json
from stubwright.types.documents import Json

# Control characters that occur in images, archives and compressed files, but not in text.
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a]")

_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
#: Conflict markers of git: all three, so that a text that only mentions one does not match.
_MARKER = "<<<<<<< "
_CONFLICT = re.compile(r"^<{7} .*$(?=(?:.*\n)*?={7}$(?:.*\n)*?>{7} )", re.MULTILINE)


def read_text(data: bytes, uri: str) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Decode and parse a document, as JSON first if it looks like JSON. Raise FatalError."""
    text = _decode(data, uri)
    if not text or text.isspace():
        raise empty(uri)
    if _HTML.match(text):
        raise unreadable(
            "document-html", "this is an HTML page, not a document", uri=uri, hint=_page_hint(uri)
        )
    if _MARKER in text and (marker := _CONFLICT.search(text)):
        line = text.count("\n", 0, marker.start()) + 1
        raise unreadable(
            "document-conflict",
            "this is a merge conflict marker",
            uri=uri,
            hint="resolve the conflict first",
            at=(line, 1),
        )
    with gc_paused():
        if not looks_like_json(text):
            return _read_yaml(text, uri)
        try:
            return read_json(text, uri), ()
        except NotJson as not_json:
            try:
                return _read_yaml(text, uri)
            except FatalError as stopped:
                syntax = stopped.diagnostics[0].code == "document-syntax"
                raise (not_json.stop if syntax else stopped) from None


def _read_yaml(text: str, uri: str) -> tuple[Json, tuple[Diagnostic, ...]]:
    # Importing PyYAML takes an eighth of a run with a small document; JSON does not need it.
    from stubwright.load.read_yaml import read_yaml

    return read_yaml(text, uri)


def _page_hint(uri: str) -> str:
    if is_web(uri):
        return "it may be a login page: send a credential (--header Authorization=VARIABLE); or pass the URL of the document itself"
    return "pass the document itself; 'stubwright transcribe' reads reference pages"


def _decode(data: bytes, uri: str) -> str:
    try:
        return decode(data)
    except UnicodeDecodeError as error:
        if _BINARY.search(data[:1024]):
            hint = "use a YAML or JSON document; decompress it first if it is compressed"
            raise unreadable(
                "document-encoding", "this is not a text file", uri=uri, hint=hint
            ) from None
        name = encoding(data).removesuffix("-sig").upper()
        before = data[: error.start].decode(encoding(data), "ignore")
        wrong = data[error.start : error.start + 1].hex()
        raise unreadable(
            "document-encoding",
            f"the text is not {name}: byte {error.start:,} is 0x{wrong}"
            if wrong
            else f"the text is not {name}: it ends in the middle of a character",
            uri=uri,
            hint="save the file as UTF-8",
            at=(before.count("\n") + 1, len(before) - before.rfind("\n")),
        ) from None
