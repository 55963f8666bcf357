"""Build requests; nothing is sent here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .codec import encode, encode_json
from .derive import part
from .operation import Operation
from .wire import UNSET

_argument = re.compile(r"\{([^{}]*)\}")
_userinfo = re.compile(r"//[^/@]*@")
_is_control = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]").search


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is sent. Header names are in lower case; ``timeout`` is in seconds."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    timeout: float | None = None

    def __str__(self) -> str:
        """Return method and URL without what may hold a key: the query, a password."""
        return f"{self.method} {_userinfo.sub('//', self.url.partition('?')[0])}"

    __repr__ = __str__


def build(
    operation: Operation[Any], base_url: str, given: Mapping[str, Any]
) -> Request:
    """Return a request, unsigned; raise ``ValueError`` for what cannot be sent."""
    types = {each.argument: each.of for each in operation.parameters}
    values = {
        name: encode(value, types.get(name, Any))
        for name, value in given.items()
        if value is not None and value is not UNSET
    }
    template = operation.path.partition("#")[0]  # a fragment is never sent
    headers = {"accept": _accept(operation)}
    if not operation.parameters:
        url = join(base_url, _path(template, values, {}))
        return Request(operation.method, url, headers)
    draft = part("parameters").draft(operation.parameters, values)
    url = join(base_url, _path(template, values, draft.path))
    mark = "&" if "?" in url else "?"
    url = f"{url}{mark}{'&'.join(draft.query)}" if draft.query else url
    return Request(operation.method, url, {**headers, **draft.headers})


def _path(template: str, values: Mapping[str, Any], written: Mapping[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise ValueError(f"{name} must not be None: it is a part of the path")
        items = values[name] if is_array(values[name]) else [values[name]]
        found = written.get(name, ",".join(unreserved(text(each)) for each in items))
        if found in ("", ".", ".."):
            raise ValueError(f"{name} must not be {found!r}: it is a part of the path")
        return found

    path = _argument.sub(fill, template)
    if not {".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"the path {path!r} would lead elsewhere")
    return path


def _accept(operation: Operation[Any]) -> str:
    found: list[str] = []
    for status, contents in operation.responses.items():
        if str(status)[0] in "2d" and contents not in ("None", "str", "bytes"):
            media = getattr(contents, "media", contents)
            found += ["application/json"] if isinstance(contents, str) else media
    return ", ".join(dict.fromkeys(found)) or "*/*"


def join(base_url: str, path: str) -> str:
    """Return a path below a base URL."""
    return f"{base_url.rstrip('/')}/{path.lstrip('/')}"


def checked(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return headers with names in lower case and values that HTTP can carry."""
    given = headers or {}
    return {name.lower(): header(name, value) for name, value in given.items()}


def header(name: str, value: str) -> str:
    """Return a header's value; what HTTP cannot carry is refused."""
    if _is_control(value):
        raise ValueError(f"the header {name} must not hold control characters")
    if any(character > "\xff" for character in value):
        raise ValueError(f"the header {name} can hold Latin-1 characters only")
    return value.strip()


def text(value: Any) -> str:
    """Return JSON data as the text of a parameter."""
    return value if isinstance(value, str) else encode_json(value).decode()


def unreserved(value: str) -> str:
    """Escape all but letters, digits and ``-._~`` (RFC 3986, section 2.3)."""
    return quote(value, safe="")


def is_array(value: Any) -> bool:
    """Tell whether JSON data is an array."""
    return isinstance(value, list)


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON (RFC 8259; RFC 6839, section 3.1)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith(("/json", "+json"))
