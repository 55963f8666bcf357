"""XML Objects (OpenAPI 3.2.0; 3.1.1, section 4.8.26; 2.0 and AutoRest's ``x-ms-text``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from stubwright.base.records import replace
from stubwright.parse.objects import XML
from stubwright.parse.reader import Reader
from stubwright.types.spec import NodeType, Schema, SchemaId, Xml

_NODES: Mapping[str, NodeType] = {name: name for name in get_args(NodeType)}


def read_xml(parent: Reader) -> Xml | None:
    """Return the XML Object of a schema, None if it has none."""
    reader = parent.object("xml")
    if reader is None:
        return None
    reader.finish(XML)
    return Xml(
        name=reader.text("name"),
        namespace=reader.text("namespace"),
        prefix=reader.text("prefix"),
        node=_node(reader),
    )


def _node(reader: Reader) -> NodeType | None:
    if "nodeType" in reader.value:
        stated = reader.text("nodeType")
        if stated not in _NODES:
            reader.wrong("nodeType", f"one of {', '.join(_NODES)}")
        return _NODES.get(stated)
    if reader.flag("attribute"):
        return "attribute"
    if reader.value.get("x-ms-text") is True:
        return "text"
    return "element" if reader.flag("wrapped") else None


def with_component_names(
    schemas: Mapping[SchemaId, Schema], components: Iterable[tuple[str, SchemaId]]
) -> dict[SchemaId, Schema]:
    """Name the elements of components after the components, as 3.2 does for all references to them."""
    found = dict(schemas)
    for name, sid in components:
        schema = schemas.get(sid)
        if schema is not None and schema.ref is None and "array" not in schema.types:
            xml = schema.xml or Xml()
            found[sid] = replace(schema, xml=replace(xml, name=xml.name or name))
    return found
