"""XML representation of types, from their schemas (OpenAPI 3.2.0, XML Object)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stubwright.base.place import Place
from stubwright.base.records import replace
from stubwright.lower.operations.bodies import MOST_REFERENCES, codec_of, is_structured, is_xml
from stubwright.lower.operations.encodings import properties_of
from stubwright.types import ir, ir_operations
from stubwright.types.ir import Type, TypeId
from stubwright.types.ir_operations import Codec
from stubwright.types.ir_walk import reachable
from stubwright.types.spec import MediaType, NodeType, Schema, SchemaId

_DEFAULT = ir.Xml()


def with_xml(
    schemas: Mapping[SchemaId, Schema],
    types: dict[TypeId, Type],
    operations: tuple[ir_operations.Operation, ...],
) -> dict[TypeId, Type]:
    """Return the types; those that are sent or received as XML have the XML representation of their members."""
    roots = {id_ for each in operations for id_ in _roots(types, each)}
    found = dict(types)
    for id_ in reachable(types, tuple(roots), frozenset()):
        shape = types[id_].shape
        if isinstance(shape, ir.Object):
            stated = dict(reversed([*properties_of(schemas, SchemaId(types[id_].place))]))
            properties = tuple(
                replace(one, xml=_member(schemas, one.name, stated.get(one.name)))
                for one in shape.properties
            )
            found[id_] = replace(types[id_], shape=replace(shape, properties=properties))
    return found


def _roots(types: Mapping[TypeId, Type], operation: ir_operations.Operation) -> Iterator[TypeId]:
    """Yield the types of bodies and of parts of forms that are XML."""
    bodies = [operation.body.contents] if operation.body else []
    for contents in (*bodies, *(one.contents for one in operation.responses)):
        for content in contents:
            if content.codec is Codec.XML:
                yield content.type
            parts = {one.property for one in content.encodings if one.xml is not None}
            for id_ in reachable(types, (content.type,)) if parts else ():
                shape = types[id_].shape
                if isinstance(shape, ir.Object):
                    yield from (one.type for one in shape.properties if one.name in parts)


def with_roots(
    schemas: Mapping[SchemaId, Schema],
    media: MediaType,
    encodings: Iterable[ir_operations.Encoding],
) -> tuple[ir_operations.Encoding, ...]:
    """Return the encodings of a form; a part that is an object, or each of its objects, may be an XML document."""
    stated = dict(reversed([*properties_of(schemas, media.schema)]))
    return tuple(
        replace(one, xml=_part(schemas, stated[one.property], one.property))
        if one.property in stated and _is_xml_part(schemas, one, stated[one.property])
        else one
        for one in encodings
    )


def _is_xml_part(
    schemas: Mapping[SchemaId, Schema], one: ir_operations.Encoding, sid: SchemaId
) -> bool:
    kinds = [each for each in one.content_type.split(",") if each.strip()]
    json = any(codec_of(each) is Codec.JSON for each in kinds)
    return not json and any(map(is_xml, kinds)) and is_structured(schemas, sid)


def _part(schemas: Mapping[SchemaId, Schema], sid: SchemaId, name: str) -> ir.Xml:
    items = next((one.items for one in _chain(schemas, sid) if one.items is not None), None)
    return root_of(schemas, items or sid, name)


def root_of(
    schemas: Mapping[SchemaId, Schema], sid: SchemaId | None, default: str = "root"
) -> ir.Xml:
    """Return the root element; a list has one, whether or not it is wrapped elsewhere."""
    xml, chain = _xml(schemas, sid), list(_chain(schemas, sid))
    stated = (one.xml.name for one in chain if one.xml and one.xml.name)
    components = (_component(one) for one in chain)
    name: str = next((one for one in (*stated, *components) if one), default)
    items = xml.items
    if chain and chain[-1].items is not None:
        inner = (_component(one) for one in _chain(schemas, chain[-1].items))
        called: str = (items.name if items else "") or next((one for one in inner if one), name)
        items = replace(items or _DEFAULT, name=called)
    return replace(xml, name=name, node="element", wrapped=False, items=items)


def _member(schemas: Mapping[SchemaId, Schema], name: str, sid: SchemaId | None) -> ir.Xml | None:
    xml = _xml(schemas, sid)
    if xml.name == name:
        xml = replace(xml, name="")
    return None if xml == _DEFAULT else xml


def _xml(schemas: Mapping[SchemaId, Schema], sid: SchemaId | None, depth: int = 0) -> ir.Xml:
    chain = list(_chain(schemas, sid))
    stated = [one.xml for one in chain if one.xml is not None]
    nodes: list[NodeType] = [one.node for one in stated if one.node is not None]
    node = nodes[0] if nodes else None
    name = next((one.name for one in stated if one.name), "")
    namespace = next((one.namespace for one in stated if one.namespace), "")
    prefix = next((one.prefix for one in stated if one.prefix), "")
    inner = chain[-1].items if chain else None
    if inner is None or depth > MOST_REFERENCES:
        return ir.Xml(name=name, namespace=namespace, prefix=prefix, node=node or "element")
    items = _xml(schemas, inner, depth + 1)
    if node != "element":  # the list has no node of its own
        return ir.Xml(items=None if items == _DEFAULT else items)
    return ir.Xml(
        name=name,
        namespace=namespace,
        prefix=prefix,
        wrapped=True,
        items=None if items == _DEFAULT else items,
    )


def _chain(schemas: Mapping[SchemaId, Schema], sid: SchemaId | None) -> Iterator[Schema]:
    """Yield a schema and the schemas that it only refers to, or combines with null; ``allOf`` may add an ``xml`` object."""
    for _ in range(MOST_REFERENCES):
        if sid is None or sid not in schemas:
            return
        schema = schemas[sid]
        yield schema
        only = [one for one in schema.all_of if _is_only_xml(schemas, one)]
        yield from (schemas[one] for one in only)
        parts = (*schema.all_of, *schema.one_of, *schema.any_of)
        single = [one for one in parts if one not in only and not _is_null(schemas, one)]
        sid = schema.ref or (single[0] if len(single) == 1 and not schema.properties else None)


def _is_null(schemas: Mapping[SchemaId, Schema], sid: SchemaId) -> bool:
    return sid in schemas and schemas[sid].types == ("null",)


def _is_only_xml(schemas: Mapping[SchemaId, Schema], sid: SchemaId) -> bool:
    """Return whether a schema has an ``xml`` object and no keywords that affect its type."""
    schema = schemas.get(sid)
    return (
        schema is not None
        and schema.xml is not None
        and not any(
            (
                schema.ref,
                schema.types,
                schema.properties,
                schema.items,
                schema.all_of,
                schema.one_of,
                schema.any_of,
            )
        )
    )


def _component(schema: Schema) -> str:
    """Return the name of a component, empty for other schemas."""
    keys = Place(schema.place.document, schema.place.pointer).keys()
    if len(keys) == 3 and keys[:2] == ("components", "schemas"):
        return str(keys[2])
    return str(keys[1]) if len(keys) == 2 and keys[0] == "definitions" else ""
