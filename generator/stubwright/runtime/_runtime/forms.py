"""Serialize forms: URL-encoded (WHATWG), multipart (RFC 7578), related (RFC 2387)."""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from typing import Any, get_args, get_origin
from urllib.parse import quote_plus, unquote

from ..errors import EncodeError, InvalidRequestError
from ..files import File
from ..values import UNSET
from .additional_properties import Extra
from .codec import encode, encode_json
from .codec_compile import members, resolve, split
from .codec_compile import part as loaded
from .parameters import Escape, QueryStyle, form, is_object, reserved
from .request import header, is_array, is_json, is_xml, text, unreserved
from .styles import deep_object, pipe_delimited, space_delimited, tab_delimited

_STYLES: dict[str, QueryStyle] = {
    "form": form,
    "spaceDelimited": space_delimited,
    "tabDelimited": tab_delimited,
    "pipeDelimited": pipe_delimited,
    "deepObject": deep_object,
}


@dataclass(frozen=True, slots=True)
class Part:
    """The encoding of one property of a form (OpenAPI 3.1.1, section 4.8.15)."""

    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    xml: Any = None
    """The root element, an ``Xml``, of a part that is an XML document."""

    @property
    def kinds(self) -> list[str]:
        """The documented media types and ranges of a part."""
        return [each.strip() for each in self.content_type.split(",") if each.strip()]

    def choose(self, fits: Callable[[str], bool]) -> str:
        """Return the first media type that fits, or an empty string."""
        return next(filter(fits, self.kinds), "")

    def kind_of(self, name: str, filename: str) -> str:
        """Return a file's media type: documented, or guessed from its name."""
        kinds = self.kinds
        if len(kinds) == 1 and _is_exact(kinds[0]):
            return kinds[0]
        default = "application/octet-stream"
        guess = mimetypes.guess_type(filename)[0] or default
        for kind in (guess, default):
            if not kinds or not {kind, f"{kind.partition('/')[0]}/*", "*/*"}.isdisjoint(
                kinds
            ):
                return kind
        raise InvalidRequestError(
            f"{name} may be {self.content_type}: pass File(..., content_type=...)"
        )

    @property
    def styled(self) -> bool:
        """Whether the style applies instead of the content type."""
        return bool(self.style) or self.explode is not None or self.allow_reserved

    def pairs(self, name: str, value: Any, escape: Escape) -> list[str]:
        """Return ``name=value`` pairs in the documented style."""
        style = self.style or "form"
        explode = style == "form" if self.explode is None else self.explode
        return _STYLES.get(style, form)(name, value, explode, escape)


class Form:
    """A URL-encoded body; ``parts`` has the encodings that differ from the default."""

    def __init__(self, type: str, parts: Mapping[str, Part] | None = None) -> None:
        self.type = type
        self.parts = parts or {}

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, bytes]:
        """Return the content type and the content; nested objects are JSON."""
        data = encode(value, resolve(self.type, module))
        if not is_object(data):
            raise EncodeError("a form must be an object: pass a model or a mapping")
        pairs: list[str] = []
        for name, each in data.items():
            part = self.parts.get(name, Part())
            if each is None:
                continue
            if not part.styled and (is_object(each) or part.choose(is_json)):
                each = encode_json(each).decode()
            escape = reserved if part.allow_reserved else quote_plus
            pairs += part.pairs(name, each, escape)
        return media_type, "&".join(pairs).encode()


class Multipart:
    """A multipart body; ``parts`` has the encodings that differ from the default."""

    def __init__(self, type: str, parts: Mapping[str, Part] | None = None) -> None:
        self.type = type
        self.parts = parts or {}

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, Any]:
        """Return the content type, with a random boundary, and the content."""
        envelope = Envelope(media_type)
        written: list[Any] = []
        for name, each, of in _fields(value, resolve(self.type, module)):
            for one in parts_of(name, each, of, self.parts.get(name, Part())):
                written += envelope.part(one)
        return envelope.content_type, joined([*written, envelope.end])


@dataclass(frozen=True, slots=True)
class Written:
    """A serialized part; a file without a name has that of its part."""

    name: str
    kind: str
    content: Any
    is_file: bool = False
    filename: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Envelope:
    """The delimiters and headers of the parts of one body.

    Content-Disposition names parts; for ``multipart/related``, Content-ID does.
    """

    def __init__(self, media_type: str, root: str = "") -> None:
        essence = media_type.partition(";")[0].strip().lower()
        self._media_type = media_type
        self._related = essence == "multipart/related"
        self._root = root
        self._boundary = secrets.token_hex(16)
        self.end = f"--{self._boundary}--\r\n".encode()

    @property
    def content_type(self) -> str:
        """The media type with its boundary; for related parts, also the root's type."""
        made = f"{self._media_type}; boundary={self._boundary}"
        if self._related and self._root and "type=" not in self._media_type:
            made += f'; type="{self._root}"'
        return made

    def part(self, one: Written) -> list[Any]:
        """Return the chunks of a part."""
        self._root = self._root or one.kind or "text/plain"
        headers = dict(self._headers(one))
        if any(character in one.kind for character in "\r\n\0"):
            raise InvalidRequestError(
                "a content type must not contain control characters"
            )
        if one.kind:
            headers["content-type"] = f"Content-Type: {one.kind}"
        for name, value in one.headers.items():
            headers[name.lower()] = f"{name}: {header(name, value)}"
        lines = [f"--{self._boundary}", *headers.values(), "", ""]
        return ["\r\n".join(lines).encode(), one.content, b"\r\n"]

    def _headers(self, one: Written) -> Iterator[tuple[str, str]]:
        named = bool(one.name) and not self._related
        if one.name and self._related:
            yield "content-id", f"Content-ID: <{_escape(one.name)}>"
        line = f'form-data; name="{_escape(one.name)}"' if named else "attachment"
        filename = one.filename
        if filename is None and one.is_file and named:
            filename = one.name
        if filename is not None:
            line += f'; filename="{_escape(filename)}"'
        if named or filename is not None:
            yield "content-disposition", f"Content-Disposition: {line}"


