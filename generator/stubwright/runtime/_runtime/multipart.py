"""Parse multipart bodies (RFC 2046, section 5.1; RFC 2387; RFC 7578)."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from email.message import Message
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from quopri import decodestring
from typing import Any, get_args, get_origin

from ..errors import DecodeError
from .codec import decode, parse
from .codec_compile import members, part, split
from .request import is_json, is_xml
from .texts import charset

MOST_PARTS = 10_000
"""The maximum number of parts of a body that is read as a whole."""
MOST_HEADERS = 1 << 16
"""The maximum size in bytes of the headers of a part."""

_blank = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A part: its headers, and its content without a transfer encoding."""

    headers: Message
    content: bytes

    @property
    def content_type(self) -> str:
        """The media type; an empty string means that none is given, so text."""
        return self.headers.get("content-type", "")

    @property
    def name(self) -> str:
        """The name in Content-Disposition, otherwise the Content-ID."""
        found = self.headers.get_param("name", header="content-disposition")
        if found is None:
            return self.headers.get("content-id", "").strip().strip("<>")
        name = collapse_rfc2231_value(found)
        return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


class Splitter:
    """Split a stream of chunks into parts of at most ``most`` bytes."""

    def __init__(self, content_type: str, most: int) -> None:
        head = Message()
        head["content-type"] = content_type
        boundary = head.get_boundary()
        if not boundary:
            raise DecodeError(f"{content_type!r} has no boundary")
        mark = re.escape(boundary.encode("utf-8", "replace"))
        self._delimiter = re.compile(rb"\r?\n--" + mark + rb"(--|[ \t]*\r?\n)")
        self._overlap = len(boundary) + 80  # the longest incomplete delimiter
        self._most = most
        self._held = bytearray(b"\n")  # no line precedes the first delimiter
        self._from = 0
        self._begun = self.done = False

    def feed(self, data: bytes) -> Iterator[BodyPart]:
        """Yield the parts that ``data`` completes; ignore data after the last."""
        if self.done:
            return
        self._held += data
        at = 0
        while found := self._delimiter.search(self._held, self._from):
            if self._begun:
                yield _part(bytes(self._held[at : found.start()]))
            self._begun = True
            at = self._from = found.end()
            if found[1] == b"--":
                self.done = True
                self._held.clear()
                return
        if not self._begun:
            at = max(0, len(self._held) - self._overlap)
        del self._held[:at]
        self._from = max(0, len(self._held) - self._overlap)
        if len(self._held) > self._most:
            raise DecodeError(f"expected parts of at most {self._most} bytes")

    def end(self) -> None:
        """Raise ``DecodeError`` if the last part is not complete."""
        if not self.done:
            expected = "the last delimiter" if self._begun else "a multipart body"
            raise DecodeError(f"expected {expected}, got the end")


def _part(data: bytes) -> BodyPart:
    if not data or data[:1] == b"\n" or data[:2] == b"\r\n":  # no headers
        return BodyPart(Message(), data.partition(b"\n")[2])
    end = _blank.search(data, 0, MOST_HEADERS)
    if end is None:
        raise DecodeError(f"expected the headers of a part, got {data[:60]!r}")
    headers = HeaderParser().parsestr(data[: end.start()].decode("utf-8", "replace"))
    content = data[end.end() :]
    encoding = headers.get("content-transfer-encoding", "").strip().lower()
    if encoding == "base64":
        try:
            content = b64decode(content)
        except ValueError:
            raise DecodeError(f"expected base64, got {content[:60]!r}") from None
    elif encoding == "quoted-printable":
        content = decodestring(content)
    return BodyPart(headers, content)


def loads(content: bytes, of: Any, content_type: str) -> Any:
    """Parse a body to data that ``decode`` accepts for the type.

    Parts of an object are matched by name, or by position if they have none; parts of a
    list by position. Binary parts remain ``bytes``.
    """
    splitter = Splitter(content_type, len(content) + 2)
    found = list[BodyPart]()
    for each in splitter.feed(content):
        found.append(each)
        if len(found) > MOST_PARTS:
            raise DecodeError(f"expected at most {MOST_PARTS} parts")
    splitter.end()
    for one in split(of).members:
        if get_origin(one) is list:
            return [value(each, get_args(one)[0]) for each in found]
        if get_origin(one) is tuple:
            types = [*get_args(one), *[Any] * len(found)]
            return [value(each, type) for each, type in zip(found, types)]
    return _object(found, of)


def _object(found: list[BodyPart], of: Any) -> dict[str, Any]:
    known: dict[str, Any] = {}
    others: Any = Any
    for one in split(of).members:
        cls: Any = one
        if is_dataclass(one):
            known = {wire: each for wire, _, each in members(cls)} | known
        elif get_origin(one) is dict:
            others = get_args(one)[1]
    unnamed = [name for name in known if name not in {each.name for each in found}]
    made: dict[str, Any] = {}
    for each in found:
        name = each.name
        if not name or (
            name not in known and "content-disposition" not in each.headers
        ):
            name = unnamed.pop(0) if unnamed else name
        type = known.get(name, others)
        item = _item_of(type)
        if item is None or (name not in made and _is_json_list(each)):
            made[name] = value(each, type)
        else:
            made.setdefault(name, []).append(value(each, item))
    return made


def _is_json_list(each: BodyPart) -> bool:
    json = is_json(each.content_type) or not each.content_type
    return json and each.content.lstrip()[:1] == b"["


def _item_of(of: Any) -> Any:
    lists = [one for one in split(of).members if get_origin(one) is list]
    return get_args(lists[0])[0] if lists else None


def value(each: BodyPart, of: Any) -> Any:
    """Parse a part by its media type to data that ``decode`` accepts for the type."""
    kind, types = each.content_type, split(of).members
    if bytes in types:
        return each.content
    if is_json(kind):
        return parse(each.content)
    if is_xml(kind) and str not in types:
        with suppress(ModuleNotFoundError):  # the document uses no XML
            return part("xml_reading").loads(each.content, of, kind)
    if kind and Any in types and not kind.lower().startswith("text/"):
        return each.content
    found = charset(kind)
    try:
        text = each.content.decode(found[1] if found else "utf-8", "replace")
    except (LookupError, UnicodeError):
        text = each.content.decode("latin-1")
    return text if str in types or Any in types else _plain(text, of)


def _plain(text: str, of: Any) -> Any:
    """Return a text as a string or as the JSON value it contains, whichever matches."""
    if text[:1] not in ("{", "["):
        with suppress(DecodeError):
            decode(of, text)
            return text
    try:
        return parse(text)
    except DecodeError:
        return text
