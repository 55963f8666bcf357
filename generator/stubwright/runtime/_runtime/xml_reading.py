"""Parse XML to JSON data that the codec decodes."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, is_dataclass
from typing import Any, Literal, get_args, get_origin
from xml.parsers import expat

from ..errors import DecodeError
from .annotations import Tagged
from .codec import decode
from .codec_compile import members, resolve, split
from .texts import charset
from .xml import (
    ELEMENT,
    PREFIXES,
    Xml,
    extra_of,
    item_of,
    local,
    plain,
    values_of,
    xml_of,
)

MOST_LEVELS = 200
"""The maximum nesting depth of a document."""

_ABSENT: Any = object()


@dataclass(slots=True)
class Node:
    """An element, with the names of the document and the namespaces of prefixes."""

    name: str
    attributes: dict[str, str]
    scope: dict[str, str]
    nodes: list[Node] = field(default_factory=list["Node"])
    texts: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """The text directly inside the element."""
        return "".join(self.texts)

    @property
    def nil(self) -> bool:
        """Whether the element has ``xsi:nil="true"`` (XML Schema 1.1, 2.7.2)."""
        named = ((local(key), value) for key, value in self.attributes.items())
        return any(key == "nil" and value in ("true", "1") for key, value in named)

    def named(self, name: str, namespace: str) -> list[Node]:
        """Return the child elements with a name; prefer those in the namespace."""
        found = [each for each in self.nodes if local(each.name) == name]
        exact = [each for each in found if each.namespace == namespace]
        return exact or found

    @property
    def namespace(self) -> str:
        """The namespace of the element's prefix, or the default namespace."""
        return self.scope.get(_prefix(self.name), "")


def parse(content: bytes, encoding: str | None = None) -> Node:
    """Parse a document; reject a document type declaration, and too deep nesting."""
    parser = expat.ParserCreate(encoding)
    open_: list[Node] = [Node("", {}, PREFIXES)]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_) > MOST_LEVELS:
            raise DecodeError("nested too deeply")
        said = {k: v for k, v in attributes.items() if k.partition(":")[0] == "xmlns"}
        scope = open_[-1].scope
        if said:
            scope = {**scope, **{k.partition(":")[2]: v for k, v in said.items()}}
        rest = {k: v for k, v in attributes.items() if k not in said}
        node = Node(name, rest, scope)
        open_[-1].nodes.append(node)
        open_.append(node)

    def add(data: str) -> None:
        open_[-1].texts.append(data)

    def refuse(*_: Any) -> None:
        raise DecodeError("a document type declaration is not accepted")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_.pop()
    parser.CharacterDataHandler = add
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, DecodeError):
            raise
        raise DecodeError(f"not XML: {error}, in {content[:60]!r}") from None
    return open_[0].nodes[0]


def loads(content: bytes, of: Any, content_type: str = "") -> Any:
    """Parse a document to JSON data that ``decode`` accepts for the type."""
    found = charset(content_type)
    return _data(_inner(parse(content, found[1] if found else None), of), of)


def _inner(root: Node, of: Any) -> Node:
    """Return the child of a root that wraps the documented element, otherwise the root.

    Only one child has members of the class then, and the root has none.
    """
    cls: Any = plain(of)[0]
    names = _names(cls) if is_dataclass(cls) else set[str]()
    found = [
        each
        for each in (root, *root.nodes)
        if names & {local(name) for name in each.attributes}
        or any(local(inner.name) in names for inner in each.nodes)
    ]
    return found[0] if len(found) == 1 else root


def _names(cls: Any) -> set[str]:
    """Return the names of the elements and attributes that a class declares."""
    declared = xml_of(cls)
    known = ((wire, declared.get(wire, ELEMENT)) for wire, _, _ in members(cls))
    return {
        name
        for wire, xml in known
        for name in (xml.name or wire, (xml.items or ELEMENT).name or wire)
    }


def _data(node: Node, of: Any, xml: Xml = ELEMENT) -> Any:
    if node.nil:
        return None
    inner, markers = plain(of)
    item = item_of(inner)
    if item is not None:
        each = xml.items or ELEMENT
        return [_data(one, item, each) for one in node.nodes]
    parts = split(inner).members
    structured = [
        one for one in parts if is_dataclass(one) or values_of(one) is not None
    ]
    if not structured:
        return (
            _any(node)
            if Any in parts and not _is_text(node)
            else _scalar(node.text, parts)
        )
    if len(parts) > 1:
        return _chosen(node, parts, structured, markers)
    values = values_of(structured[0])
    if values is not None:
        return {local(each.name): _data(each, values) for each in node.nodes}
    return _object(node, structured[0])


