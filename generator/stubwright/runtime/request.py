"""Build requests; nothing is sent here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any
from urllib.parse import quote

from .codec import encode, encode_json
from .operation import Body, Cookie, Header, Operation, Path, Query, text
from .resolve import resolve
from .source import split
from .wire import UNSET

_argument = re.compile(r"\{([^{}]*)\}")
_triplet = re.compile(r"(%[0-9A-Fa-f]{2})")
_is_control = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]").search
_userinfo = re.compile(r"//[^/@]*@")
_RESERVED = "!$&'()*+,;=:/?@"
_COOKIE = "!#$&'()*+-./:<=>?@[]^_`{|}~"


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is sent. Header names are in lower case; ``timeout`` is in seconds."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    timeout: float | None = None

    @property
    def place(self) -> str:
        """Method and URL without a query, where a key may stand, or a password."""
        return f"{self.method} {_userinfo.sub('//', self.url.partition('?')[0])}"

    def __str__(self) -> str:
        return self.place

    def __repr__(self) -> str:
        return f"Request({self.place})"

    def signed(self, location: str, name: str, value: str) -> Request:
        """Return the request with a credential, unless it holds that already."""
        if location == "query":
            pair = f"{quote(name, safe='')}={quote(value, safe='')}"
            mark = "&" if "?" in self.url else "?"
            return replace(self, url=f"{self.url}{mark}{pair}")
        headers = dict(self.headers)
        if location == "cookie":
            cookie = f"{name}={quote(value, safe=_COOKIE)}"
            old = headers.get("cookie")
            headers["cookie"] = f"{old}; {cookie}" if old else cookie
        else:
            headers.setdefault(name.lower(), header(name, value))
        return replace(self, headers=headers)


def build(
    operation: Operation[Any],
    module: str,
    base_url: str,
    arguments: Mapping[str, Any],
    body: Any = None,
    content_type: str | None = None,
) -> Request:
    """Return the request of a call, unsigned.

    Raises ``ValueError`` for a path or header value that cannot be sent.
    """
    given = {
        name: encode(value)
        for name, value in arguments.items()
        if value is not None and value is not UNSET
    }
    styles = {each.argument: each for each in operation.parameters}
    queries: list[str] = []
    cookies: list[str] = []
    headers: dict[str, str] = {}
    for name, each in styles.items():
        if name not in given:
            continue
        value = encode_json(given[name]).decode() if each.content else given[name]
        wire = each.wire or name
        match each:
            case Query():
                escape = reserved if each.allow_reserved else unreserved
                queries += each.style(wire, value, each.explode, escape)
            case Cookie():
                cookies += each.style(wire, value, each.explode, cookie_text)
            case Header():
                value = each.style(wire, value, each.explode, str)
                headers[wire.lower()] = header(wire, value)
            case Path():
                pass
    path = expand(operation.path, styles, given)
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    written = write_body(operation.body, module, body, content_type)
    if written:
        headers["content-type"] = written[0]
    headers.setdefault("accept", accept(operation))
    url = join(base_url, path)
    url = f"{url}?{'&'.join(queries)}" if queries else url
    return Request(operation.method, url, headers, written[1] if written else None)


def expand(path: str, styles: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Return a path with its arguments filled in (RFC 6570)."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        each = styles.get(name)
        if not isinstance(each, Path):
            each = Path(name)
        if name not in given:
            raise ValueError(f"{name} must not be None: it is a part of the path")
        raw = encode_json(given[name]).decode() if each.content else given[name]
        written = each.style(each.wire or name, raw, each.explode, unreserved)
        if written in ("", ".", ".."):
            raise ValueError(
                f"{name} must not be {written!r}: it is a part of the path"
            )
        return written

    filled = _argument.sub(value, path)
    if not {".", ".."}.isdisjoint(filled.split("/")):
        raise ValueError(f"the path {filled!r} would lead elsewhere")
    return filled


def join(base_url: str, path: str) -> str:
    """Return a path below a base URL."""
    return f"{base_url.rstrip('/')}/{path.lstrip('/')}"


def unreserved(value: str) -> str:
    """Escape all but letters, digits and ``-._~`` (RFC 3986, section 2.3)."""
    return quote(value, safe="")


def reserved(value: str) -> str:
    """Escape all but what a query may hold; escapes stay as they are."""
    parts = _triplet.split(value)
    return "".join(
        part if number % 2 else quote(part, safe=_RESERVED)
        for number, part in enumerate(parts)
    )


def cookie_text(value: str) -> str:
    """Escape what a cookie's value cannot hold (RFC 6265, section 4.1.1)."""
    return quote(value, safe=_COOKIE)


def accept(operation: Operation[Any]) -> str:
    """Return the Accept header: the media types of what a success gives."""
    found: dict[str, None] = {}
    for status, contents in operation.responses.items():
        if contents != "None" and str(status)[0] in "2d":
            json = isinstance(contents, str)
            found.update(dict.fromkeys(["application/json"] if json else contents))
    return ", ".join(found) or "*/*"


def checked(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return headers with names in lower case and values that HTTP can carry."""
    return {
        name.lower(): header(name, value) for name, value in (headers or {}).items()
    }


def header(name: str, value: str) -> str:
    """Return a header's value; what HTTP cannot carry is refused."""
    if _is_control(value):
        raise ValueError(f"the header {name} must not hold control characters")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        message = f"the header {name} must hold Latin-1 text only"
    else:
        return value.strip()
    raise ValueError(message)


def write_body(
    body: Body, module: str, value: Any, content_type: str | None
) -> tuple[str, bytes] | None:
    """Return content type and content, None where there is no body."""
    if not body or value is UNSET:
        return None
    media_type = content_type or next(iter(body))
    spec = body[media_type if media_type in body else closest(body, media_type)]
    if not isinstance(spec, str):
        return None if value is None else spec.write(value, media_type, module)
    of = resolve(spec, module)
    if value is None and not split(of).null and of not in (None, NoneType, Any):
        return None
    if is_json(media_type) and of is not bytes:
        return media_type, encode_json(value, of)
    if "*" in media_type:
        media_type = "application/octet-stream"
    if isinstance(value, str):
        return media_type, value.encode()
    if not isinstance(value, (bytes, bytearray)) and hasattr(value, "read"):
        value = value.read()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return media_type, bytes(value)
    return media_type, text(encode(value, of)).encode()


def closest(known: Mapping[str, Any], media_type: str) -> str:
    """Return the key that a media type falls under: itself, a range, or the first."""
    essence = media_type.partition(";")[0].strip().lower()
    for key in known:
        if key.partition(";")[0].strip().lower() == essence:
            return key
    for key in known:
        kind, _, detail = key.partition(";")[0].strip().lower().partition("/")
        if kind in ("*", essence.partition("/")[0]) and detail == "*":
            return key
    return next(
        (key for key in known if is_json(key) and is_json(essence)), next(iter(known))
    )


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON (RFC 8259; RFC 6839, section 3.1)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith(("/json", "+json"))