def joined(written: list[Any]) -> Any:
    """Return the body: in memory, or in chunks if a part is a file."""
    whole = all(isinstance(each, (bytes, bytearray)) for each in written)
    return b"".join(written) if whole else loaded("uploads").Upload(written)


def _fields(value: Any, of: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the name, value and type of each property of a form."""
    found: list[tuple[str, Any, Any]] = []
    if is_dataclass(value):
        cls: Any = type(value)
        for wire, field, each in members(cls):
            one = getattr(value, field.name)
            extra = Extra in getattr(each, "__metadata__", ())
            found += [(x, one[x], Any) for x in one] if extra else [(wire, one, each)]
    elif callable(getattr(value, "items", None)):
        known: dict[str, Any] = {}
        for cls in filter(is_dataclass, split(of).members):
            known = {wire: each for wire, _, each in members(cls)} | known
        found = [(name, each, known.get(name, Any)) for name, each in value.items()]
    else:
        raise EncodeError("a form must be an object: pass a model or a mapping")
    yield from (each for each in found if each[1] is not None and each[1] is not UNSET)


def parts_of(name: str, value: Any, of: Any, part: Part) -> Iterator[Written]:
    """Yield the parts of a property."""
    each: Any
    if is_object(value) and not value and _holds_files(of):
        return
    if is_object(value) and any(_is_file(x) or _are_files(x) for x in value.values()):
        for key, each in value.items():
            for one in parts_of(name, each, of, part):
                yield one if one.filename else replace(one, filename=key)
    elif not _is_file(value) and _are_files(value):
        for each in value:
            yield _file(name, each, part)
    elif _is_file(value) and not _is_marked(of):
        yield _file(name, value, part)
    elif part.xml and (is_dataclass(value) or is_object(value) or is_array(value)):
        yield from _documents(name, value, of, part)
    elif part.styled:
        for pair in part.pairs(name, encode(value, of), unreserved):
            key, _, text = pair.partition("=")
            yield _plain(unquote(key), unquote(text), Part())
    else:
        data = encode(value, of)
        whole = part.choose(is_json) or not is_array(data)
        for each in [data] if whole else data:
            yield _plain(name, each, part)


def _documents(name: str, value: Any, of: Any, part: Part) -> Iterator[Written]:
    """Yield an object as an XML document; for a list, one per item."""
    kind, write = part.choose(is_xml), loaded("xml_writing").dumps
    if is_array(value):
        of = loaded("xml").item_of(of) or Any
    for each in value if is_array(value) else [value]:
        yield Written(name, kind, write(each, of, part.xml))


def _holds_files(of: Any) -> bool:
    found = split(of).members
    inner = [get_args(each)[-1] for each in found if get_origin(each) in (dict, list)]
    return bytes in found or any(map(_holds_files, inner))


def _are_files(value: Any) -> bool:
    return hasattr(value, "__iter__") and any(map(_is_file, value))


def _is_file(value: Any) -> bool:
    return isinstance(value, (File, bytes, bytearray, os.PathLike)) or callable(
        getattr(value, "read", None)
    )


def _is_marked(of: Any) -> bool:
    """Return whether bytes are encoded as base64."""
    return any(hasattr(each, "__metadata__") for each in split(of).members)


def _plain(name: str, value: Any, part: Part) -> Written:
    structured = is_object(value) or is_array(value)
    kind = part.choose(is_json) if structured else ""
    kind = kind or part.choose(_is_exact) or "application/json" * structured
    content = encode_json(value) if is_json(kind) else text(value).encode()
    return Written(name, kind, content)


def _file(name: str, value: Any, part: Part) -> Written:
    file = value if isinstance(value, File) else File(value)
    content: Any = file.content
    filename = file.filename
    if not isinstance(content, (bytes, bytearray)):
        filename = loaded("uploads").filename(content) if filename is None else filename
    guessed = name if filename is None else filename
    kind = file.content_type or part.kind_of(name or "the part", guessed)
    return Written(name, kind, content, True, filename, file.headers)


def _is_exact(kind: str) -> bool:
    return "*" not in kind


def _escape(value: str) -> str:
    return value.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