def _chosen(
    node: Node, parts: tuple[Any, ...], classes: list[Any], markers: Any
) -> Any:
    """Convert an element as the union member selected by tag, else the first match."""
    if _is_text(node) and len(classes) < len(parts):
        return _scalar(node.text, parts)
    read = [(each, _data(node, each)) for each in classes]
    for marker in markers:
        if isinstance(marker, Tagged):
            tags = {local(each.name): each.text for each in node.nodes}
            tags |= {local(name): value for name, value in node.attributes.items()}
            named = marker.mapping.get(tags.get(marker.property, ""))
            named = resolve(named, marker.module)
            for each, data in read:
                if each is named:
                    return {marker.property: tags[marker.property], **data}
    for each, data in read:
        try:
            decode(each, data)
        except DecodeError:
            continue
        return data
    return read[0][1]


def _object(node: Node, cls: Any) -> dict[str, Any]:
    said, made, rest = xml_of(cls), dict[str, Any](), None
    for wire, each, of in members(cls):
        values = extra_of(of)
        if values is not None:
            rest = values
            continue
        xml = said.get(wire, ELEMENT)
        value = _member(node, xml.name or wire, xml, of, each)
        if value is not _ABSENT:
            made[wire] = value
    if rest is not None:
        known = {(said.get(wire, ELEMENT).name or wire) for wire, _, _ in members(cls)}
        others = [each for each in node.nodes if local(each.name) not in known]
        made |= {local(each.name): _data(each, rest) for each in others}
    return made


def _member(node: Node, name: str, xml: Xml, of: Any, own: Field[Any]) -> Any:
    parts = split(plain(of)[0]).members
    required = own.default is MISSING and own.default_factory is MISSING
    item = item_of(plain(of)[0])
    if xml.node == "attribute":
        found = [v for k, v in node.attributes.items() if local(k) == name]
        return _scalar(found[0], parts) if found else _ABSENT
    if xml.node in ("text", "cdata"):
        value = node.text if xml.node == "cdata" else node.text.strip()
        return _scalar(value, parts) if value or required else _ABSENT
    if item is not None and not xml.wrapped:
        each = xml.items or ELEMENT
        found_nodes = node.named(each.name or name, each.namespace or xml.namespace)
        if each.node in ("text", "cdata"):
            return [_scalar(node.text, split(item).members)]
        many = [_data(one, item) for one in found_nodes]
        return many if many or required else _ABSENT
    if xml.node == "none":
        return _data(node, of)
    found_nodes = node.named(name, xml.namespace)
    return _data(found_nodes[0], of, xml) if found_nodes else _ABSENT


def _scalar(value: str, parts: tuple[Any, ...]) -> Any:
    """Parse a text to the JSON value of one of the types, or return it as a string."""
    kinds: set[Any] = {
        type(x) for one in parts if get_origin(one) is Literal for x in get_args(one)
    }
    kinds |= {plain(one)[0] for one in parts}
    bases: set[Any] = {base for one in kinds for base in getattr(one, "__mro__", ())}
    stripped = value.strip()
    if bool in kinds and stripped in ("true", "false", "1", "0"):
        return stripped in ("true", "1")
    for kind in (int, float):
        if kind in bases or (kind is float and "Decimal" in map(_name, parts)):
            try:
                return kind(stripped)
            except ValueError:
                pass
    if not stripped and str not in bases and bytes not in bases:
        return None
    return value if str in kinds else stripped


def _name(of: Any) -> str:
    marks = getattr(of, "__metadata__", ())
    return (
        "Decimal"
        if any(getattr(each, "__name__", "") == "Number" for each in marks)
        else ""
    )


def _any(node: Node) -> Any:
    """Convert an element of any type to its text, or to an object with lists."""
    attributes = {local(name): value for name, value in node.attributes.items()}
    made: dict[str, list[Any]] = {}
    for each in node.nodes:
        made.setdefault(local(each.name), []).append(
            _any(each) if not _is_text(each) else each.text
        )
    nodes = {k: v[0] if len(v) == 1 else v for k, v in made.items()}
    return {**attributes, **nodes}


def _is_text(node: Node) -> bool:
    return not node.nodes and not node.attributes


def _prefix(name: str) -> str:
    return name.rpartition(":")[0]
