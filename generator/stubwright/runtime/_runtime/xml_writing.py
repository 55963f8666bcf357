"""Serialize XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Annotated, Any, cast
from xml.sax.saxutils import escape

from ..errors import EncodeError, LocatedError
from ..values import UNSET, UnknownValue
from .annotations import Tagged
from .codec import encode
from .codec_compile import members, resolve, split
from .request import text
from .xml import ELEMENT, PREFIXES, Xml, extra_of, item_of, plain, values_of, xml_of

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NIL = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
_ATTRIBUTE = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


class XmlBody:
    """A body that is an XML document."""

    def __init__(self, type: str, root: Xml) -> None:
        self.type = type
        self.root = root

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, bytes]:
        """Return the content type and the content, in UTF-8."""
        return media_type, dumps(value, resolve(self.type, module), self.root)


def dumps(value: Any, of: Any = Any, root: Xml = ELEMENT) -> bytes:
    """Serialize a value; raise ``EncodeError`` with the path to an error."""
    if value is None:
        raise EncodeError("null is not an XML document")
    around = _Inside(PREFIXES)
    around.element(root.name or "root", value, of, root)
    try:
        return f"{_DECLARATION}{''.join(around.content)}".encode()
    except UnicodeEncodeError:
        raise EncodeError("a lone surrogate is not allowed in XML") from None


class _Inside:
    """The content of an element; ``scope`` maps prefixes to namespaces."""

    def __init__(self, scope: Mapping[str, str]) -> None:
        self.scope = scope
        self.attributes: list[str] = []
        self.content: list[str] = []

    def element(self, name: str, value: Any, of: Any, xml: Xml) -> None:
        """Append an element."""
        tag, said, scope = _qualified(name, xml, self.scope)
        if value is None:
            self.content.append(f"<{tag}{said} {_NIL}/>")
            return
        inside = _Inside(scope)
        inside.value(name, value, of, xml)
        head = f"<{tag}{said}{''.join(inside.attributes)}"
        text = "".join(inside.content)
        self.content.append(f"{head}>{text}</{tag}>" if text else f"{head}/>")

    def value(self, name: str, value: Any, of: Any, xml: Xml) -> None:
        """Append the content that represents a value in the element ``name``."""
        inner, markers = plain(of)
        if isinstance(value, UnknownValue):
            value, inner = value.value, Any
        if isinstance(value, (list, tuple)):
            each, item = xml.items or ELEMENT, item_of(inner) or Any
            for one in cast("Sequence[Any]", value):
                self.element(each.name or name, one, item, each)
        elif is_dataclass(value) or isinstance(value, Mapping):
            for wire, one, kind, said in _fields(value, inner, markers):
                try:
                    self.member(said.name or wire, one, kind, said)
                except LocatedError as error:
                    error.under(wire)
                    raise
        else:
            self.content.append(_text(encode(value, of)))

    def member(self, name: str, value: Any, of: Any, xml: Xml) -> None:
        """Append a member of an object."""
        if xml.node == "attribute":
            if value is not None:
                tag, said, _ = _qualified(name, xml, self.scope if xml.prefix else {})
                text = escape(_plain_text(encode(value, of)), _ATTRIBUTE)
                self.attributes.append(f'{said} {tag}="{text}"')
        elif xml.node == "text":
            self.content.append(_text(encode(value, of)))
        elif xml.node == "cdata":
            raw = _plain_text(encode(value, of)).replace("]]>", "]]]]><![CDATA[>")
            self.content.append(f"<![CDATA[{raw}]]>")
        elif isinstance(value, (list, tuple)) and not xml.wrapped:
            item, each = item_of(plain(of)[0]) or Any, xml.items or ELEMENT
            for one in cast("Sequence[Any]", value):
                self.member(each.name or name, one, item, each)
        elif xml.node == "none":
            self.value(name, value, of, xml)
        else:
            self.element(name, value, of, xml)


def _qualified(
    name: str, xml: Xml, scope: Mapping[str, str]
) -> tuple[str, str, Mapping[str, str]]:
    """Return a qualified name, the declaration that it needs, and the inner scope."""
    known = xml.namespace or scope.get(xml.prefix)
    if known is None or not (xml.prefix or xml.namespace):
        return name, "", scope  # an undeclared prefix is ignored
    tag = f"{xml.prefix}:{name}" if xml.prefix else name
    if scope.get(xml.prefix) == known:
        return tag, "", scope
    declared = f"xmlns:{xml.prefix}" if xml.prefix else "xmlns"
    said = f' {declared}="{escape(known, _ATTRIBUTE)}"'
    return tag, said, {**scope, xml.prefix: known}


def _fields(
    value: Any, of: Any, markers: tuple[Any, ...]
) -> Iterator[tuple[str, Any, Any, Xml]]:
    """Yield name, value, type and representation of the members to serialize."""
    if isinstance(value, Mapping):
        yield from _entries(cast("Mapping[str, Any]", value), of)
        return
    cls: Any = value.__class__
    said, wires = xml_of(cls), set[str]()
    for wire, own, kind in members(cls):
        wires.add(wire)
        one, values = getattr(value, own.name), extra_of(kind)
        if values is not None:
            yield from ((name, each, values, ELEMENT) for name, each in one.items())
        elif one is not UNSET and not (one is None and own.default is None):
            yield wire, one, kind, said.get(wire, ELEMENT)
    for each in markers:
        if isinstance(each, Tagged) and each.property not in wires:
            tag = encode(value, Annotated[of, each]).get(each.property, UNSET)
            if tag is not UNSET:
                yield each.property, tag, Any, ELEMENT


def _entries(value: Mapping[str, Any], of: Any) -> Iterator[tuple[str, Any, Any, Xml]]:
    known, said, values = dict[str, Any](), dict[str, Xml](), Any
    for one in split(of).members:
        values = values_of(one) or values
    classes: list[Any] = [one for one in split(of).members if is_dataclass(one)]
    for cls in classes:
        known = {wire: kind for wire, _, kind in members(cls)} | known
        said = {**xml_of(cls), **said}
    for name, each in value.items():
        if each is not UNSET:
            yield name, each, known.get(name, values), said.get(name, ELEMENT)


def _text(data: Any) -> str:
    return escape(_plain_text(data), {"\r": "&#13;"})


def _plain_text(data: Any) -> str:
    """Return JSON data as text; reject characters invalid in XML (XML 1.0, 2.2)."""
    found = "" if data is None else text(data)
    for char in found:
        if (char < " " and char not in "\t\n\r") or char in "\ufffe\uffff":
            raise EncodeError(f"{char!r} is not allowed in XML")
    return found
