# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Build requests; nothing is sent here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlencode

from ..errors import EncodeError, InvalidRequestError
from ..http import Request
from ..values import UNSET
from .codec import encode, encode_json
from .codec_compile import part, resolve
from .operation import Operation

_argument = re.compile(r"\{([^{}]*)\}")
_is_token = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII).fullmatch
_is_latin = re.compile(r"[\t -~\x80-\xff]*").fullmatch


def build(
    operation: Operation[Any], base_url: str, given: Mapping[str, Any], module: str = ""
) -> Request:
    """Return an unsigned request; raise ``ValueError`` if it cannot be sent."""
    try:
        return _build(operation, base_url, given, module)
    except UnicodeEncodeError as error:
        raise EncodeError(f"{error.object!a} cannot be encoded as UTF-8") from None


def _build(
    operation: Operation[Any], base_url: str, given: Mapping[str, Any], module: str
) -> Request:
    types = {x.argument: x.of for x in operation.parameters if x.of is not Any}
    known = {k: v for k, v in given.items() if v is not None and v is not UNSET}
    named = {k: resolve(types[k], module) for k in known if k in types}
    marked = {k: encode(known[k], of) for k, of in named.items()}
    values = encode({**known, **marked})  # errors contain the argument's name
    headers = {"accept": _accept(operation)}
    if not operation.parameters:
        url = join(base_url, _path(operation.path, values, {}))
        return Request(operation.method, url, headers)
    draft = part("parameters").draft(operation.parameters, values)
    url = join(base_url, _path(operation.path, values, draft.path))
    mark = "&" if "?" in url else "?"
    url = f"{url}{mark}{'&'.join(draft.query)}" if draft.query else url
    return Request(operation.method, url, {**headers, **draft.headers})


def _path(template: str, values: Mapping[str, Any], written: Mapping[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise InvalidRequestError(
                f"{name} must not be None: it is a part of the path"
            )
        found = written.get(name, unreserved(text(values[name])))
        if found in ("", ".", ".."):
            raise InvalidRequestError(
                f"{name} must not be {found!r}: it is a part of the path"
            )
        return found

    return _argument.sub(fill, template)


def _accept(operation: Operation[Any]) -> str:
    known, found = operation.responses, list[str]()
    good = [known[key] for key in known if str(key).startswith("2")]
    for contents in good or [known.get("default", "None")]:
        media = getattr(contents, "media", contents)
        single = isinstance(media, str)
        found += (["application/json"] if media != "None" else []) if single else media
    return ", ".join(dict.fromkeys(found)) or "*/*"


def join(base_url: str, path: str) -> str:
    """Return base URL and path, joined; dot segments are rejected (RFC 3986, 3.3)."""
    segments = path.partition("?")[0].split("/")
    if not {".", ".."}.isdisjoint(map(unquote, segments)):
        raise InvalidRequestError(f"the path {path!r} would lead to another resource")
    return f"{base_url.rstrip('/')}/{path.lstrip('/')}"


def with_query(url: str, query: Mapping[str, Any]) -> str:
    """Return a URL with query parameters added; a list is repeated, None omitted."""
    pairs = [
        (name, text(each))
        for name, value in encode(dict(query)).items()
        for each in (value if is_array(value) else [value])
        if each is not None
    ]
    return f"{url}{'&' if '?' in url else '?'}{urlencode(pairs)}" if pairs else url


def header(name: str, value: Any) -> str:
    """Return a header's value as text; raise if HTTP does not allow it."""
    if not isinstance(value, str):
        raise InvalidRequestError(
            f"the header {name!r} must be text, not {type(value).__name__}"
        )
    if not _is_token(name) or not _is_latin(value):
        raise InvalidRequestError(
            f"the header {name!r} is not valid in HTTP: printable Latin-1 only"
        )
    return str.strip(value)


def text(value: Any) -> str:
    """Return a JSON value as the text of a parameter."""
    return value if isinstance(value, str) else encode_json(value).decode()


def unreserved(value: str) -> str:
    """Percent-encode all but letters, digits and ``-._~`` (RFC 3986, section 2.3)."""
    return quote(value, safe="")


def is_array(value: Any) -> bool:
    """Return whether JSON data is an array."""
    return isinstance(value, list)


def is_xml(media_type: str) -> bool:
    """Return whether a media type is XML (RFC 7303)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith(("/xml", "+xml"))


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON (RFC 8259; RFC 6839, section 3.1)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith(("/json", "+json"))
