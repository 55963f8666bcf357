"""The documented headers of a response as an object schema (OpenAPI 3.1.1, sections 4.8.17 and 4.8.21)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stubwright.base import ids
from stubwright.base.records import replace
from stubwright.types.spec import Operation, Parameter, Response, Schema, SchemaId, Spec


def headers_id(response: Response) -> SchemaId | None:
    """Return the id of the schema of a response's headers, None if none is documented."""
    return SchemaId(ids.derived(str(response.place), ids.HEADERS)) if response.headers else None


def with_header_schemas(document: Spec) -> Spec:
    """Return the document with a schema for the headers of each response of the API."""
    made: dict[SchemaId, Schema] = {}
    for operation in _operations(document.operations):
        for response in operation.responses:
            id_ = headers_id(response)
            if id_ is not None and id_ not in made:
                made.update((schema.id, schema) for schema in _schemas(response, id_))
    return replace(document, schemas={**document.schemas, **made}) if made else document


def _operations(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        yield operation
        yield from _operations(operation.callbacks)


def _schemas(response: Response, id_: SchemaId) -> Iterator[Schema]:
    """Yield the object and its properties: the schema of each header, with the description of the header."""
    properties = [(header.name, _header(header)) for header in response.headers]
    yield from (schema for _, schema in properties)
    yield Schema(
        id=id_,
        place=response.place,
        types=("object",),
        properties=tuple((name, schema.id) for name, schema in properties),
        required=tuple(header.name for header in response.headers if header.required),
    )


def _header(header: Parameter) -> Schema:
    return Schema(
        id=SchemaId(ids.derived(str(header.place), ids.HEADERS, header.name)),
        place=header.place,
        all_of=() if header.schema is None else (header.schema,),
        types=("string",) if header.schema is None else (),
        description=header.description,
        deprecated=header.deprecated,
    )
