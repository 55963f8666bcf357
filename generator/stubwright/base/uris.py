"""The parts of RFC 3986 (URIs and references) that documents need."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote, unquote_to_bytes

STDIN = "stdin:"
"""The URI of a document that was read from standard input."""

# RFC 3986, appendix B, with the scheme's grammar; one letter is a Windows drive.
_PARTS = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]+):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(?:#(.*))?", re.DOTALL
)
_LEGAL = "!$%&'()*+,/:;=?@[]~"
_PORTS = {"http": "80", "https": "443"}


def split(reference: str) -> tuple[str, str]:
    """Return a reference without its fragment, and the fragment as it is written."""
    uri, _, fragment = reference.partition("#")
    return uri, fragment


def scheme(uri: str) -> str:
    """Return a URI's scheme in lower case, ``""`` for a relative reference."""
    match = _PARTS.match(uri)
    return (match[1] or "").lower() if match else ""


def is_web(uri: str) -> bool:
    """Return whether a URI is one that can be fetched."""
    return scheme(uri) in _PORTS


def origin(uri: str) -> tuple[str, str]:
    """Return scheme and authority, with the port written out (RFC 6454, section 4)."""
    match = _PARTS.match(uri)
    name = scheme(uri)
    authority = ((match[2] or "") if match else "").rpartition("@")[2].lower()
    if not re.search(r":\d+$", authority):
        authority = f"{authority.rstrip(':')}:{_PORTS.get(name, '')}"
    return name, authority


@lru_cache(maxsize=65536)
def join(base: str, reference: str) -> str:
    """Resolve a reference without fragment against an absolute URI (RFC 3986, section 5.2.2).

    The result is normalised, so that different spellings of one file produce the same URI.
    """
    ours, theirs = _PARTS.match(base), _PARTS.match(reference.strip().replace("\\", "/"))
    if ours is None or theirs is None:
        return reference
    name, authority, path, query = theirs[1], theirs[2], theirs[3], theirs[4] or ""
    if name is None:
        name = ours[1] or ""
        if authority is None:
            authority = ours[2]
            query = query if path or query else ours[4] or ""
            path = _merge(ours[3], authority, path)
    return _unsplit(name.lower(), authority, path, query)


def _merge(base: str, authority: str | None, path: str) -> str:
    """Append a relative path after the last slash of the base (RFC 3986, section 5.2.3)."""
    if not path:
        return base
    if path.startswith("/"):
        return path
    if authority is not None and not base:
        return f"/{path}"
    return base[: base.rfind("/") + 1] + path


def _unsplit(name: str, authority: str | None, path: str, query: str) -> str:
    path = _without_dots(path)
    # A file's path is unquoted first, so that `a b`, `a%20b` and `%61%20b` are the same document.
    quoted = (
        quote(unquote_to_bytes(_bytes(path))) if name == "file" else quote(_bytes(path), _LEGAL)
    )
    host = "" if authority is None else f"//{authority}"
    return f"{name}:{host}{quoted}{quote(_bytes(query), _LEGAL)}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986, section 5.2.4)."""
    if "." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if kept and kept != [""]:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def from_path(path: Path) -> str:
    """Return the URI of a file, made absolute without following links."""
    absolute = absolute_path(path).as_posix()
    return f"file://{quote(os.fsencode(absolute if absolute.startswith('/') else f'/{absolute}'))}"


def absolute_path(path: Path) -> Path:
    """Return a path made absolute, without dots, without following links."""
    return Path(os.path.normpath(Path.cwd() / path))


def to_path(uri: str) -> Path | None:
    """Return the path of a ``file:`` URI, None if it names another machine."""
    match = _PARTS.match(uri)
    if match is None or (match[2] or "") not in ("", "localhost"):
        return None
    path = os.fsdecode(unquote_to_bytes(_bytes(match[3])))
    # `file:///C:/x` begins with a slash that Windows paths do not have.
    return Path(path[1:] if re.match(r"/[A-Za-z]:", path) and os.name == "nt" else path)


def readable(uri: str) -> str:
    """Return a URI for people: unquoted, without credentials."""
    return unquote(without_credentials(uri))


_USER = re.compile(r"(?<=//)[^/?#@]*@")
_SECRET = re.compile(
    r"token|secret|passw|api.?key|apikey|access.?key|credential|signature|\bsig\b|\bauth\b|authorization|\bkey\b|jwt",
    re.IGNORECASE,
)


def without_credentials(uri: str) -> str:
    """Return a URL without user information (RFC 3986, 3.2.1) and without query parameters that look like secrets.

    Other people read locks, headers of generated files and messages.
    """
    front, mark, query = _USER.sub("", uri).partition("?")
    if not mark or "://" not in uri:
        return front + mark + query
    query, fragment_mark, fragment = query.partition("#")
    kept = [part for part in query.split("&") if not _SECRET.search(unquote(part.split("=")[0]))]
    return front + ("?" + "&".join(kept) if kept else "") + fragment_mark + fragment
